/**
 * Finds the messages that alert the user: those that arrive now in a conversation whose end the user does not see, and whose
 * level alerts. Fires `alert` {conversation, entry}.
 */
export class Alerts extends EventTarget {
  #levels;

  /** @param {object} session */
  constructor(session) {
    super();
    this.#levels = session.levels;
    session.addEventListener('entered', ({ detail: { room } }) => this.#follow(room));
    session.addEventListener('directs', ({ detail }) => {
      if (detail?.direct) this.#follow(detail.direct);
    });
    // those that were opened before this part was loaded
    for (const conversation of [...session.rooms, ...session.directs]) this.#follow(conversation);
  }

  #follow(conversation) {
    conversation.addEventListener('said', ({ detail: { entry, live } }) => {
      if (!live || entry.mine || conversation.unread.watched) return;
      const mention = conversation.kind === 'direct' || entry.mention;
      if (this.#levels.effectOf(conversation.key, mention) === 'alert') {
        this.dispatchEvent(new CustomEvent('alert', { detail: { conversation, entry } }));
      }
    });
  }
}
