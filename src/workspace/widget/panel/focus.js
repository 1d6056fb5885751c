/** Where the focus is: on a phone, where the panel covers the page, Tab stays in the panel. */
import { state } from "./state.js";

/** As in the loader's styles, where the panel covers the page. */
const isPhone = () => screen.width <= 480;

/** A panel that is open as before a reload takes no focus from the page. @param {HTMLElement | null | undefined} element */
export const focusOn = (element) => {
  if (!state?.isBack || document.hasFocus()) element?.focus();
};

addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !state?.open || !isPhone()) return;
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button:enabled, textarea, input, a[href], [tabindex='0']"));
  const reachable = [...all].filter((element) => element.checkVisibility());
  const [first, last] = event.shiftKey ? [reachable.at(-1), reachable[0]] : [reachable[0], reachable.at(-1)];
  // The focus may also be on a heading, which Tab does not reach by itself: it goes on from there.
  if (document.activeElement !== last && document.activeElement !== document.body) return;
  event.preventDefault();
  first?.focus();
});
