/** What the person wrote that the workspace does not have yet: the loader keeps it while this document is away. */
import { notifyLoader } from "./state.js";

/**
 * @typedef {{
 *   key: string, thread: string, text: string, files?: Uploaded[], page?: { url: string, title: string },
 * }} Message `thread`: the conversation's id, "" for one that is not begun
 */
/**
 * @typedef {{ id: string, name: string, size: number, width?: number | null, order: number }} Uploaded a file that the workspace
 * has; `width` of a picture; `order` among the others
 */

/** In the order they were written. @type {Message[]} */
export const unsent = [];
/** What stands in the field of each conversation. @type {Record<string, string>} */
export const drafts = {};

/** What is uploaded for the next message of each conversation. @type {Record<string, Uploaded[]>} */
export const pending = {};

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
    Object.assign(pending, { ...before.pending, ...pending });
  } catch {}
};

export const save = () => {
  for (const thread in drafts) if (!drafts[thread]) delete drafts[thread];
  for (const thread in pending) if (!pending[thread].length) delete pending[thread];
  const isEmpty = !unsent.length && !Object.keys({ ...drafts, ...pending }).length;
  notifyLoader({ saved: isEmpty ? "" : JSON.stringify({ unsent, drafts, pending }) });
};
