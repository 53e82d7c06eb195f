/** As much of a test runner as the modules need: tests by name, equality by value, timers one winds by hand. */

const tests = [];

/** @param {string} name a sentence @param {() => unknown} body throws, or rejects, if it does not hold */
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

/** Timers that run when the test says so. */
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

  pass(ms) {
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

/** A tab's storage that a test can look into. */
export class Storage {
  kept = new Map();

  read(key) {
    return this.kept.has(key) ? JSON.parse(this.kept.get(key)) : null;
  }

  write(key, value) {
    this.kept.set(key, JSON.stringify(value));
  }
}

/** Collects events of a target by type. */
export function heard(target, ...types) {
  const all = [];
  for (const type of types) target.addEventListener(type, ({ detail }) => all.push({ type, detail }));
  return all;
}
