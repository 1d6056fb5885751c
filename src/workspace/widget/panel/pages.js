/** Which page stands in the panel, and what is read for it. */
import { content, put, putState, title } from "./content.js";
import { drafts, pending, save, unsent } from "./unsent.js";
import { enqueue, send, whenSent } from "./queue.js";
import { resolveLinks } from "./links.js";
import { get, pause } from "./requests.js";
import { clear, putSnippet } from "./snippet.js";
import { hear } from "./sound.js";
import { notifyLoader, state } from "./state.js";
import { follow, followFrom, whenChanged } from "./stream.js";
import { keepInSight, putThread } from "./thread.js";
import { writeTimes } from "./times.js";
import { words } from "./words.js";

/** The page's name: "home", "messages", or the conversation's id, where "" is one that is not begun. */
export let page = "home";
/** Where Back leads from a conversation. */
let list = "home";
/** Whose page is in place, and which. @type {string | undefined} */
let shown;
let request = new AbortController();

const tabs = /** @type {HTMLElement} */ (document.querySelector(".tabs"));
/** Which page is current, and how much is unread. @param {boolean} hidden @param {string} [unread] */
const showTabs = (hidden, unread) => {
  tabs.hidden = hidden || isThread();
  for (const tab of tabs.children) {
    if (tab.getAttribute("data-do") === page) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const count = /** @type {HTMLElement} */ (tabs.querySelector(".count"));
  if (unread === undefined) return;
  count.textContent = Number(unread) > 9 ? "9+" : unread;
  count.hidden = unread === "0";
};

/** How many pages of older messages are in sight, and of which conversation. */
let earlier = { thread: "", count: 0 };

/** Puts them above the newest. @param {HTMLElement} newest @param {string} path @param {string} credential @param {AbortSignal} signal */
const putEarlier = async (newest, path, credential, signal) => {
  for (let count = earlier.thread === page ? earlier.count : 0; count; count--) {
    const button = /** @type {HTMLButtonElement | null} */ (newest.querySelector("[data-do=earlier]"));
    if (!button) return;
    const answer = await get(`${path}?before=${button.value}`, credential, signal);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
    button.replaceWith(...(body.querySelector(".talk")?.childNodes ?? []));
  }
};

export const showEarlier = () => {
  earlier = { thread: page, count: earlier.thread === page ? earlier.count + 1 : 1 };
  return keepInSight(load);
};

export const isThread = () => page !== "home" && page !== "messages";

/** @param {string} name */
export const go = (name) => {
  if (!isThread()) list = page;
  page = name;
  load().then(() => isThread() || title()?.focus());
};

export const back = () => {
  page = isThread() ? list : "home";
  load().then(() => title()?.focus());
};

/**
 * Reads what is to be seen: the page of an open panel, what is unread of a closed one.
 * @param {boolean} [isNews] because something has changed
 * @param {number} [wait] seconds until the next try, where what is in place stays
 * @returns {Promise<void>}
 */
export const load = async (isNews = false, wait = 1) => {
  const { credential, failed, open } = state ?? {};
  request.abort();
  request = new AbortController();
  const { signal } = request;
  const isRefused = failed === 403 || failed === 409;
  if (!credential) return fail(failed === undefined ? "connecting" : isRefused ? "refused" : "unreachable");
  const now = `${credential} ${page}`;
  const path = open ? (isThread() ? page && `conversations/${page}` : page) : "unread";
  if (open && shown !== now) fail("connecting");
  try {
    const answer = path ? await get(path, credential, signal) : undefined;
    const html = (await answer?.text()) ?? "";
    if (signal.aborted) return;
    if (answer?.status === 401) {
      followFrom("");
      clear();
      return fail("ended");
    }
    // Not the person's, or nobody's.
    if (answer?.status === 204) {
      page = "home";
      return load();
    }
    if (answer && !answer.ok) throw new Error(`${answer.status}`);
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const { cursor, unreadCount, conversations } = /** @type {HTMLElement | null} */ (body.querySelector("[data-cursor]"))?.dataset ?? {};
    if (open && path && isThread()) {
      await putEarlier(body, path, credential, signal);
      if (signal.aborted) return;
    }
    if (unreadCount) notifyLoader({ unread: Number(unreadCount) });
    resolveLinks(body);
    hear(credential, body, isNews);
    if (open) {
      clear();
      if (isThread()) putThread(page, body, shown === now);
      else put(body);
      shown = now;
      notifyLoader({ shows: isThread() ? (page ? ["open", page] : ["write"]) : [/** @type {"home"} */ (page)] });
      writeTimes(content);
      showTabs(false, unreadCount);
    } else putSnippet(body);
    followFrom(cursor, conversations);
  } catch {
    if (signal.aborted) return;
    // What is in place stays in place, and is read again: the stream said only once that it is old.
    if (open && shown !== now) fail("unreachable");
    else pause(wait).then(() => signal.aborted ? undefined : load(isNews, Math.min(2 * wait, 30)));
    follow();
  }
};

/** @param {"connecting" | "refused" | "ended" | "unreachable"} name */
const fail = (name) => {
  shown = undefined;
  putState(name);
  // What is kept is sent as soon as there is a session again.
  if (name === "ended" && unsent.length) content.querySelector(".nothing p")?.append(` ${words.logged_out}`);
  showTabs(name !== "connecting");
};

/** Does what the page around asked for. @param {NonNullable<import("./state.js").State["command"]>} command */
export const perform = ([what, value = ""]) => {
  if (what === "write" && value) drafts[""] = value;
  if (what === "send" && value) enqueue("", value);
  save();
  page = what === "messages" || what === "home" ? what : what === "open" ? (/^\d+$/.test(value) ? value : "home") : "";
  shown = undefined;
  send();
};

whenChanged(() => load(true));
whenSent(({ thread }, conversation) => {
  if (page === thread && page !== conversation) {
    // The same conversation, which has its id now.
    page = conversation;
    drafts[page] = drafts[thread];
    pending[page] = pending[thread] ?? [];
    delete drafts[thread];
    delete pending[thread];
    save();
    if (shown) shown = `${state?.credential} ${page}`;
  }
  if (page === conversation) load();
});
