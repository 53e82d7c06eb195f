/** Fetches pages of a room's stored messages. */
export class History {
  #base;
  #token;

  /**
   * @param {string} base the address of the page
   * @param {() => string | null} token returns the resume token, which grants access
   */
  constructor(base, token) {
    this.#base = base;
    this.#token = token;
  }

  /**
   * @param {string} room
   * @param {import('./position.js').Position} before the position after the page
   * @param {number} limit the number of messages, 1 to 200
   * @returns {Promise<{messages: object[], beginning: boolean}>} the messages in order; rejects if they cannot be
   *     loaded
   */
  async page(room, before, limit) {
    const address = new URL(`rooms/${encodeURIComponent(room)}/messages`, this.#base);
    address.searchParams.set('before', before.toString());
    address.searchParams.set('limit', String(limit));
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${this.#token()}` }, cache: 'no-store' });
    if (!answer.ok) throw new Error(`${answer.status} for the history of ${room}`);
    return answer.json();
  }
}
