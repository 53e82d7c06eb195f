/**
 * Shows that the page cannot start: a script cannot be loaded or fails. No module, so that old browsers run it. If this
 * script is missing too, the style sheet shows the same sentence after a time, and without style sheets it is visible.
 */
(function () {
  function failed() {
    document.documentElement.setAttribute('data-start', 'failed');
  }

  addEventListener(
    'error',
    function (event) {
      if (event.target === window || event.target.tagName === 'SCRIPT') failed();
    },
    true,
  );
  addEventListener('unhandledrejection', failed);
})();
