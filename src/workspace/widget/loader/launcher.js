/** The launcher, and what is open. */
import { notify } from "./callbacks.js";
import { build } from "./elements.js";
import { ask, put } from "./frame.js";
import { forget, store, stored } from "./storage.js";
import { ping, setUnread } from "./ping.js";
import { markTitle, pageTitle } from "./title.js";
import { active, changed, current, expire, onChange, onEnd } from "./session.js";

/** @typedef {import("./page.js").Settings} Settings */
/** @typedef {import("./session.js").Session} Session */
/**
 * What the page asks the panel to show, and with which text or id.
 * @typedef {["home" | "messages" | "write" | "send" | "open" | "dismiss", string?]} Command
 */

/** @type {import("./elements.js").Elements | undefined} */
let drawn;
/** The panel's frame, once there was something to show. @type {import("./frame.js").Frame | undefined} */
let frame;
/** Whether the frame waits for its file. */
let isAsked = false;
let open = false;
/** Opened as it was before a reload: the person may be at something else by now. */
let isBack = false;
export const isOpen = () => open;
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
  arrange();
};

/** @param {string} property @param {unknown} value */
const set = (property, value) => {
  const style = drawn?.app.style;
  if (value) style?.setProperty(property, `${value}`);
  else style?.removeProperty(property);
};

/** Shows what is open and what is unread. */
const arrange = () => {
  if (!drawn || !current) return;
  const { launcher, count } = drawn;
  const { unread, words = ENGLISH } = current;
  const shown = unread > 9 ? "9+" : `${unread}`;
  count.textContent = shown;
  count.hidden = unread < 1;
  launcher.ariaExpanded = `${open}`;
  launcher.ariaLabel = open ? words.close : unread > 0 ? `${words.open_unread?.replace("{count}", shown)}` : words.open;
  frame?.update();
  markTitle();
};

const erase = () => {
  markTitle();
  if (!drawn) return;
  if (open && current) forget("open", current.appId);
  drawn.root.remove();
  drawn.erase();
  frame?.erase();
  drawn = frame = owner = command = undefined;
  open = isAsked = false;
};

// The panel -----------------------------------------------------------------------------------------------------------

const redraw = () => {
  erase();
  applySettings();
};

const loadPanel = () => {
  if (!drawn || !current) return;
  if (!put) {
    isAsked = true;
    return ask(arrive);
  }
  frame ??= put(drawn.app, loader);
  frame.load();
};

/** Whoever waited for the file may be gone, or another be there. @param {boolean} isHere */
const arrive = (isHere) => {
  // The next press is another try.
  if (!isHere) return toggle(false);
  if (!isAsked) return;
  loadPanel();
  arrange();
  // Unless the person has gone on meanwhile.
  if (open && !isBack && document.activeElement === opener) frame?.focus();
};

/** @param {boolean} opened @param {Command} [asked] @param {boolean} [back] */
export const toggle = (opened, asked, back = false) => {
  expire();
  if (!drawn || !current) return;
  command = asked ?? command;
  isBack = back;
  if (!opened) forget("open", current.appId);
  if (open === opened) return arrange();
  const { root } = drawn;
  const before = document.activeElement;
  open = opened;
  active();
  if (open) {
    opener = before;
    loadPanel();
  }
  arrange();
  if (open) isBack || frame?.focus();
  else if (root.contains(before)) giveBackFocus();
  else opener = before;
  notify(open ? "onShow" : "onHide");
};

/** The page may have taken away the element that opened the panel. */
const giveBackFocus = () => {
  const back = opener?.isConnected && opener !== document.body ? opener : drawn?.launcher;
  /** @type {HTMLElement | undefined} */ (back)?.focus();
};

/** Never while nobody is here: the frame goes with its session. */
const session = () => /** @type {Session} */ (current);

/** @type {import("../frame/main.js").Loader} */
const loader = {
  page: () => ({ open, isBack, title: pageTitle(), saved: stored("unsent", session()), session: session(), words: session().words ?? ENGLISH }),
  takeCommand() {
    const taken = command;
    command = undefined;
    return taken;
  },
  toggle,
  arrange,
  redraw,
  giveBackFocus,
  active,
  retry: () => ping(session(), "update", {}),
  emailGiven: () => notify("onUserEmailSupplied"),
  setUnread: (count) => setUnread(session(), count),
  save: (content) => store("unsent", session(), content),
  // Said a moment too late, it would open what was closed.
  shows: (asked) => open && store("open", session(), asked),
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
  const shown = !open && stored("open", current);
  if (Array.isArray(shown)) toggle(true, /** @type {Command} */ (shown), true);
  // Once: another ping must not begin the document anew.
  if (!frame && (current.message || current.has_conversations || stored("unsent", current))) loadPanel();
});

// The panel's document learns a moment late that the panel closed, and may still take the focus as if it were open.
addEventListener("blur", () => frame?.leave());

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
