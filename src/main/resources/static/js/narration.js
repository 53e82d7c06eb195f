/** The quiet lines of a transcript, in the sentences of the page. */

const NAMED = 2;

/** “ada, bob and 3 more joined · cy left · dee is now eve”. */
export function comingsAndGoings(wording, { joined, left, renamed }) {
  const parts = [];
  if (joined.length > 0) {
    const terminal = joined.length === 1 && labelOf(wording, joined[0].via) === wording.say('via.terminal');
    parts.push(wording.say(terminal ? 'presence.joined.terminal' : verb('presence.joined', joined), names(wording, joined)));
  }
  if (left.length > 0) {
    const reason = left.length === 1 && left[0].reason && left[0].reason !== 'quit' ? reasonOf(wording, left[0].reason) : null;
    parts.push(wording.say(reason ? 'presence.left.reason' : verb('presence.left', left), names(wording, left), reason));
  }
  for (const { from, to } of renamed) parts.push(wording.say('presence.renamed', from, to));
  return parts.join(' · ');
}

/** One comes, several come: most languages say it with another word. */
function verb(key, people) {
  return people.length > 1 ? `${key}.several` : key;
}

/** Why somebody left: the server's word for it in the page's language, where it has one; what follows is a person's own. */
function reasonOf(wording, reason) {
  const [word] = /^[a-z]+/.exec(reason) ?? [];
  const key = `reason.${word}`;
  return wording.has(key) ? wording.say(key) + reason.replace(/^[a-z ]+/, '') : reason;
}

function names(wording, people) {
  const all = people.map((person) => person.name);
  if (all.length <= NAMED + 1) return wording.list(all);
  return `${all.slice(0, NAMED).join(', ')} ${wording.count('presence.more', all.length - NAMED)}`;
}

/** How somebody comes, where it is worth a word; else an empty text. */
export function labelOf(wording, via) {
  if (!via || via === 'browser') return '';
  const key = `via.${via}`;
  return wording.has(key) ? wording.say(key) : via;
}

/** What is told of a topic that was set. */
export function topicLine(wording, { by, text }) {
  return text ? wording.say('topic.set', by, text) : wording.say('topic.cleared', by);
}

/** Who is writing just now; empty if nobody. */
export function writing(wording, names) {
  if (names.length === 0) return '';
  if (names.length === 1) return wording.say('typing.one', names[0]);
  if (names.length === 2) return wording.say('typing.two', ...names);
  return wording.say('typing.more');
}
