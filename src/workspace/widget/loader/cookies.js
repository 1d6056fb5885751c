/** Ids and cookies, which tell visits apart and open nothing. */

/** @typedef {import("./session.js").Session} Session */

/** It may be guessed. */
export const randomId = () => `${Math.random()}`.slice(2);

/** A page may be forbidden to look at cookies. @param {string} name @returns {string | undefined} */
export const cookie = (name) => {
  try {
    return document.cookie.match(`(?:^|; )intercom-${name}=([^;]+)`)?.[1];
  } catch {}
};

/** @param {string} name @param {string} value @param {number} seconds @param {string} domain "" for this host alone */
const setCookie = (name, value, seconds, domain) => {
  try {
    document.cookie = `intercom-${name}=${value}; Path=/; Max-Age=${seconds}; Domain=${domain}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  } catch {}
};

/** Without a value, the cookie keeps its own, or gets a random one. @param {Session} session @param {string} kind @param {number} seconds */
export const keep = ({ appId, cookie_domain = "" }, kind, seconds, value = cookie(`${kind}-${appId}`) || randomId()) => {
  const name = `${kind}-${appId}`;
  setCookie(name, value, seconds, cookie_domain);
  // Of two cookies with one name, a page would read the older one.
  if (cookie_domain) setCookie(name, "", 0, "");
};

/** Here and above: a page that has booted nothing does not know which hosts share it. @param {string} name */
export const drop = (name, host = location.hostname) => {
  setCookie(name, "", 0, host);
  if (host) drop(name, host.replace(/^[^.]*\.?/, ""));
};
