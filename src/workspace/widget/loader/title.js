/** A page out of sight says in its title how much is unread. */
import { current } from "./session.js";

/** The title with the mark, and without. */
let marked = "";
let own = "";

/** The page's own title, whatever stands before it. */
export const pageTitle = () => (document.title === marked ? own : document.title);

export const markTitle = () => {
  own = pageTitle();
  const count = (document.hidden && current?.unread) || 0;
  marked = count ? `(${count}) ${own}` : "";
  if (document.title !== (marked || own)) document.title = marked || own;
};

document.addEventListener("visibilitychange", markTitle);
