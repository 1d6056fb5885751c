/** The launcher, and the box that the panel opens in. */
import { notify } from "./callbacks.js";
import { build } from "./elements.js";
import { address, disconnect, load, send } from "./frame.js";
import { save, saved } from "./unsent.js";
import { ping, setUnread } from "./ping.js";
import { markTitle, pageTitle } from "./title.js";
import { active, changed, current, expire, onChange, onEnd } from "./session.js";

/** @typedef {import("./page.js").Settings} Settings */
/**
 * What the page asks the panel to show, and with which text or id.
 * @typedef {["home" | "messages" | "write" | "send" | "open" | "dismiss", string?]} Command
 */

/** @type {import("./elements.js").Elements | undefined} */
let drawn;
let open = false;
export const isOpen = () => open;
/** How the box stands on the page while the panel is closed, as CSS declarations of the panel's; "" for not at all. */
let place = "";
/** Whose panel is loaded. @type {string | undefined} */
let owner;
/** @type {Command | undefined} */
let command;
/** Has the focus while the panel is closed: the element that opened it, or what the person chose since. @type {Element | null} */
let opener = null;

/** Until the workspace says them in the person's language. @type {import("./session.js").Words} */
const ENGLISH = { open: "Open chat", close: "Close chat", messenger: "Messenger" };

// The launcher --------------------------------------------------------------------------------------------------------

/** A launcher of the page's own, as older pages name it. @param {Settings} settings */
const activator = ({ widget }) => widget?.activator !== "#IntercomDefaultWidget" && widget?.activator;

/** Brings launcher and panel in line with the settings. */
export const applySettings = () => {
  if (!document.body) return document.addEventListener("DOMContentLoaded", applySettings);
  if (!current) return;
  // Whoever replaced the page's body took them away; a frame that moves starts anew.
  if (drawn && !drawn.root.isConnected) erase();
  drawn ??= build();
  const { root, app, launcher } = drawn;
  const settings = current.settings;
  launcher.onclick = () => toggle(!open);
  // A person who is about to press it waits less.
  launcher.onfocus = launcher.onpointerenter = loadPanel;
  if (!root.isConnected) document.body.append(root);
  launcher.hidden = settings.hide_default_launcher ?? !!activator(settings);
  // In logical terms the end is the other side then. Without a setting it is the page's own end.
  app.dir = settings.alignment ? (settings.alignment === "left" ? "rtl" : "ltr") : "";
  /** @param {unknown} padding */
  const distance = (padding) => Number.isInteger(padding) && `${Math.max(20, /** @type {number} */ (padding))}px`;
  set("--side", distance(settings.horizontal_padding));
  set("--bottom", distance(settings.vertical_padding));
  set("z-index", Number.isInteger(settings.z_index) && settings.z_index);
  set("color-scheme", { light: "light", dark: "dark", system: "light dark" }[/** @type {"light"} */ (settings.theme_mode)]);
  set("--action", CSS.supports("color", settings.action_color) && settings.action_color);
  if (drawn.frame.src && address(current) !== drawn.frame.src) {
    // The panel's document is of one language.
    delete drawn.app.dataset.ready;
    loadPanel();
  }
  arrange();
};

/** @param {string} property @param {unknown} value */
const set = (property, value) => {
  const style = drawn?.app.style;
  if (value) style?.setProperty(property, `${value}`);
  else style?.removeProperty(property);
};

/** Shows what is open and what is unread, and tells the panel. */
const arrange = () => {
  if (!drawn || !current) return;
  const { launcher, count, box, frame } = drawn;
  const { unread, settings, words = ENGLISH } = current;
  const shown = unread > 9 ? "9+" : `${unread}`;
  count.textContent = shown;
  count.hidden = unread < 1;
  launcher.ariaExpanded = `${open}`;
  launcher.ariaLabel = open ? words.close : unread > 0 ? `${words.open_unread?.replace("{count}", shown)}` : words.open;
  box.ariaLabel = frame.title = words.messenger;
  box.style = open ? "" : place;
  box.hidden = !open && !place;
  leaveFrame();
  markTitle();
  sendState();
};

const erase = () => {
  markTitle();
  if (!drawn) return;
  drawn.root.remove();
  disconnect();
  drawn.erase();
  drawn = owner = command = undefined;
  open = false;
  place = "";
};

// The panel -----------------------------------------------------------------------------------------------------------

/** Until the panel has answered, each opening is another try. */
const loadPanel = () => {
  if (!drawn || !current || drawn.app.dataset.ready) return;
  load(drawn.frame, current, { receive, replaced: redraw });
};

const redraw = () => {
  erase();
  applySettings();
};

/** @param {"close" | "open" | "retry" | "ready" | "active" | "email" | { unread?: number, place?: string, go?: string, saved?: string }} message */
const receive = (message) => {
  if (!drawn || !current) return;
  if (message === "close") return toggle(false);
  if (message === "open") return toggle(true);
  if (message === "email") return notify("onUserEmailSupplied");
  drawn.app.dataset.ready = "1";
  if (typeof message === "object") {
    if (message.saved !== undefined) return save(current, message.saved);
    if (message.go) return follow(message.go);
    setUnread(current, message.unread ?? current.unread);
    place = message.place ?? place;
  } else {
    if (message === "retry") ping(current, "update", {});
    active();
  }
  arrange();
};

/** A click as a person's would be: the page's router may take it. @param {string} path of this site, as it begins with `/.` */
const follow = (path) => {
  const link = document.createElement("a");
  drawn?.box.append(link);
  link.href = `/.${path}`;
  link.click();
  link.remove();
};

/** All that the panel may know; it finds out by itself what is new. */
const sendState = () => {
  // Before its document is ready, nobody would receive what the page asked for.
  if (!current || !drawn?.app.dataset.ready) return;
  const { person, failed, message, settings } = current;
  // While a visitor becomes a user, the workspace may have ended the one session, and the other is not here yet.
  const credential = current.identifying ? undefined : current.credential;
  const look = {
    ink: getComputedStyle(drawn.app).color,
    action: settings.action_color,
    background: settings.background_color,
    quiet: settings.hide_notifications,
  };
  const page = { url: location.href, title: pageTitle() };
  send({ open, credential, person, failed, message, look, page, command, saved: credential && saved(current) });
  command = undefined;
};

/** @param {boolean} opened @param {Command} [asked] */
export const toggle = (opened, asked) => {
  expire();
  if (!drawn || !current) return;
  command = asked ?? command;
  if (open === opened) return sendState();
  const { root, frame } = drawn;
  const before = document.activeElement;
  open = opened;
  // Until the panel has learned of it, and says what stands there now.
  place = "";
  active();
  if (open) {
    opener = before;
    loadPanel();
  }
  arrange();
  if (open) frame.focus();
  else if (root.contains(before)) giveBackFocus();
  else opener = before;
  notify(open ? "onShow" : "onHide");
};

/** The page may have taken away the element that opened the panel. */
const giveBackFocus = () => {
  const back = opener?.isConnected && opener !== document.body ? opener : drawn?.launcher;
  /** @type {HTMLElement | undefined} */ (back)?.focus();
};

/** A frame out of sight keeps no focus. */
const leaveFrame = () => {
  if (drawn?.box.hidden && document.activeElement === drawn.frame) giveBackFocus();
};

// What happens --------------------------------------------------------------------------------------------------------

onEnd.push(erase);
onChange.push(() => {
  if (!current) return;
  const { contact_id, merged_from } = current;
  // Another person, and nobody said that the one before had gone.
  if (owner && owner !== contact_id && owner !== merged_from) redraw();
  else arrange();
  owner = drawn && contact_id;
  // Once: another ping must not begin the document anew.
  if (drawn && !drawn.frame.src && (current.message || current.has_conversations || saved(current))) loadPanel();
});

// The panel's document learns a moment late that the panel closed, and may still take the focus as if it were open.
addEventListener("blur", leaveFrame);

// On the document and before any other listener: also for what is rendered later, or keeps its clicks to itself.
document.addEventListener("click", (event) => {
  try {
    const { settings } = /** @type {import("./session.js").Session} */ (current);
    if (!(/** @type {Element} */ (event.target).closest(settings.custom_launcher_selector || activator(settings)))) return;
    event.preventDefault();
    toggle(!open);
  } catch {}
}, true);

document.addEventListener("keydown", ({ key, defaultPrevented }) => {
  if (key === "Escape" && !defaultPrevented) toggle(false, open ? undefined : ["dismiss"]);
});
document.addEventListener("visibilitychange", () => {
  expire();
  markTitle();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
