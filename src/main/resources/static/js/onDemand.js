/**
 * A part of the page that is loaded when it is needed first. The user may have started something else meanwhile: of all uses
 * of all parts that wait, only the latest counts.
 */
export class OnDemand {
  static #latest = null;

  #create;
  #failed;
  #part = null;
  #loading = null;

  /**
   * @param {() => Promise<object>} create imports the module and creates the part
   * @param {() => void} failed reports that a part which the user needs cannot be loaded
   */
  constructor(create, failed) {
    this.#create = create;
    this.#failed = failed;
  }

  /** The part; null if it is not loaded. */
  get part() {
    return this.#part;
  }

  /** Loads the part once. After a failure the next call tries again. @returns {Promise<object | null>} null if it cannot be loaded */
  load() {
    this.#loading ??= this.#attempt();
    return this.#loading;
  }

  /** Calls an action with the part: at once if it is loaded, otherwise as soon as it is. @param {(part: object) => void} action */
  use(action) {
    OnDemand.#latest = action;
    if (this.#part) action(this.#part);
    else void this.#useLater(action);
  }

  async #useLater(action) {
    const part = await this.load();
    if (OnDemand.#latest !== action) return;
    if (part) action(part);
    else this.#failed();
  }

  async #attempt() {
    try {
      this.#part = await this.#create();
    } catch {
      // the server cannot be reached, or has another version of the module
      this.#loading = null;
    }
    return this.#part;
  }
}
