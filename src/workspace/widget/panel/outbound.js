/** A message of a teammate's that stands over the page: a post, or a notification. */
import { resolveLinks } from "./links.js";
import { put } from "./over.js";
import { report, send } from "./reports.js";
import { go } from "./pages.js";
import { get } from "./requests.js";
import { notifyLoader, state } from "./state.js";

/** How the frame stands on the page. A chat message is an answer, and has no place of its own. @type {Record<string, (height: number) => string>} */
const boxes = {
  post: () => "inset: 0; inline-size: auto; block-size: auto; z-index: 1; border: 0; border-radius: 0; background: none; box-shadow: none; translate: none",
  notification: (height) =>
    "inset-block: var(--notice); inset-inline: auto 20px; border-radius: 4px 4px 12px 12px; " +
    `inline-size: min(384px, 100% - 40px); block-size: min(${height}px, 100dvb - var(--bottom) - var(--above) - 40px)`,
};

/** Which one was asked for, and with whose credential. */
let asked = "";
let request = new AbortController();
/** Those that the person has put away, or followed. */
const over = new Set();

/** @param {string} id @param {"clicked" | "dismissed"} what */
const end = (id, what) => {
  over.add(id);
  put("message");
  report(id, what);
};

/** Fetches the message that the page shows, once, and takes away one that it shows no longer. */
export const putMessage = async () => {
  const { credential, message } = state ?? {};
  const { id, style } = message ?? { id: "", style: "" };
  const box = over.has(id) ? undefined : boxes[style];
  const wanted = credential && box ? `${credential} ${id}` : "";
  if (wanted === asked) return;
  asked = wanted;
  request.abort();
  request = new AbortController();
  put("message");
  if (!credential || !box) return;
  const { signal } = request;
  try {
    const answer = await get(`outbound/${id}`, credential, signal);
    const html = answer.ok ? await answer.text() : "";
    const words = new DOMParser().parseFromString(html, "text/html").querySelector("article");
    if (!words || signal.aborted) return;
    resolveLinks(words);
    put("message", { words, box, seen: () => report(id, "seen"), dismiss: () => end(id, "dismissed") });
  } catch {
    // The next state is another try.
    if (!signal.aborted) asked = "";
  }
};

/** A link of the message was followed. */
export const endFollowed = () => state?.message && end(state.message.id, "clicked");

/** The last face counts. @param {string} reaction @param {HTMLElement} face */
export const react = (reaction, face) => {
  if (!state?.message) return;
  const { id } = state.message;
  for (const one of face.parentElement?.children ?? []) one.setAttribute("aria-pressed", `${one === face}`);
  send(id, { what: "reacted", reaction });
};

/** The message opens as a conversation with its field. @param {string} conversation its id */
export const answer = (conversation) => {
  if (!state?.message || !conversation) return;
  over.add(state.message.id);
  put("message");
  go(conversation);
  notifyLoader("open");
};
