/** The sentences of the page for replies of the server that have a code. */
export class ReplySentences {
  #sentences;

  /** @param {Record<string, string>} sentences by code, with `{0}`, `{1}` … for the arguments */
  constructor(sentences) {
    this.#sentences = sentences;
  }

  /**
   * @param {string} line as the server sent it
   * @param {{code: string, arguments: string[]} | null | undefined} coded the code of the line, if it has one
   */
  text(line, coded) {
    if (!coded || !Object.hasOwn(this.#sentences, coded.code)) return line;
    return this.#sentences[coded.code].replace(/\{(\d)\}/gu, (whole, place) => coded.arguments[place] ?? whole);
  }
}
