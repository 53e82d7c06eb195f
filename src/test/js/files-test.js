import { fileOf } from '/js/fileLine.js';
import { FileInput } from '/js/fileInput.js';
import { previewOf } from '/js/filePreview.js';
import { I18n } from '/js/i18n.js';
import { firstLine } from '/js/messageState.js';
import { MessageText } from '/js/messageText.js';
import { Uploads } from '/js/uploads.js';
import { equal, ok, test } from './harness.js';

const TOKEN = 'abcdefghijklmnopqrstuv';
const i18n = new I18n({ 'file.image': 'Image: {0}', 'file.other': 'File: {0}', 'file.cancel': 'Cancel {0}', 'file.large': 'At most {0}.', 'file.failed': 'Not sent: {0}', 'file.unreachable': 'No server.', 'message.retry': 'Again' }, 'en-GB');
const texts = new MessageText(i18n, () => {});

document.body.innerHTML = `
  <ol id="list"></ol>
  <div id="chat"><div id="transcript"></div><ul id="uploads"></ul>
  <input type="file" id="file-picker" hidden><button id="attach" hidden></button><textarea id="message"></textarea></div>
  <template id="upload-row"><li class="upload"><span class="upload-name"></span><progress></progress><p class="upload-problem"></p>
  <button class="again" hidden></button><button class="cancel"></button></li></template>`;

/** Shows a text in a row. @returns {HTMLElement} the element of the text */
function show(text) {
  const row = document.createElement('li');
  row.className = 'message';
  row.append(Object.assign(document.createElement('div'), { className: 'text' }));
  document.getElementById('list').replaceChildren(row);
  texts.fill(row, text, () => true);
  return row.querySelector('.text');
}

const imageLine = (name, size = '640×480') => `[image: ${name}, ${size}, http://192.0.2.7:8080/files/${TOKEN}/cat.png]`;
const fileLine = (name, size = '12 kB') => `[file: ${name}, ${size}, https://chat.example/files/${TOKEN}/notes.txt]`;

test('an image has its final size before it is loaded', () => {
  const text = show(imageLine('cat.png', '1600×1200'));
  const image = text.querySelector('a.image img');
  equal([image.getAttribute('width'), image.getAttribute('height'), image.alt], ['400', '300', 'cat.png']);
  equal([image.getAttribute('src'), text.querySelector('a').getAttribute('href')], [`files/${TOKEN}/thumbnail`, `files/${TOKEN}/cat.png`]);
  equal(text.textContent, imageLine('cat.png', '1600×1200'));
  const small = show(imageLine('dot.png', '3×1')).querySelector('img');
  equal([small.width, small.height], [3, 1]);
});

test('another file is a download with its size', () => {
  const text = show(fileLine('a, b.txt'));
  const link = text.querySelector('a');
  equal([link.textContent, link.download, link.getAttribute('href')], ['a, b.txt', 'a, b.txt', `files/${TOKEN}/notes.txt`]);
  equal(text.querySelector('.detail').textContent, '12 kB');
  equal(text.textContent, fileLine('a, b.txt'));
});

test('the page requests files at its own server only', () => {
  for (const address of ['https://evil.example', 'http://evil.example/a', '', '//evil.example', 'javascript:alert(1)']) {
    const file = fileOf(`[image: x, 1×1, ${address}/files/${TOKEN}/x.png]`);
    equal([file?.path, file?.thumbnail], [`files/${TOKEN}/x.png`, `files/${TOKEN}/thumbnail`]);
  }
});

test('other texts are no files', () => {
  const others = [
    '', imageLine('x').slice(1), `see ${imageLine('x')}`, `${imageLine('x')} nice`, imageLine('x', 'huge'), imageLine('x', '0×5'),
    imageLine('x').replace(TOKEN, '../../../../etc/passwd'), imageLine('x').replace('cat.png]', '"onload=x]'), imageLine('x').replace('image', 'video'),
    imageLine('x\ny'), '[file: x, 12 kB, files/]',
  ];
  for (const text of others) equal(fileOf(text), null);
});

test('a preview has the kind and the name instead of the line', () => {
  equal([firstLine(imageLine('cat.png')), firstLine(fileLine('a, b.txt')), firstLine(`${imageLine('x')} nice`)], ['[image: cat.png]', '[file: a, b.txt]', `${imageLine('x')} nice`]);
  const cut = imageLine('cat.png');
  const shown = [cut, cut.slice(0, 40), `${cut.slice(0, 60)}…`, firstLine(cut), fileLine('a, b.txt'), firstLine(fileLine('x'.repeat(100)))];
  equal(shown.map((text) => previewOf(text, i18n)), ['Image: cat.png', 'Image: cat.png', 'Image: cat.png', 'Image: cat.png', 'File: a, b.txt', `File: ${'x'.repeat(92)}`]);
  for (const text of ['', 'hello', '[image]', `see ${cut}`, undefined]) equal(previewOf(text, i18n), text);
});

const EFFECTS = ['hit()', "document.title='owned'"];
const NAMES = [
  '<script>%</script>', '<img src=x onerror="%">', '"><img src=x onerror="%">', "'><svg onload='%'>", '<svg/onload=%>', 'x" onerror="%', "x' onerror='%",
  'x" autofocus onfocus="%', '](javascript:%)', '[x](javascript:%)', 'javascript:%', '**<b onclick="%">**', '`<script>%</script>`', '@ada<img src=x onerror="%">',
  '], 1×1, http://h/files/x/<script>%</script>', '&lt;script&gt;%&lt;/script&gt;', '<a href="javascript:%">x</a>', '<iframe srcdoc="<script>%</script>">',
  '<template><script>%</script></template>', '{{%}}', '${%}', '<!--><script>%</script>-->', '<style>@import "javascript:%"</style>', '\u202e<script>%</script>',
  '<math><mtext><img src=x onerror="%">',
];

test('50 injection texts as names of files have no effect', () => {
  const names = NAMES.flatMap((name) => EFFECTS.map((effect) => name.replaceAll('%', effect)));
  equal(new Set(names).size, 50);
  globalThis.hits = 0;
  globalThis.hit = () => globalThis.hits++;
  for (const name of names) {
    for (const line of [imageLine(name), fileLine(name)]) {
      const text = show(line);
      equal(text.textContent, line);
      for (const element of text.querySelectorAll('*')) ok(['A', 'IMG', 'SPAN'].includes(element.tagName), `<${element.tagName}> of ${name}`);
      for (const { name: attribute } of [...text.querySelectorAll('*')].flatMap((element) => [...element.attributes])) {
        ok(['class', 'href', 'src', 'alt', 'width', 'height', 'loading', 'decoding', 'download', 'data-name'].includes(attribute), `${attribute} of ${name}`);
      }
    }
  }
  equal([globalThis.hits, document.title === 'owned'], [0, false]);
});

/** Stands for the requests of the browser. */
class TestRequest extends EventTarget {
  static sent = [];
  upload = new EventTarget();
  status = 0;
  responseText = '';
  headers = {};
  open(method, address) {
    this.address = `${method} ${address.pathname}${address.search}`;
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  send(file) {
    this.file = file;
    TestRequest.sent.push(this);
  }
  abort() {
    this.answer(0, '');
  }
  answer(status, text) {
    this.status = status;
    this.responseText = text;
    this.dispatchEvent(new Event('loadend'));
  }
}
globalThis.XMLHttpRequest = TestRequest;

/** @returns {{uploads: Uploads, published: string[]}} uploads to a room */
function start(conversation = { kind: 'room', name: 'tea' }) {
  TestRequest.sent = [];
  document.getElementById('uploads').replaceChildren();
  const published = [];
  const session = { current: { ...conversation, publish: (text) => published.push(text) } };
  const uploads = new Uploads({ session, i18n, base: 'http://h/chat/', token: () => 'secret', limit: 10_000_000 });
  return { uploads, published };
}

const file = (name, size = 10) => new File([new Uint8Array(size)], name);
const rows = () => [...document.querySelectorAll('#uploads .upload')];

test('files are sent one after another, and their messages after them', () => {
  const { uploads, published } = start();
  uploads.add([file('a b.png'), file('c.png')]);
  equal([TestRequest.sent.length, rows().length], [1, 2]);
  const [first] = TestRequest.sent;
  equal([first.address, first.headers.Authorization], ['POST /chat/rooms/tea/files?name=a%20b.png', 'Bearer secret']);
  first.upload.dispatchEvent(new ProgressEvent('progress', { loaded: 4, total: 10 }));
  equal([rows()[0].querySelector('progress').value, rows()[0].querySelector('progress').max], [4, 10]);
  first.answer(201, JSON.stringify({ text: imageLine('a b.png'), path: 'x' }));
  equal([published, rows().length, TestRequest.sent.length], [[imageLine('a b.png')], 1, 2]);
});

test('a direct message has files of its own', () => {
  const { uploads } = start({ kind: 'direct', name: 'bob' });
  uploads.add([file('a.png')]);
  equal(TestRequest.sent[0].address, 'POST /chat/direct/files?name=a.png');
});

test('a refused upload is sent again on request', () => {
  const { uploads, published } = start();
  uploads.add([file('a.png')]);
  TestRequest.sent[0].answer(507, '{"code":"files-full","sentence":"The server has no space."}');
  const [row] = rows();
  equal([row.querySelector('.upload-problem').textContent, row.querySelector('.again').hidden], ['Not sent: The server has no space.', false]);
  row.querySelector('.again').click();
  equal([row.querySelector('.upload-problem').textContent, TestRequest.sent.length], ['', 2]);
  TestRequest.sent[1].answer(0, '');
  equal(row.querySelector('.upload-problem').textContent, 'Not sent: No server.');
  row.querySelector('.again').click();
  TestRequest.sent[2].answer(201, JSON.stringify({ text: 'x' }));
  equal([published, rows().length], [['x'], 0]);
});

test('a cancelled upload publishes nothing, and the next one begins', () => {
  const { uploads, published } = start();
  uploads.add([file('a.png'), file('b.png'), file('c.png')]);
  rows()[1].querySelector('.cancel').click();
  rows()[0].querySelector('.cancel').click();
  equal([TestRequest.sent.length, TestRequest.sent[1].file.name, rows().length, published], [2, 'c.png', 1, []]);
});

test('a file above the limit is refused before it is sent', () => {
  const { uploads } = start();
  uploads.add([{ name: 'film.mp4', size: 2_147_483_648 }]);
  equal([TestRequest.sent.length, rows()[0].querySelector('.upload-problem').textContent], [0, 'Not sent: At most 10 MB.']);
  ok(rows()[0].querySelector('.again').hidden, 'sent again');
});

test('an answer of a proxy is a failure', () => {
  const { uploads, published } = start();
  for (const text of ['<html>', 'null', '{"text":5}', '']) {
    uploads.add([file('a.png')]);
    TestRequest.sent.at(-1).answer(201, text);
  }
  equal([published, rows().map((row) => row.classList.contains('failed'))], [[], [true, true, true, true]]);
});

/** Creates an input and returns the names that it adds. */
function input(enabled) {
  const added = [];
  const uploads = { load: async () => ({ add: (files) => added.push(...files.map(({ name }) => name)) }) };
  new FileInput({ enabled, uploads, viewer: { use: () => {} }, failed: () => {} });
  return added;
}

function drag(type, name) {
  const dataTransfer = new DataTransfer();
  if (name) dataTransfer.items.add(file(name));
  else dataTransfer.setData('text/plain', 'a text');
  const event = new DragEvent(type, { dataTransfer, cancelable: true, bubbles: true });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}

test('a dropped file never replaces the page', async () => {
  const off = input(false);
  equal([drag('dragover', 'a.png'), drag('drop', 'a.png'), drag('drop', null)], [true, true, false]);
  ok(document.getElementById('attach').hidden, 'a button on a server without files');
  const on = input(true);
  drag('dragover', 'a.png');
  ok(document.getElementById('chat').classList.contains('dropping'), 'no drop zone');
  drag('drop', 'a.png');
  await Promise.resolve();
  equal([off, on, document.getElementById('chat').classList.contains('dropping')], [[], ['a.png'], false]);
});

test('a pasted image is sent, and a pasted text is not', async () => {
  const on = input(true);
  const paste = (text) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(file('image.png'));
    if (text) clipboardData.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData, cancelable: true });
    document.getElementById('message').dispatchEvent(event);
    return event.defaultPrevented;
  };
  equal([paste(''), paste('a cell of a table')], [true, false]);
  await Promise.resolve();
  equal(on, ['image.png']);
});
