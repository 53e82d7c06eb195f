/** A minimal test runner: tests with names, equality by value, and manual timers. */

const tests = [];

/** Adds a test. @param {string} name a sentence @param {() => unknown} body throws or rejects if the test fails */
export function test(name, body) {
  tests.push({ name, body });
}

/** Runs all tests of one module. @returns {Promise<{name: string, fault: string}[]>} */
export async function run(address) {
  await import(address);
  const results = [];
  for (const { name, body } of tests) {
    let fault = '';
    try {
      await body();
    } catch (error) {
      fault = error.stack ?? String(error);
    }
    results.push({ name, fault });
  }
  return results;
}

export function equal(actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value, null, 1));
  if (is !== should) throw new Error(`expected ${should} but got ${is}`);
}

export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** Runs timers when the test advances the time. */
export class Timers {
  #waiting = [];
  #now = 0;

  later = (ms, then) => {
    const timer = { at: this.#now + ms, then };
    this.#waiting.push(timer);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
    };
  };

  advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#waiting.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.then();
    }
    this.#now = end;
  }
}

/** Random numbers, the same in each run. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed;
  }

  /** Returns a number from 0 to below the limit. */
  below(limit) {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}

/** Stores the values of a tab in memory, visible to the test. */
export class Storage {
  kept = new Map();

  read(key) {
    return this.kept.has(key) ? JSON.parse(this.kept.get(key)) : null;
  }

  write(key, value) {
    this.kept.set(key, JSON.stringify(value));
  }
}

/** Records the events of a target with these types. */
export function recordEvents(target, ...types) {
  const all = [];
  for (const type of types) target.addEventListener(type, ({ detail }) => all.push({ type, detail }));
  return all;
}
