/** Fetches pages of a room's stored messages. */
export class History {
  #base;
  #token;

  /** @param {string} base the page's own address @param {() => string | null} token the resume token, which opens the history */
  constructor(base, token) {
    this.#base = base;
    this.#token = token;
  }

  /**
   * @param {string} room
   * @param {import('./position.js').Position} before the place the page ends before
   * @param {number} limit at most so many, 1 to 200
   * @returns {Promise<{messages: object[], beginning: boolean}>} in the room's order; rejects if they cannot be had
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
