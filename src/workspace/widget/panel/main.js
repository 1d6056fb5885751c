/**
 * Runs the panel: the loader says who is here, and the panel fetches and shows their pages. This document has no
 * origin of its own, so nothing of the page around it can be reached from here.
 */
import { focusOn } from "./focus.js";
import { title } from "./content.js";
import { download, forgetFiles } from "./files.js";
import { restore } from "./unsent.js";
import { followLink } from "./links.js";
import { answer, endFollowed, putMessage, react } from "./outbound.js";
import { arrange, dismiss } from "./over.js";
import { back, go, load, page, perform, showEarlier } from "./pages.js";
import { send } from "./queue.js";
import { listen, notifyLoader, state } from "./state.js";
import { follow, followFrom } from "./stream.js";
import { chooseFiles, field, giveEmail, showNewest, write } from "./thread.js";

/** @typedef {import("./state.js").State} State */

const root = document.documentElement;

/** @param {State | undefined} state */
const who = (state) => JSON.stringify([state?.credential, state?.person, state?.failed]);

/** The chat message for which it was read what is unread. */
let chat = "";

listen((next, before) => {
  applyLook(next);
  const { open, credential, command, message } = next;
  if (credential) restore(next.saved);
  if (credential !== before?.credential) {
    // The stream of the credential before ends with it.
    followFrom("");
    forgetFiles();
    send();
  }
  putMessage();
  arrange();
  const isDismissal = command?.[0] === "dismiss";
  if (isDismissal) dismiss();
  else if (command) perform(command);
  const opened = open && !before?.open;
  const isChat = !open && message?.style === "chat" && message.id !== chat;
  if (isChat) chat = message.id;
  // The stream is opened after the state that it goes on from was read.
  if (opened || (command && !isDismissal) || isChat || who(next) !== who(before)) load();
  else follow();
  // A frame that is still hidden cannot take the focus, and has no animation frames either.
  if (opened) requestAnimationFrame(() => state?.open && focusOn(field() ?? title()));
});

/** @param {string} property @param {unknown} colour none of the page's that is no colour */
const paint = (property, colour) => {
  if (CSS.supports("color", `${colour}`)) root.style.setProperty(property, `${colour}`);
  else root.style.removeProperty(property);
};

/** @param {State} state */
const applyLook = ({ open, look: { ink, action, background } }) => {
  root.dataset.theme = ink === "rgb(0, 0, 0)" ? "light" : "dark";
  root.toggleAttribute("data-open", open);
  paint("--action", action);
  paint("--hello", background);
};

const close = () => {
  // The loader may have opened the panel just now, and its state is on its way here.
  notifyLoader("close");
  if (!state?.open) dismiss();
};
const keepEmail = () => giveEmail().then((isKept) => isKept && notifyLoader("email"));

/** What the person does. @type {Record<string, (value: string, pressed: HTMLElement, event: MouseEvent) => void>} */
const actions = {
  close,
  dismiss,
  follow(_, pressed, event) {
    followLink(pressed, event);
    if (pressed.closest(".over")) endFollowed();
  },
  react,
  reply: answer,
  open(value) {
    go(value);
    if (!state?.open) notifyLoader("open");
  },
  home: () => go("home"),
  messages: () => go("messages"),
  write: () => go(""),
  back,
  send: () => write(page),
  attach: chooseFiles,
  download: (id, pressed) => download(id, `${pressed.dataset.name}`),
  newest: showNewest,
  earlier: showEarlier,
  email: keepEmail,
  // Without a session it is the ping that has to be sent again, which is the loader's.
  retry: () => (state?.credential ? load() : notifyLoader("retry")),
};

addEventListener("click", (event) => {
  const { target } = event;
  const pressed = target instanceof Element && /** @type {HTMLElement | null} */ (target.closest("[data-do]"));
  if (pressed) actions[pressed.dataset.do ?? ""]?.(pressed.getAttribute("value") ?? "", pressed, event);
});
addEventListener("keydown", (event) => {
  const { key, shiftKey, isComposing, target } = event;
  if (key === "Escape") close();
  // Not while an input method composes a word.
  if (key !== "Enter" || shiftKey || isComposing) return;
  if (target instanceof HTMLInputElement) return keepEmail();
  // A touch keyboard has no Shift beside its Enter: the button sends.
  if (target !== field() || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  write(page);
});
for (const use of ["pointerdown", "keydown"]) addEventListener(use, () => notifyLoader("active"));
