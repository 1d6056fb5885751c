/** The wire: cookieless requests, one at a time. */
import { home } from "./page.js";

/** @typedef {import("./page.js").Settings} Settings */
/** @typedef {import("./session.js").Session} Session */

/** @type {Promise<unknown>} */
let sent = Promise.resolve();

/**
 * In the order of the calls. A request that fails or hangs does not stop the next: in Firefox, a request that is under way
 * when the page enters the back/forward cache never settles, whatever its signal.
 * @param {() => Promise<unknown>} request
 */
export const inOrder = (request) => {
  sent = sent.then(() => new Promise((next, fail) => {
    request().then(next, fail);
    setTimeout(next, 15_000);
  })).catch(() => {});
};

/**
 * The session's credential goes in a header. The request outlives the page that sends it where it may: browsers refuse to
 * keep more than 64 KiB alive.
 * @param {Session} session @param {string} path @param {Settings} content
 */
export const post = (session, path, content) => {
  const body = JSON.stringify({ app_id: session.appId, ...content });
  return fetch(`${session.base}/messenger/web/${path}`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...(session.credential && { Authorization: `Bearer ${session.credential}` }) },
    signal: AbortSignal.timeout?.(15_000),
    keepalive: body.length < 16_000,
    credentials: "omit",
  });
};

/**
 * Whether the workspace answers, but not for pages of this origin. A page sees no more than that a request has failed: the script
 * is there for every page, and may be read by those that are allowed.
 * @param {Session} session @returns {Promise<boolean>}
 */
export const isNotAllowed = async ({ base, appId }) => {
  /** @param {RequestMode} mode */
  const arrives = (mode) => fetch(`${base}/widget/${appId}`, { mode, cache: "no-store", credentials: "omit" }).then(() => true, () => false);
  return base !== location.origin && (await arrives("no-cors")) && !(await arrives("cors"));
};

/** Joins a call on the page with what the workspace received. @param {string | null} id @param {string} name */
export const announce = (id, name) => {
  window.dispatchEvent(new CustomEvent("intercom:ping", { detail: { id, call: name } }));
};

/**
 * Where the pings go. Packages of others write Intercom's own address as `api_base`, whichever server the script came
 * from: no token of this workspace goes there.
 * @param {Settings} settings
 */
export const baseOf = ({ api_base: given }) => {
  const foreign = /\/\/([^/]*\.)?intercom\.io(?![-.\w])/i.test(given);
  if (foreign) console.info("Intercom: api_base is ignored.");
  return `${(!foreign && given) || home.origin}`.replace(/\/+$/, "");
};

/** As it is now: the page may change it before it is sent. @param {unknown} data @param {string} name @returns {Settings | undefined} */
export const plain = (data, name) => {
  try {
    return JSON.parse(JSON.stringify(data));
  } catch {
    announce(null, name);
    console.warn(`Intercom: ${name} takes plain data.`);
  }
};
