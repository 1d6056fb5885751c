/** Ids and cookies, which tell visits apart and open nothing. */

/** It may be guessed. */
export const randomId = () => `${Math.random()}`.slice(2);

/** A page may be forbidden to look at cookies. @param {string} name @returns {string | undefined} */
export const cookie = (name) => {
  try {
    return document.cookie.match(`(?:^|; )${name}=([^;]+)`)?.[1];
  } catch {}
};

/** @param {string} name @param {string} value @param {number} seconds */
export const setCookie = (name, value, seconds) => {
  try {
    document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  } catch {}
};

/** @param {string} name @param {number} seconds */
export const prolong = (name, seconds) => setCookie(name, cookie(name) || randomId(), seconds);
