import { inviteOf } from '/js/invite.js';
import { parseInvite } from '/js/inviteLink.js';
import { keyArgument, roomArgument } from '/js/parseInput.js';
import { equal, test } from './harness.js';

const SECRET = 'AbCdEfGhIjKlMnOpQrSt_-';

test('secret of an invitation is read from the fragment only', () => {
  const of = (text) => inviteOf(new URL(text));
  equal(of(`https://chat.example/?room=tea#invite=${SECRET}`), SECRET);
  for (const text of [`?invite=${SECRET}`, '#invite=', '#invite=short', `#invite=${SECRET}x`, `#x&invite=${SECRET}`, '#tea', '']) {
    equal(of(`https://chat.example/${text}`), null);
  }
});

test('reply to an invitation is a link and a QR code of black modules', () => {
  const link = `https://chat.example/?room=tea#invite=${SECRET}`;
  const { link: read, qr } = parseInvite(['Invitation 1 to tea.', link, '███', '█▄█', '▀▀▀']);
  equal(read, link);
  equal(qr, { width: 3, height: 5, path: 'M1 2h1v1h-1z' });
});

test('another reply is no invitation', () => {
  equal(parseInvite(['You are muted.']), null);
  equal(parseInvite([]), null);
  equal(parseInvite(['see https://chat.example/ for more']), null);
});

test('key follows the name of a room', () => {
  equal([roomArgument(` tea ${SECRET}`), keyArgument(` tea  ${SECRET} `), keyArgument(`#tea ${SECRET}`)], ['tea', SECRET, SECRET]);
  equal([keyArgument(SECRET), keyArgument('tea short'), roomArgument('tea short')], [null, null, 'tea short']);
});
