import { writing } from './narration.js';

/** The head of what is open: its name, its topic, how many are here; and who is writing. */
export class Heading {
  #name = document.getElementById('room-name');
  #topic = document.getElementById('room-topic');
  #counts = [document.getElementById('room-count'), document.getElementById('room-count-plain')];
  #leave = document.getElementById('leave-room');
  #typing = document.getElementById('typing');
  #visit;
  #wording;
  #stop = new AbortController();

  constructor({ visit, wording }) {
    this.#visit = visit;
    this.#wording = wording;
    visit.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    for (const type of ['entered', 'left']) visit.addEventListener(type, () => this.#write());
    this.#leave.addEventListener('click', () => {
      const { current } = this.#visit;
      if (current.kind === 'direct') this.#visit.close(current);
      else this.#visit.leave(current);
    });
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    conversation.addEventListener('topic', () => this.#write(), { signal });
    conversation.presence?.addEventListener('changed', () => this.#write(), { signal });
    conversation.typing?.addEventListener('changed', () => this.#write(), { signal });
    this.#write();
  }

  #write() {
    const { current } = this.#visit;
    if (!current) return;
    this.#name.textContent = current.name;
    this.#topic.textContent = current.kind === 'direct' ? this.#wording.say('direct.topic') : current.topic;
    this.#topic.title = this.#topic.textContent;
    for (const count of this.#counts) {
      count.textContent = current.presence?.count ? this.#wording.count('rooms.here', current.presence.count) : '';
    }
    this.#leave.hidden = current.kind === 'room' && (current.name === 'lobby' || this.#visit.rooms.length < 2);
    this.#typing.textContent = writing(this.#wording, current.typing?.names ?? []);
  }
}
