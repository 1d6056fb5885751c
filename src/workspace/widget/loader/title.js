/** A page out of sight says in its title how much is unread. */
import { current } from "./session.js";

let mark = "";

/** As the page has written it. */
export const pageTitle = () => document.title.replace(mark, "");

export const markTitle = () => {
  const title = pageTitle();
  mark = document.hidden && current?.unread ? `(${current.unread}) ` : "";
  // To write the same again would wake whoever watches it.
  if (document.title !== mark + title) document.title = mark + title;
};
