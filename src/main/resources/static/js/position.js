/** A position in a room's history, written `epoch:seq`. */
export class Position {
  /** @param {string} epoch @param {number} seq */
  constructor(epoch, seq) {
    this.epoch = epoch;
    this.seq = seq;
    Object.freeze(this);
  }

  /** @returns {Position | null} null if the text is not a position */
  static parse(text) {
    const match = /^(.+):(\d+)$/.exec(text ?? '');
    return match ? new Position(match[1], Number(match[2])) : null;
  }

  /** Whether a message at this position is new to who knows those until the other one; another epoch is new. */
  isAfter(other) {
    return other === null || other.epoch !== this.epoch || other.seq < this.seq;
  }

  with(seq) {
    return new Position(this.epoch, seq);
  }

  toString() {
    return `${this.epoch}:${this.seq}`;
  }
}
