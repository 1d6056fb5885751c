/** The newest answer, beside the launcher, while the panel is closed. */
import { notifyLoader, state } from "./state.js";
import { writeTimes } from "./times.js";

const place = /** @type {HTMLElement} */ (document.querySelector(".snippet"));
/** The part that stands there, and the newest that the person has put away. */
let shown = "";
let dismissed = "";

/** @param {ParentNode} page what is unread */
export const putSnippet = (page) => {
  const answer = /** @type {HTMLElement | null} */ (page.querySelector("[data-part]"));
  const part = answer?.dataset.part ?? "";
  if (!answer || state?.open || part === dismissed) return clear();
  if (part === shown) return;
  shown = part;
  // A frame out of sight has no height, and no animation frames: the words come when they can be seen, and are announced.
  notifyLoader({ snippet: place.offsetHeight || 96 });
  requestAnimationFrame(() => {
    if (shown !== part) return;
    writeTimes(answer);
    place.replaceChildren(answer);
  });
};

export const clear = () => {
  shown = "";
  place.replaceChildren();
  if (!state?.open) notifyLoader({ snippet: 0 });
};

export const dismiss = () => {
  dismissed = shown || dismissed;
  clear();
};

new ResizeObserver(() => shown && place.offsetHeight && notifyLoader({ snippet: place.offsetHeight })).observe(place);
