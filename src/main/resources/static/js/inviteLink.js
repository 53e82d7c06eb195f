/** The reply to `/invite`: a sentence, the link, and its QR code in half blocks. */

/** Whether the upper and the lower module of a character are white. */
const HALVES = { '█': [true, true], '▀': [true, false], '▄': [false, true], ' ': [false, false] };

/**
 * @param {string[]} lines
 * @returns {{link: string, qr: {width: number, height: number, path: string}} | null} path: the black modules as an SVG path;
 *     null if the lines are another reply
 */
export function parseInvite(lines) {
  const at = lines.findIndex((line) => /^https?:\/\/\S+#invite=/.test(line));
  return at < 0 ? null : { link: lines[at], qr: qrOf(lines.slice(at + 1)) };
}

function qrOf(lines) {
  const modules = [];
  for (const line of lines) {
    const halves = [...line].map((character) => HALVES[character] ?? [true, true]);
    modules.push(halves.map(([upper]) => upper), halves.map(([, lower]) => lower));
  }
  // the last line may have one row of modules only
  if (modules.at(-1)?.every((white) => !white)) modules.pop();
  const squares = modules.flatMap((row, y) => row.flatMap((white, x) => (white ? [] : [`M${x} ${y}h1v1h-1z`])));
  return { width: modules[0]?.length ?? 0, height: modules.length, path: squares.join('') };
}
