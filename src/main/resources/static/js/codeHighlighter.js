import { filesOf } from './codeLanguages.js';

/**
 * Adds colours to code by Prism, which is loaded when it is needed first, with the languages that are used. Prism returns
 * tokens, from which this class creates elements with classes: no HTML and no inline styles.
 */
export class CodeHighlighter {
  /** The kinds of tokens that have a colour, by the class of the element. */
  static #KINDS = {
    'token-comment': ['comment', 'prolog', 'doctype', 'cdata'],
    'token-string': ['string', 'char', 'attr-value', 'regex', 'template-string', 'url', 'inserted', 'inserted-sign'],
    'token-keyword': ['keyword', 'atrule', 'tag', 'selector', 'important', 'boolean', 'rule'],
    'token-number': ['number', 'constant', 'symbol', 'deleted', 'deleted-sign', 'null'],
    'token-name': ['function', 'class-name', 'property', 'attr-name', 'builtin', 'variable', 'annotation', 'decorator', 'key'],
  };
  static #CLASSES = new Map(Object.entries(CodeHighlighter.#KINDS).flatMap(([name, kinds]) => kinds.map((kind) => [kind, name])));

  #files = new Map();

  /** @param {HTMLElement} code an element with text only @param {string} language as typed after ``` */
  async highlight(code, language) {
    const { grammar, files } = filesOf(language);
    if (grammar === '') return;
    try {
      for (const file of files) await this.#load(file);
    } catch {
      // the server cannot be reached: the code has no colours
      return;
    }
    const text = code.textContent;
    code.replaceChildren(...nodesOf(globalThis.Prism.tokenize(text, globalThis.Prism.languages[grammar])));
  }

  #load(file) {
    if (!this.#files.has(file)) this.#files.set(file, this.#script(file));
    return this.#files.get(file);
  }

  #script(file) {
    // without this, Prism looks for code in the document by itself
    globalThis.Prism ??= { manual: true };
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = new URL(`../webjars/prismjs/components/prism-${file}.min.js`, import.meta.url).href;
      script.addEventListener('load', resolve);
      script.addEventListener('error', () => {
        this.#files.delete(file);
        reject(new Error(`${file} is missing`));
      });
      document.head.append(script);
    });
  }

  /** Returns the class of a kind of token, empty if it has no colour. */
  static classOf(kind) {
    return CodeHighlighter.#CLASSES.get(kind) ?? '';
  }
}

/** @param {(string | {type: string, alias?: string | string[], content: any})[] | string} tokens @returns {Node[]} */
function nodesOf(tokens) {
  return [tokens].flat().flatMap((token) => (typeof token === 'string' ? document.createTextNode(token) : elementsOf(token)));
}

function elementsOf({ type, alias, content }) {
  const name = [type, alias].flat().filter(Boolean).map((kind) => CodeHighlighter.classOf(kind)).find(Boolean);
  const nodes = nodesOf([content].flat());
  if (!name) return nodes;
  const element = document.createElement('span');
  element.className = name;
  element.append(...nodes);
  return [element];
}
