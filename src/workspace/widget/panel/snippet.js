/** The newest answer, beside the launcher, while the panel is closed. */
import { put } from "./over.js";
import { report } from "./reports.js";
import { state } from "./state.js";
import { writeTimes } from "./times.js";

/** The part that stands there, and the newest that the person has put away. */
let shown = 0;
let dismissed = 0;

/** @param {number} height */
const box = (height) =>
  "inset-block: auto calc(var(--bottom) + var(--above)); inset-inline: auto var(--side); border-radius: 16px; " +
  `inline-size: min(340px, 100% - 2 * var(--side)); block-size: min(${height}px, 50dvb)`;

/** @param {ParentNode} page what is unread */
export const putSnippet = (page) => {
  const words = /** @type {HTMLElement | null} */ (page.querySelector(".snippet"));
  const part = Number(words?.dataset.part ?? 0);
  if (!words || state?.open || part <= dismissed) return clear();
  if (part === shown) return;
  shown = part;
  const { message } = words.dataset;
  const seen = () => {
    writeTimes(words);
    report(message, "seen");
  };
  const dismiss = () => {
    dismissed = part;
    clear();
    report(message, "dismissed");
  };
  put("answer", { words, box, seen, dismiss });
};

export const clear = () => {
  shown = 0;
  put("answer");
};
