/**
 * The languages that are highlighted: by their names after ```, the files of Prism that each needs, in the order of loading.
 * The server has these files of Prism only.
 */

/** The files that each file needs before it. */
const NEEDS = {
  c: ['clike'],
  cpp: ['c'],
  csharp: ['clike'],
  go: ['clike'],
  java: ['clike'],
  javascript: ['clike'],
  kotlin: ['clike'],
  ruby: ['clike'],
  typescript: ['javascript'],
};

const NAMES = new Map(
  Object.entries({
    bash: ['sh', 'shell', 'console', 'zsh'],
    c: ['h'],
    cpp: ['c++', 'cc', 'hpp'],
    csharp: ['cs', 'c#'],
    css: [],
    diff: ['patch'],
    go: ['golang'],
    java: [],
    javascript: ['js', 'jsx', 'mjs'],
    json: [],
    kotlin: ['kt'],
    markup: ['html', 'xml', 'svg'],
    powershell: ['ps1'],
    python: ['py'],
    ruby: ['rb'],
    rust: ['rs'],
    sql: [],
    typescript: ['ts', 'tsx'],
    yaml: ['yml'],
  }).flatMap(([grammar, others]) => [grammar, ...others].map((name) => [name, grammar])),
);

/**
 * @param {string} language as typed after ```
 * @returns {{grammar: string, files: string[]}} grammar: empty if the language is not highlighted
 */
export function filesOf(language) {
  const grammar = NAMES.get(language.toLowerCase()) ?? '';
  return { grammar, files: grammar === '' ? [] : ['core', ...withNeeded(grammar)] };
}

function withNeeded(file) {
  return [...(NEEDS[file] ?? []).flatMap(withNeeded), file];
}
