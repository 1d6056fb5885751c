/** What the loader puts on the page. */
import rules from "launcher.css";
import { style } from "./styles.js";

/** @typedef {{ root: HTMLElement, app: HTMLElement, launcher: HTMLElement, count: HTMLElement, erase: () => void }} Elements */

/**
 * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export const element = (tag, attributes, ...children) => {
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
  const app = element("div", { class: "intercom-lightweight-app" }, launcher);
  const root = element("div", { id: "intercom-container" }, app);
  return { root, app, launcher, count, erase: style(rules) };
};
