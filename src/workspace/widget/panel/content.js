/** The one place of the document that changes. */

export const content = /** @type {HTMLElement} */ (document.querySelector("main"));
const connecting = content.cloneNode(true);

/** @param {string} name */
export const template = (name) => /** @type {HTMLTemplateElement | null} */ (document.getElementById(name))?.content.cloneNode(true);

/** @param {ParentNode | Node} page */
export const put = (page) => {
  const hadFocus = content.contains(document.activeElement);
  content.replaceChildren(...page.childNodes);
  content.ariaBusy = "false";
  if (hadFocus) title()?.focus();
};

/** What the document began with, or a template of it. @param {"connecting" | "refused" | "ended" | "unreachable"} name */
export const putState = (name) => {
  put(template(name) ?? connecting.cloneNode(true));
  content.ariaBusy = `${name === "connecting"}`;
};

/** It says where one is. */
export const title = () => /** @type {HTMLElement | null} */ (content.querySelector("h1"));

/** @param {string} words */
export const say = (words) => {
  const place = content.querySelector(".strip");
  if (place) place.textContent = words;
};
