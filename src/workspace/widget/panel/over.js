/**
 * What stands over the page while the panel is closed. It is one thing at a time: a teammate's message to people on the page,
 * else the newest answer.
 */
import { notifyLoader, state } from "./state.js";

/**
 * @typedef {{ words: Element, box: (height: number) => string, seen: () => void, dismiss: () => void }} Notice `box`: how
 * the frame stands on the page, as CSS declarations, where the words are so many pixels high; `seen`: called each time that
 * the words come to stand there
 */

const region = /** @type {HTMLElement} */ (document.querySelector(".over"));
/** @type {Partial<Record<"message" | "answer", Notice>>} */
const notices = {};
/** @type {Notice | undefined} */
let standing;
/** Of the words, in pixels; until they have been drawn, about as much as they take. */
let height = 0;
const ABOUT = 96;
/** As the loader has it. */
let sent = "";
let isWaiting = false;

/** @param {keyof typeof notices} kind @param {Notice} [notice] none takes it away */
export const put = (kind, notice) => {
  notices[kind] = notice;
  arrange();
};

export const dismiss = () => standing?.dismiss();

/** The words stay there while the panel is open, so that they are not announced again when it closes. */
export const arrange = () => {
  const next = notices.message ?? notices.answer;
  if (next !== standing) {
    standing = next;
    height = ABOUT;
    region.replaceChildren();
  }
  sendPlace();
  showWords();
};

const isShown = () => !state?.open && !state?.look.quiet;

const sendPlace = () => {
  const place = (isShown() && standing?.box(height)) || "";
  if (place !== sent) notifyLoader({ place });
  sent = place;
};

/** A frame out of sight has no animation frames: the words come when they can be seen, and are announced. */
const showWords = () => {
  if (!standing || isWaiting || region.firstChild) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    if (!standing || !isShown() || region.firstChild) return;
    region.append(standing.words);
    measure();
    standing.seen();
  });
};

const measure = () => {
  // Out of sight it has no height.
  if (!standing || !region.firstChild || !region.offsetHeight) return;
  height = region.offsetHeight;
  sendPlace();
};
new ResizeObserver(measure).observe(region);
