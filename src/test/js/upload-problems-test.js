import { I18n } from '/js/i18n.js';
import { uploadProblem } from '/js/uploadProblem.js';
import { Uploads } from '/js/uploads.js';
import { equal, ok, test } from './harness.js';

/** Returns the sentences of the page in a language. */
async function sentences(language) {
  const page = await (await fetch('/', { headers: { 'Accept-Language': language } })).text();
  const { content } = new DOMParser().parseFromString(page, 'text/html').getElementById('wording');
  return new I18n(Object.fromEntries([...content.querySelectorAll('p')].map((p) => [p.dataset.key, p.textContent])), language);
}
const english = await sentences('en');
const german = await sentences('de');

const answer = (status, code, sentence) => ({ status, body: code ? { code, sentence } : null });

/** Each answer with the begin of its sentence in English and German, and whether another attempt may succeed. */
const TABLE = [
  [answer(422, 'image-unreadable', 'The image is damaged.'), 'The image is damaged.', 'Das Bild ist beschädigt', false],
  [answer(422, 'image-too-large', 'The image has too many pixels.'), 'The image has too many pixels.', 'Das Bild hat zu viele Bildpunkte', false],
  [answer(413, 'file-too-large', 'The file is too large.'), 'The file is too large.', 'Die Datei ist zu groß', false],
  [answer(400, 'file-empty', 'The file is empty.'), 'The file is empty.', 'Die Datei ist leer', false],
  [answer(404, 'files-off', 'This server accepts no files.'), 'This server accepts no files.', 'Dieser Server nimmt keine Dateien an', false],
  [answer(408, 'upload-too-slow', 'The file did not arrive in time.'), 'The file did not arrive in time.', 'Die Datei ist nicht rechtzeitig angekommen', true],
  [answer(507, 'files-full', 'The server has no space.'), 'The server has no space.', 'Der Server hat für diese Datei keinen Platz', true],
  [answer(507, 'files-full-for-user', 'Your files would have more than 100 MB.'), 'Your files would', 'Deine Dateien würden mehr Platz', true],
  [answer(429, 'too-many-uploads', 'Too many files are on their way.'), 'Too many files', 'Zu viele Dateien', true],
  [answer(503, 'busy', 'The server is busy.'), 'The server is busy.', 'Der Server hat gerade mehr zu tun', true],
  [answer(403, 'muted', 'The operator muted you.'), 'The operator muted you.', 'Der Betreiber hat dich stummgeschaltet', true],
  [answer(404, 'no-such-room', 'There is no room “tea”.'), 'There is no room', 'Diesen Raum gibt es nicht', true],
  // the sentences of the server are about the history
  [answer(503, 'history-unreadable', 'The server cannot read its history.'), 'The server is not available', 'Der Server ist im Augenblick nicht verfügbar (503)', true],
  [answer(401, 'login-required', 'Log in to read messages.'), 'The server does not accept your login any more', 'Der Server erkennt deine Anmeldung nicht mehr an', true],
  // of proxies
  [answer(401), 'The server does not accept your login any more', 'Der Server erkennt deine Anmeldung nicht mehr an', true],
  [answer(408), 'The file did not arrive in time.', 'Die Datei ist nicht rechtzeitig angekommen', true],
  [answer(413), 'A proxy between you and the server', 'Ein Proxy zwischen dir und dem Server', false],
  [answer(502), 'The server is not available at the moment (502).', 'Der Server ist im Augenblick nicht verfügbar (502).', true],
  [answer(503), 'The server is not available at the moment (503).', 'Der Server ist im Augenblick nicht verfügbar (503).', true],
  [answer(504), 'The server is not available at the moment (504).', 'Der Server ist im Augenblick nicht verfügbar (504).', true],
  [answer(507), 'The server has no space', 'Der Server hat für diese Datei keinen Platz', true],
  [answer(500), 'The server, or a proxy before it, sent an unknown answer (500).', 'Der Server oder ein Proxy davor hat eine unbekannte Antwort gesendet (500).', true],
  [{ status: 201, body: { text: 5 } }, 'The server, or a proxy before it, sent an unknown answer (201).', 'Der Server oder ein Proxy davor', true],
  [answer(0), 'The connection was lost before the file had arrived.', 'Die Verbindung ist abgebrochen', true],
];

test('each answer to an upload has a sentence in English and German', () => {
  for (const [one, inEnglish, inGerman, again] of TABLE) {
    const [first, second] = [english, german].map((language) => uploadProblem(one, language));
    ok(first.reason.startsWith(inEnglish), `${inEnglish} of ${JSON.stringify(one)}: ${first.reason}`);
    ok(second.reason.startsWith(inGerman), `${inGerman} of ${JSON.stringify(one)}: ${second.reason}`);
    equal([first.again, second.again], [again, again]);
  }
});

/** Answers each upload with the next of these. */
function startUploads(answers) {
  const sent = [];
  globalThis.XMLHttpRequest = class extends EventTarget {
    upload = new EventTarget();
    headers = {};
    open() {}
    setRequestHeader(name, value) {
      this.headers[name] = value;
    }
    send(file) {
      sent.push(`${file.name} ${this.headers.Authorization}`);
      const { status, body } = answers.shift();
      this.status = status;
      this.responseText = JSON.stringify(body);
      queueMicrotask(() => this.dispatchEvent(new Event('loadend')));
    }
  };
  document.body.innerHTML = `<ul id="uploads"></ul><textarea id="message">a draft</textarea><template id="upload-row"><li><span class="upload-name"></span>
    <progress></progress><p class="upload-problem"></p><button class="again" hidden></button><button class="cancel"></button></li></template>`;
  const published = [];
  let token = 'before';
  const session = { current: { kind: 'room', name: 'tea', publish: (text) => published.push(text) } };
  const uploads = new Uploads({ session, i18n: english, base: 'http://h/', token: () => token, limit: 1_000 });
  const renew = () => (token = 'after');
  return { uploads, sent, published, renew };
}

const row = (name) => [...document.querySelectorAll('#uploads li')].find((one) => one.querySelector('.upload-name').textContent === name);
const problem = (name) => row(name).querySelector('.upload-problem').textContent;
const file = (name) => new File(['x'], name);
const settled = () => new Promise((done) => setTimeout(done));

test('a refused file keeps the draft and the other files, and is sent again with the new login', async () => {
  const stored = (text) => ({ status: 201, body: { text } });
  const { uploads, sent, published, renew } = startUploads([answer(401, 'login-required', 'Log in.'), stored('b'), answer(422, 'image-unreadable', 'Damaged.'), stored('a')]);
  uploads.add([file('a.png'), file('b.png'), file('c.png')]);
  await settled();
  equal([published, row('b.png')], [['b'], undefined]);
  ok(problem('a.png').startsWith('Not sent: The server does not accept your login'), problem('a.png'));
  equal([problem('c.png'), row('c.png').querySelector('.again').hidden], ['Not sent: Damaged.', true]);
  renew();
  row('a.png').querySelector('.again').click();
  await settled();
  equal([published, row('a.png'), problem('c.png')], [['b', 'a'], undefined, 'Not sent: Damaged.']);
  equal(sent, ['a.png Bearer before', 'b.png Bearer before', 'c.png Bearer before', 'a.png Bearer after']);
  equal(document.getElementById('message').value, 'a draft');
});

test('a file that cannot be read is no lost connection', async () => {
  const { uploads } = startUploads([answer(0)]);
  const folder = { name: 'folder', size: 4, slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }) };
  uploads.add([folder]);
  await settled();
  ok(problem('folder').startsWith('Not sent: The file cannot be read'), problem('folder'));
  ok(row('folder').querySelector('.again').hidden, 'sent again');
});
