/** What the person wrote that the workspace does not have yet: the loader keeps it while this document is away. */
import { notifyLoader } from "./state.js";

/**
 * @typedef {{
 *   key: string, thread: string, text: string, page?: { url: string, title: string },
 * }} Message `thread`: the conversation's id, "" for one that is not begun
 */

/** In the order they were written. @type {Message[]} */
export const unsent = [];
/** What stands in the field of each conversation. @type {Record<string, string>} */
export const drafts = {};

let isRestored = false;

/** Once: what was written since is newer. @param {string | undefined} content */
export const restore = (content) => {
  if (isRestored) return;
  isRestored = true;
  if (!content) return;
  // The page around may have changed it.
  try {
    const before = JSON.parse(content);
    unsent.unshift(...before.unsent);
    Object.assign(drafts, { ...before.drafts, ...drafts });
  } catch {}
};

export const save = () => {
  for (const thread in drafts) if (!drafts[thread]) delete drafts[thread];
  const isEmpty = !unsent.length && !Object.keys(drafts).length;
  notifyLoader({ saved: isEmpty ? "" : JSON.stringify({ unsent, drafts }) });
};
