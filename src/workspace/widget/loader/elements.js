/** What the loader puts on the page. */
import { style } from "./styles.js";

/**
 * @typedef {{
 *   root: HTMLElement, app: HTMLElement, launcher: HTMLElement, count: HTMLElement, box: HTMLElement,
 *   frame: HTMLIFrameElement, erase: () => void,
 * }} Elements
 */

/**
 * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
const element = (tag, attributes, ...children) => {
  const made = /** @type {HTMLElement} */ (document.createElementNS(`http://www.w3.org/${/svg|path/.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag));
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  made.append(...children);
  return made;
};

/** @param {string} d */
const icon = (d) => element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, element("path", { d }));

/** @returns {Elements} */
export const build = () => {
  const count = element("span", { class: "intercom-count", "aria-hidden": "true" });
  const chat = icon("M9.5 18.3 5.8 20l.5-3.2a8.5 7.1 0 1 1 3.2 1.5zM8 12q2-1.7 4 0t4 0");
  const launcher = element("button", { class: "intercom-launcher", "aria-haspopup": "dialog" }, chat, icon("m6 9.5 6 6 6-6"), count);
  // Never of this page's origin, and without its cookies: what a message holds can touch neither page nor session.
  const sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";
  const frame = /** @type {HTMLIFrameElement} */ (element("iframe", { id: "intercom-frame", name: "intercom-messenger-frame", sandbox, credentialless: "" }));
  const box = element("div", { class: "intercom-messenger-frame", role: "dialog", hidden: "" }, frame);
  const app = element("div", { class: "intercom-lightweight-app" }, box, launcher);
  const root = element("div", { id: "intercom-container" }, app);
  return { root, app, launcher, count, box, frame, erase: style() };
};
