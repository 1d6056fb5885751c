/** A conversation: its messages, what is still to be sent, and the field. */
import { content, put, template } from "./content.js";
import { drafts, save, unsent } from "./unsent.js";
import { enqueue, send } from "./queue.js";
import { post } from "./requests.js";
import { state } from "./state.js";
import { writeDays } from "./times.js";

export const field = () => /** @type {HTMLTextAreaElement | null} */ (content.querySelector("textarea"));

/** The conversation that is open. */
let opened = "";
/** Up to which part the person had read when they opened the conversation. */
let readTo = 0;

/**
 * Puts the messages in. What the person is writing stays.
 * @param {string} thread @param {ParentNode} page @param {boolean} again it is open already
 */
export const putThread = (thread, page, again) => {
  const read = /** @type {HTMLElement | null} */ (page.querySelector(".talk"));
  opened = thread;
  if (!again) {
    put(/** @type {Node} */ (template("thread")));
    readTo = Number(read?.dataset.readTo ?? Infinity);
  }
  const place = /** @type {HTMLElement} */ (content.querySelector(".talk"));
  const isAtEnd = content.scrollTop + content.clientHeight > content.scrollHeight - 80;
  place.replaceChildren(...(read?.childNodes ?? []));
  writeDays(place);
  markUnread(place);
  for (const message of unsent) if (message.thread === thread) place.append(waiting(message.text));
  const input = field();
  if (input && !again) {
    input.value = drafts[thread] ?? "";
    input.oninput = () => {
      drafts[opened] = input.value;
      save();
    };
    input.focus();
  }
  if (isAtEnd || !again) content.scrollTop = content.scrollHeight;
  const { unread: part } = read?.dataset ?? {};
  if (part && state?.open && state.credential && !document.hidden) post("seen", state.credential, { conversation: thread, part }).catch(() => {});
};

/** Above the first answer that was unread. @param {HTMLElement} place */
const markUnread = (place) => {
  const bubbles = [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".said:not(.mine) [data-part]"))];
  const first = bubbles.find(({ dataset }) => Number(dataset.part) > readTo)?.closest(".said");
  // At the top it would divide nothing.
  if (first?.previousElementSibling?.matches(".said")) first.before(/** @type {Node} */ (template("new")));
};

/** @param {string} text */
const waiting = (text) => {
  const said = /** @type {DocumentFragment} */ (template("unsent"));
  const bubble = said.querySelector(".bubble");
  if (bubble) bubble.textContent = text;
  return said;
};

/** Sends what stands in the field. @param {string} thread */
export const write = (thread) => {
  const input = field();
  const text = input?.value.trim();
  if (!input || !text) return;
  input.value = "";
  delete drafts[thread];
  enqueue(thread, text);
  content.querySelector(".talk")?.append(waiting(text));
  content.scrollTop = content.scrollHeight;
  send();
};
