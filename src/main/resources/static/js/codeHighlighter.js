import { filesOf } from './codeLanguages.js';

/** The time for the tokens of one message, in milliseconds. It usually takes less than 10. */
const MOST_TIME = 500;

/**
 * Adds colours to code by Prism, which is loaded when it is needed first, with the languages that are used. Prism runs in a
 * worker, because some code takes it seconds; code that takes longer than the limit has no colours. Prism returns tokens, from
 * which this class creates elements with classes: no HTML and no inline styles.
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

  #mostTime;
  #worker = null;
  /** The end of the latest request: the worker has one at a time. */
  #latest = Promise.resolve();

  /** @param {number} mostTime the time for the tokens of one message, in milliseconds */
  constructor(mostTime = MOST_TIME) {
    this.#mostTime = mostTime;
  }

  /** @param {HTMLElement} code an element with text only @param {string} language as typed after ``` */
  async highlight(code, language) {
    const { grammar, files } = filesOf(language);
    if (grammar === '') return;
    const text = code.textContent;
    const request = this.#latest.then(() => this.#tokens({ code: text, grammar, files })).catch(() => null);
    this.#latest = request;
    const tokens = await request;
    if (tokens) code.replaceChildren(...nodesOf(tokens));
  }

  /** Returns the tokens of Prism; null if there are none in time. */
  #tokens(request) {
    this.#worker ??= new Worker(new URL('../worker/codeTokens.js', import.meta.url));
    const worker = this.#worker;
    return new Promise((resolve) => {
      let timer = 0;
      const end = (tokens) => {
        clearTimeout(timer);
        resolve(tokens);
      };
      const abandon = () => {
        worker.terminate();
        this.#worker = null;
        end(null);
      };
      worker.onerror = abandon;
      worker.onmessage = ({ data: { isLoaded, tokens } }) => {
        if (isLoaded) timer = setTimeout(abandon, this.#mostTime);
        else end(tokens);
      };
      worker.postMessage(request);
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
