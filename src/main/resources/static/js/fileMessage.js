/**
 * Creates the nodes of a message with a file: a small image with its final size, so that nothing moves when it is loaded, or a link.
 * The text content stays the text of the message.
 *
 * @param {string} text @param {import('./fileLine.js').FileLine} file
 */
export function fileNodes(text, { kind, name, detail, path, thumbnail, width, height }) {
  const link = document.createElement('a');
  link.href = path;
  link.className = kind === 'image' ? 'image' : 'file';
  link.dataset.name = name;
  if (kind === 'file') {
    link.textContent = name;
    link.download = name;
    const end = text.slice(text.lastIndexOf(`${name}, ${detail}, `) + name.length + detail.length + 2);
    return [hidden('[file: '), link, hidden(', '), part('detail', detail), hidden(end)];
  }
  const image = new Image(width, height);
  image.src = thumbnail;
  image.alt = name;
  image.loading = 'lazy';
  image.decoding = 'async';
  image.addEventListener('error', () => link.classList.add('missing'));
  link.append(image);
  return [hidden(text), link];
}

function hidden(text) {
  return part('marker', text);
}

function part(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
