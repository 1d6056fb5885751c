/** The methods of `Intercom`. */
import { call, listen } from "./callbacks.js";
import { cookie } from "./cookies.js";
import { applySettings, isOpen, toggle } from "./launcher.js";
import { asSettings, page } from "./page.js";
import { ping, track } from "./ping.js";
import { announce, baseOf } from "./requests.js";
import { begin, current, end, expire, whenLive } from "./session.js";

/** @typedef {import("./launcher.js").Command} Command */

/** Opens the panel, at what was asked for. @param {Command[0]} [what] @param {unknown} [value] */
const show = (what, value) => whenLive(() => toggle(true, what && [what, `${value ?? ""}`]));

/** @type {Record<string, (...args: any[]) => unknown>} */
export const calls = {
  boot(argument) {
    expire();
    const settings = { ...asSettings(page.intercomSettings), ...asSettings(argument) };
    const appId = `${settings.app_id ?? ""}`;
    if (!appId) return announce(null, "boot");
    if (!current) begin({ appId, base: baseOf(settings), settings: {}, live: false, activeAt: 0, unread: 0 });
    const session = /** @type {import("./session.js").Session} */ (current);
    ping(session, "boot", settings);
    applySettings();
  },
  update(argument) {
    expire();
    if (!current) return announce(null, "update");
    ping(current, "update", asSettings(argument));
    applySettings();
  },
  shutdown: () => end("session", "id"),
  trackEvent(name, metadata) {
    expire();
    track(name, metadata);
  },
  ready: whenLive,
  show: () => whenLive(() => isOpen() || toggle(true, [current?.unread ? "messages" : "home"])),
  hide: () => whenLive(() => toggle(false)),
  showMessages: () => show("messages"),
  showNewMessage: (text) => show("write", text),
  startConversation: (text) => show("send", text),
  showConversation: (id) => show("open", id),
  showSpace(space) {
    if (/^(home|messages)$/.test(space)) show(space);
    if (/^(help|news|tasks|tickets)$/.test(space)) calls.show(later(`showSpace("${space}")`));
  },
  hideNotifications(hidden) {
    if (current) current.settings.hide_notifications = hidden;
    applySettings();
  },
  onUnreadCountChange(callback) {
    listen("onUnreadCountChange", callback);
    call(callback, current?.unread ?? 0);
  },
  getVisitorId: () => current && (current.visitor_id ?? cookie(`id-${current.appId}`)),
  whoami: () => current?.person && { ...current.person },
  reattach_activator: applySettings,
};

for (const name of ["onShow", "onHide", "onUserEmailSupplied"]) {
  calls[name] = (callback) => listen(name, callback);
}

const said = new Set();
/** Says once what is still missing. @param {string} name */
const later = (name) => said.has(name) || said.add(name) && console.info(`Intercom: ${name} is not built yet.`);

for (const name of ["showArticle", "showNews", "showTicket", "startTour", "startSurvey", "startChecklist", "setAuthTokens"]) {
  calls[name] = () => {
    later(name);
    // What they show is the panel meanwhile; the others show nothing there either.
    if (/^show/.test(name)) calls.show();
  };
}
