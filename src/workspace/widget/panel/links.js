/** Links of messages. A path is one of the page around, not of the workspace. */
import { notifyLoader, state } from "./state.js";

/** Makes links whole, and marks those of the site around. @param {ParentNode} page */
export const resolveLinks = (page) => {
  const site = new URL(`${state?.page.url}`);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (page.querySelectorAll("a[href]"))) {
    try {
      const { href, origin, pathname, search, hash } = new URL(`${link.getAttribute("href")}`, site);
      link.href = href;
      if (origin !== site.origin) continue;
      link.dataset.own = pathname + search + hash;
      link.dataset.do = "follow";
    } catch {
      // No address: the browser says what it is.
    }
  }
};

/** A page of the site opens in place of the one around, unless the person asks for a tab. @param {HTMLElement} link @param {MouseEvent} event */
export const followLink = ({ dataset: { own } }, event) => {
  const { ctrlKey, metaKey, shiftKey } = event;
  if (!own || ctrlKey || metaKey || shiftKey) return;
  event.preventDefault();
  notifyLoader({ go: own });
};
