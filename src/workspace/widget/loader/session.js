/** What one boot began, until it ends. */
import { call, dropListeners } from "./callbacks.js";
import { drop } from "./cookies.js";
import { home, page } from "./page.js";

/** @typedef {import("./page.js").Settings} Settings */
/** @typedef {import("./callbacks.js").Callback} Callback */
/** In the person's language. @typedef {{ open: string, open_unread?: string, close: string, messenger: string }} Words */
/**
 * What the workspace answers to a ping. `contact_id` stays while the person does; `merged_from`: the contact that this one was before;
 * `has_conversations`: the panel follows them while it is closed; `message`: a teammate's, that this page view shows, or null
 * @typedef {{
 *   session?: string, visitor_id?: string, contact_id: string, merged_from?: string, person: Record<string, string>,
 *   unread_count?: number, has_conversations?: boolean, words?: Words, cookie_domain?: string, message?: object | null,
 * }} Reply
 */
/**
 * All that a reply may change hangs on it: one that comes after its shutdown changes nothing.
 * @typedef {{
 *   appId: string, base: string, settings: Settings, live: boolean, activeAt: number, unread: number,
 *   credential?: string, failed?: number, identifying?: boolean,
 * } & Partial<Reply>} Session `identifying`: a ping is on its way that makes a visitor a user
 */

/** @type {Session | undefined} */
export let current;

/** @param {Session} session */
export const begin = (session) => {
  current = session;
};

/** Who is here has changed, or what the page says of them. @type {(() => void)[]} */
export const onChange = [];
/** @type {((ended: Session | undefined, appId: string) => void)[]} */
export const onEnd = [];

export const changed = () => onChange.forEach((listener) => listener());

// The calls that wait for the first successful ping -------------------------------------------------------------------

/** @type {Callback[]} */
let waiting = [];

/** @param {Callback} callback */
export const whenLive = (callback) => {
  if (current?.live) call(callback);
  else waiting.push(callback);
};

/** @param {Session} session */
export const goLive = (session) => {
  if (session.live) return;
  session.live = true;
  for (const callback of waiting.splice(0)) call(callback);
};

// The end -------------------------------------------------------------------------------------------------------------

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * How long a session is active, in milliseconds and at least five minutes, "after which the session cookie will expire".
 * Source: Intercom's docs, "Attributes & objects", and help, "How do I end a session?".
 * @param {Settings} settings
 */
export const duration = ({ session_duration: given }) => (Number.isInteger(given) ? Math.max(300_000, given) : Infinity);

/** A call, or somebody at the panel. */
export const active = () => {
  clearTimeout(timer);
  if (!current) return;
  current.activeAt = Date.now();
  const wait = duration(current.settings);
  // Longer waits would overflow the timer.
  if (wait < 2e9) timer = setTimeout(expire, wait);
};

/** Asked at every chance: a timer does not run while the machine sleeps. A visitor stays known. */
export const expire = () => {
  if (current && Date.now() - current.activeAt >= duration(current.settings)) end("session");
};

/** @param {...string} cookies */
export const end = (...cookies) => {
  const ended = current;
  current = undefined;
  clearTimeout(timer);
  waiting = [];
  dropListeners();
  // A page that has booted nothing yet may find another person's cookies.
  const appId = ended?.appId ?? page.intercomSettings?.app_id ?? home.pathname.split("/").pop();
  for (const name of cookies) drop(`${name}-${appId}`);
  for (const listener of onEnd) listener(ended, appId);
};
