/**
 * Prepares the page before its modules are loaded: hides the join form if a visit goes on, and remembers that the user has
 * submitted it. Shows that the page cannot start: a script cannot be loaded or fails. No module, so that old browsers run it. If this
 * script is missing too, the style sheet shows the same sentence after a time, and without style sheets it is visible.
 */
(function () {
  var root = document.documentElement;

  function failed() {
    root.setAttribute('data-start', 'failed');
  }

  function has(store, pattern) {
    return Object.keys(store).some(function (key) {
      return pattern.test(key);
    });
  }

  try {
    if (has(sessionStorage, /^parley.*\.token$/) || has(localStorage, /^parley.*\.last-visit$/)) root.setAttribute('data-visit', 'known');
  } catch (blocked) {
    // without storage no visit goes on
  }
  // #start-problem is removed when the page has started
  addEventListener('submit', function (event) {
    event.preventDefault();
    if (event.target.id === 'join-form' && document.getElementById('start-problem')) root.setAttribute('data-submitted', '');
  });

  addEventListener(
    'error',
    function (event) {
      if (event.target === window || event.target.tagName === 'SCRIPT') failed();
    },
    true,
  );
  addEventListener('unhandledrejection', failed);
})();
