/** The secret of an invitation in the address of the page: `#invite=SECRET`. A browser sends the fragment to no server. */

const FRAGMENT = /^#invite=([A-Za-z0-9_-]{22})$/;

/**
 * Returns the secret in an address; null if there is none.
 *
 * @param {{hash: string}} address
 */
export function inviteOf({ hash }) {
  return FRAGMENT.exec(hash)?.[1] ?? null;
}

/** Returns the secret in the address of the page, and removes it there, so that no copy and no bookmark has it. */
export function takeInvite() {
  const secret = inviteOf(location);
  if (secret !== null) window.history.replaceState(window.history.state, '', location.pathname + location.search);
  return secret;
}
