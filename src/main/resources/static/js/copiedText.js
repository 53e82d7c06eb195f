/**
 * Returns the text that a user copies from the transcript: what was typed, with the signs of the markup, and nothing
 * else. A selection within one message is its text; a selection over several has a line for each, with time and author.
 */

/**
 * @param {Selection} selection
 * @param {Element} transcript
 * @returns {string | null} null if the browser copies the selection as it is
 */
export function copiedText(selection, transcript) {
  if (selection.rangeCount !== 1 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  // A triple click on the last message ends after the transcript.
  if (!transcript.contains(range.startContainer) && !transcript.contains(range.endContainer)) return null;
  const rows = [...transcript.querySelectorAll('li:not(.text li)')].filter((row) => range.intersectsNode(row) && row.getClientRects().length > 0);
  const parts = rows.map((row) => ({ row, text: textIn(range, row) })).filter(({ text }) => text !== '');
  if (!parts.some(({ row }) => isMessage(row))) return null;
  if (parts.length === 1) return parts[0].text;
  return parts.map(({ row, text }) => (isMessage(row) ? `${heading(row)}${text}` : text)).join('\n');
}

function isMessage(row) {
  return row.classList.contains('message');
}

function heading(row) {
  const author = row.querySelector('.author').textContent;
  return `${row.querySelector('time').textContent} ${row.classList.contains('action') ? `* ${author} ` : `${author}: `}`;
}

function textIn(range, row) {
  if (!isMessage(row)) return selectedNodes(range, row).map(({ text }) => text).join('\n');
  const text = row.querySelector('.text');
  if (!range.intersectsNode(text)) return '';
  const shown = selectedNodes(range, text).filter(({ node }) => !markerOf(node));
  if (shown.every((part) => part.text === '')) return '';
  const only = markedBy(range.commonAncestorContainer);
  if (only && isCode(only)) return shown.map((part) => part.text).join('');
  if (isWhole(text, shown)) return text.textContent;
  return only ? shown.map((part) => part.text).join('') : withMarkers(text, shown);
}

/** Adds the markers of the parts that are selected as a whole, and the line ends between selected parts. */
function withMarkers(text, shown) {
  const nodes = nodesOf(text);
  const selected = nodes.map((node) => shown.find((part) => part.node === node)?.text ?? '');
  const first = selected.findIndex((part) => part !== '');
  const last = selected.findLastIndex((part) => part !== '');
  return nodes
    .map((node, place) => {
      const marker = markerOf(node);
      if (!marker) return selected[place];
      const marked = markedOf(marker);
      const isBetween = first < place && place < last;
      if (marker.matches('.end') || !nodesOf(marked).some((one) => !markerOf(one))) return isBetween ? node.data : '';
      return isWhole(marked, shown) ? node.data : '';
    })
    .join('');
}

/** Returns whether all shown text of an element is selected. */
function isWhole(element, shown) {
  return nodesOf(element)
    .filter((node) => !markerOf(node))
    .every((node) => shown.some((part) => part.node === node && part.text === node.data));
}

/** Returns the selected part of each text node. */
function selectedNodes(range, element) {
  return nodesOf(element)
    .filter((node) => range.intersectsNode(node))
    .map((node) => {
      const from = node === range.startContainer ? range.startOffset : 0;
      const to = node === range.endContainer ? range.endOffset : node.length;
      return { node, text: node.data.slice(from, to) };
    });
}

/** @returns {Text[]} */
function nodesOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function markerOf(node) {
  return node.parentElement.closest('.marker');
}

function markedOf(marker) {
  return marker.classList.contains('open') ? marker.nextElementSibling : marker.previousElementSibling;
}

/** Returns the element that has markers and contains a node, if there is one. */
function markedBy(node) {
  const element = node instanceof Element ? node : node.parentElement;
  return element.closest('.text strong:not(.mention), .text em, .text s, .text code, .text pre');
}

function isCode(element) {
  return element.matches('code, pre');
}
