/**
 * Finds the tokens of code by Prism, in a thread of its own: some of its grammars take more than linear time for some code, and
 * the page ends a thread that takes too long. For each request there are two messages: that the languages are loaded, and the
 * tokens, null if there are none.
 */

// without this, Prism looks for code by itself
self.Prism = { manual: true, disableWorkerMessageHandler: true };

const loaded = new Set();

self.addEventListener('message', ({ data: { code, grammar, files } }) => {
  const missing = files.filter((file) => !loaded.has(file));
  let tokens = null;
  try {
    if (missing.length > 0) importScripts(...missing.map((file) => `../webjars/prismjs/components/prism-${file}.min.js`));
    missing.forEach((file) => loaded.add(file));
    self.postMessage({ isLoaded: true });
    tokens = self.Prism.tokenize(code, self.Prism.languages[grammar]);
  } catch {
    // the server cannot be reached, or the code is nested too deeply: the code has no colours
  }
  self.postMessage({ tokens });
});
