/**
 * The secret of a link in a mail, taken out of the address at once, so that it does not stay in the history of the browser.
 * It stands behind the `#`, which no server gets to see. Null where there is none.
 */
export function takeLinkToken(): string | null {
  const token = location.hash.slice(1);
  if (!/^[\w-]{43}$/.test(token)) return null;
  history.replaceState(history.state, '', location.pathname);
  return token;
}
