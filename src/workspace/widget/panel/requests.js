/** Cookieless requests: the credential goes in a header, and stays in memory. */

/** @param {string} address @param {string} credential @param {RequestInit} more */
const request = (address, credential, more) =>
  fetch(address, {
    credentials: "omit", cache: "no-store", ...more,
    headers: { Authorization: `Bearer ${credential}`, ...more.headers },
  });

/** @param {string} path below the panel's own address @param {string} credential @param {AbortSignal} signal */
export const get = (path, credential, signal) =>
  request(`${path}${path.includes("?") ? "&" : "?"}${location.search.slice(1)}`, credential, { signal });

/** @param {string} path @param {string} credential @param {object} content @param {RequestInit} [more] */
export const post = (path, credential, content, more) => {
  const body = JSON.stringify({ app_id: new URLSearchParams(location.search).get("app_id"), ...content });
  return request(path, credential, { method: "POST", body, headers: { "Content-Type": "application/json" }, ...more });
};

/** A browser that is online again does not wait. @param {number} seconds */
export const pause = (seconds) =>
  new Promise((over) => {
    setTimeout(over, seconds * 1000);
    if (!navigator.onLine) addEventListener("online", over, { once: true });
  });
