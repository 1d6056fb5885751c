/** Cookieless requests: the credential goes in a header, and stays in memory. */

/**
 * @param {string} path below the panel's own address
 * @param {string} credential
 * @param {RequestInit} [more]
 */
export const ask = (path, credential, more) =>
  fetch(`${path}${path.includes("?") ? "&" : "?"}${location.search.slice(1)}`, {
    credentials: "omit", cache: "no-store", ...more,
    headers: { Authorization: `Bearer ${credential}`, ...more?.headers },
  });

/** @param {string} path @param {string} credential @param {object} content */
export const post = (path, credential, content) => {
  const body = JSON.stringify({ app_id: new URLSearchParams(location.search).get("app_id"), ...content });
  return ask(path, credential, { method: "POST", body, headers: { "Content-Type": "application/json" } });
};
