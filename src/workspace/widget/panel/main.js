/**
 * Moves the panel: hears from the loader who is here, fetches what is to be shown, and swaps it in. This document has no
 * origin of its own, so nothing of the page around it can be reached from here.
 */
import { title } from "./content.js";
import { restore } from "./kept.js";
import { back, go, load, page, perform } from "./pages.js";
import { send } from "./queue.js";
import { dismiss } from "./snippet.js";
import { listen, state, tell } from "./state.js";
import { follow, followFrom } from "./stream.js";
import { field, write } from "./thread.js";

/** @typedef {import("./state.js").State} State */

const root = document.documentElement;

/** @param {State | undefined} state */
const who = (state) => JSON.stringify([state?.credential, state?.person, state?.failed]);

listen((next, before) => {
  dress(next);
  const { open, credential, wish } = next;
  if (credential) restore(next.kept);
  if (credential !== before?.credential) {
    // The stream of the credential before ends with it.
    followFrom("");
    send();
  }
  if (wish?.[0] === "dismiss") dismiss();
  else if (wish) perform(wish);
  const opened = open && !before?.open;
  // The stream is opened after the state that it goes on from was read.
  if (opened || wish || who(next) !== who(before)) load();
  else follow();
  // A frame that is still hidden cannot take the focus, and has no animation frames either.
  if (opened) requestAnimationFrame(() => state?.open && (field() ?? title())?.focus());
});

/** @param {State} state */
const dress = ({ open, look: { theme, direction, action, background } }) => {
  root.dataset.theme = theme;
  root.toggleAttribute("data-open", open);
  root.dir = direction;
  for (const [property, value] of [["--action", action], ["--hello", background]]) {
    if (value) root.style.setProperty(property, value);
    else root.style.removeProperty(property);
  }
};

/** What the person does. @type {Record<string, (value: string) => void>} */
const acts = {
  close: () => (state?.open ? tell("close") : dismiss()),
  dismiss,
  open(value) {
    go(value);
    if (!state?.open) tell("open");
  },
  messages: () => go("messages"),
  write: () => go(""),
  back,
  send: () => write(page),
  // Without a session it is the ping that has to be sent again, which is the loader's.
  retry: () => (state?.credential ? load() : tell("retry")),
};

addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element && target.closest("[data-do]");
  if (pressed) acts[pressed.getAttribute("data-do") ?? ""]?.(pressed.getAttribute("value") ?? "");
});
addEventListener("keydown", (event) => {
  const { key, shiftKey, isComposing, target } = event;
  if (key === "Escape") acts.close("");
  // Not while an input method composes a word.
  if (key !== "Enter" || shiftKey || isComposing || target !== field()) return;
  event.preventDefault();
  write(page);
});
for (const use of ["pointerdown", "keydown"]) addEventListener(use, () => tell("active"));
