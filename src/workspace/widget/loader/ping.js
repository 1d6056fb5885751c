/** Pings, events and the shutdown: what the workspace learns of the page. */
import { notify } from "./callbacks.js";
import { cookie, keep, randomId } from "./cookies.js";
import { isOpen } from "./launcher.js";
import { pageTitle } from "./title.js";
import { announce, inOrder, isNotAllowed, plain, post } from "./requests.js";
import { active, changed, current, duration, end, goLive, onEnd, whenLive } from "./session.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./page.js").Settings} Settings */
/** @typedef {import("./session.js").Reply} Reply */

const WEEK = 604_800;
const NINE_MONTHS = 23_673_600;

/** @param {Session} session @param {"boot" | "update"} name @param {Settings} attributes */
export const ping = (session, name, attributes) => {
  const ping_id = randomId();
  const settings = plain(attributes, name);
  if (!settings) return;
  Object.assign(session.settings, settings);
  active();
  session.failed = undefined;
  const identifies = /user_|email/.test(Object.keys(settings).join());
  session.identifying ||= identifies && session.person?.type !== "user";
  const all = { ...session.settings };
  const visitor_id = cookie(`id-${session.appId}`);
  // Read now: by the time it is sent, the page may be another.
  // The last three keep a teammate's message from the page just now.
  const seen = {
    ...Intl.DateTimeFormat().resolvedOptions(), url: location.href, title: pageTitle(), referrer: document.referrer,
    open: isOpen(), typing: document.activeElement?.matches(":read-write"), hidden: !!all.hide_notifications,
  };
  announce(ping_id, name);
  const send = () => {
    // A boot that never arrived is made up for by the next call.
    const opening = !session.credential;
    return post(session, "ping", { ping_id, visitor_id, call: opening ? "boot" : name, page: seen, settings: opening ? all : settings });
  };
  inOrder(async () => {
    try {
      let response = await send();
      // The session is over before its person left: what the page has said of them opens another.
      if (response.status === 403 && session.credential && session === current && !identifies) {
        session.credential = undefined;
        response = await send();
      }
      if (response.ok) received(session, await response.json());
      else session.failed = response.status;
    } catch {
      session.failed = 0;
      if (!session.credential && (await isNotAllowed(session)) && session === current) {
        console.error(`Intercom: this origin is not allowed. Add ${location.origin} to MESSENGER_ORIGINS.`);
        end();
      }
    }
    if (identifies) session.identifying = false;
    changed();
  });
};

/** @param {Session} session @param {Reply} reply */
const received = (session, reply) => {
  // An ended session keeps it too: its shutdown is still to be sent.
  if (reply.session) session.credential = reply.session;
  if (session !== current) return;
  Object.assign(session, reply);
  if (reply.visitor_id) keep(session, "id", NINE_MONTHS, reply.visitor_id);
  // Their values open nothing: the credential stays in memory, as a cookie alone never resumes anyone.
  keep(session, "session", Math.min(WEEK, duration(session.settings) / 1000));
  keep(session, "device-id", NINE_MONTHS);
  setUnread(session, reply.unread_count ?? session.unread);
  goLive(session);
};

/** @param {Session} session @param {number} count */
export const setUnread = (session, count) => {
  if (count === session.unread) return;
  session.unread = count;
  notify("onUnreadCountChange", count);
};

/** Events that wait for their turn. @type {Set<() => Promise<unknown>>} */
const waiting = new Set();

/** @param {string} name @param {unknown} metadata */
export const track = (name, metadata) => {
  const ping_id = randomId();
  const event = name && plain({ ping_id, name, metadata }, "trackEvent");
  if (!event) return;
  announce(ping_id, "trackEvent");
  active();
  whenLive(() => {
    const session = /** @type {Session} */ (current);
    const send = async () => waiting.delete(send) && post(session, "event", event);
    waiting.add(send);
    inOrder(send);
  });
};

// The page goes, and their turn would never come.
addEventListener("pagehide", () => waiting.forEach((send) => send().catch(() => {})));

onEnd.push((ended) => {
  const ping_id = ended ? randomId() : null;
  announce(ping_id, "shutdown");
  if (ended) inOrder(async () => ended.credential && post(ended, "shutdown", { ping_id }));
});
