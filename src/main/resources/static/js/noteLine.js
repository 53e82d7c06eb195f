/**
 * Returns the element of one line of an answer. A command and its description are 2 columns. The direction of a nickname at the
 * beginning of a line does not affect the rest.
 */
export function noteLine(line) {
  const element = document.createElement('div');
  const end = /^\/\S/u.test(line) ? line.indexOf('  ') : -1;
  const description = line.slice(end).trimStart();
  const [, indent, name, rest] = /^(\s+)([^\s/]\S*)( \(.*)?$/su.exec(line) ?? [];
  if (end > 0 && description !== '') {
    const term = document.createElement('b');
    term.textContent = `${line.slice(0, end)}  `;
    element.className = 'note-columns';
    element.append(term, description);
  } else if (name !== undefined) {
    const isolated = document.createElement('bdi');
    isolated.textContent = name;
    element.append(indent, isolated, rest ?? '');
  } else {
    element.dir = 'auto';
    element.textContent = line;
  }
  return element;
}
