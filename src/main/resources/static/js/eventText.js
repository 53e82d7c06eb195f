/** Formats joins, leaves, renames and topics for the transcript. */

const NAMED = 2;

/** Returns “ada, bob and 3 more joined · cy left · dee is now eve”. */
export function presenceSummary(i18n, { joined, left, renamed }) {
  const parts = [];
  if (joined.length > 0) {
    const terminal = joined.length === 1 && labelOf(i18n, joined[0].via) === i18n.text('via.terminal');
    parts.push(i18n.text(terminal ? 'presence.joined.terminal' : verb('presence.joined', joined), names(i18n, joined)));
  }
  if (left.length > 0) {
    const reason = left.length === 1 && left[0].reason && left[0].reason !== 'quit' ? reasonOf(i18n, left[0].reason) : null;
    parts.push(i18n.text(reason ? 'presence.left.reason' : verb('presence.left', left), names(i18n, left), reason));
  }
  for (const { from, to } of renamed) parts.push(i18n.text('presence.renamed', from, to));
  return parts.join(' · ');
}

/** Many languages use another verb form for several users. */
function verb(key, people) {
  return people.length > 1 ? `${key}.several` : key;
}

/** Returns the reason of a leave, translated if possible, with the text of the operator after it. */
function reasonOf(i18n, reason) {
  const [word] = /^[a-z]+/.exec(reason) ?? [];
  const key = `reason.${word}`;
  return i18n.has(key) ? i18n.text(key) + reason.replace(/^[a-z ]+/, '') : reason;
}

function names(i18n, people) {
  const all = people.map((person) => person.name);
  if (all.length <= NAMED + 1) return i18n.list(all);
  return `${all.slice(0, NAMED).join(', ')} ${i18n.count('presence.more', all.length - NAMED)}`;
}

/** Returns the label of a transport that is worth showing; empty otherwise. */
export function labelOf(i18n, via) {
  if (!via || via === 'browser') return '';
  const key = `via.${via}`;
  return i18n.has(key) ? i18n.text(key) : via;
}

/** Returns the sentence for a change of the topic. */
export function topicLine(i18n, { by, text }) {
  return text ? i18n.text('topic.set', by, text) : i18n.text('topic.cleared', by);
}

/** Returns the sentence for users who are typing; empty if there are none. */
export function typingText(i18n, names) {
  if (names.length === 0) return '';
  if (names.length === 1) return i18n.text('typing.one', names[0]);
  if (names.length === 2) return i18n.text('typing.two', ...names);
  return i18n.text('typing.more');
}
