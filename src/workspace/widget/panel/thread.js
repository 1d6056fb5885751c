/** A conversation: its messages, what is still to be sent, and the field. */
import { content, put, template } from "./content.js";
import { add, isUploading, showFiles, showPending, take, whenFilesChange } from "./files.js";
import { focusOn } from "./focus.js";
import { morph } from "./morph.js";
import { drafts, pending, save, unsent } from "./unsent.js";
import { enqueue, send } from "./queue.js";
import { post } from "./requests.js";
import { state } from "./state.js";
import { writeDays, writeTimes } from "./times.js";
import { fill, plural, words } from "./words.js";
import { whenTyping } from "./stream.js";

export const field = () => /** @type {HTMLTextAreaElement | null} */ (content.querySelector("textarea"));

/** The conversation that is open. */
let opened = "";
/** Up to which part the person had read when they opened the conversation. */
let readTo = 0;
/** Answers that came while the person was reading further up. */
let missed = 0;

// What is in sight ----------------------------------------------------------------------------------------------------

const view = () => /** @type {HTMLElement | null} */ (content.querySelector(".scroll"));

const isAtEnd = () => {
  const { scrollTop, clientHeight, scrollHeight } = view() ?? content;
  return scrollTop + clientHeight > scrollHeight - 80;
};

export const showNewest = () => {
  const scrolled = view();
  if (scrolled) scrolled.scrollTop = scrolled.scrollHeight;
};

/** What is in sight stays there, however much comes above it; that is no news to a screen reader. @param {() => Promise<void>} change */
export const keepInSight = async (change) => {
  const scrolled = view();
  const talk = /** @type {HTMLElement | null} */ (content.querySelector(".talk"));
  if (!scrolled || !talk) return change();
  const below = scrolled.scrollHeight - scrolled.scrollTop;
  talk.ariaLive = "off";
  await change();
  scrolled.scrollTop = scrolled.scrollHeight - below;
  requestAnimationFrame(() => (talk.ariaLive = null));
  // The button that had the focus is gone.
  if (document.activeElement === document.body) scrolled.focus({ preventScroll: true });
};

const showMissed = () => {
  const pill = /** @type {HTMLElement | null} */ (content.querySelector("[data-do=newest]"));
  if (!pill) return;
  pill.hidden = !missed;
  if (missed) pill.textContent = plural(words.new_messages, missed);
};

// An element's scrolling does not bubble.
content.addEventListener("scroll", () => {
  if (!missed || !isAtEnd()) return;
  missed = 0;
  showMissed();
}, true);

// The conversation ----------------------------------------------------------------------------------------------------

/** @param {ParentNode} of @returns {HTMLElement[]} */
const answers = (of) => [...of.querySelectorAll(/** @type {"div"} */ (".said:not(.mine) [data-part]"))];

/** @param {HTMLElement} bubble */
const number = ({ dataset }) => Number(dataset.part);

/**
 * Puts the messages in. What the person is writing stays.
 * @param {string} thread @param {ParentNode} page @param {boolean} again it is open already
 */
export const putThread = (thread, page, again) => {
  const read = /** @type {HTMLElement} */ (page.querySelector(".talk") ?? document.createElement("div"));
  const { unread: part, readTo: readBefore } = read.dataset;
  opened = thread;
  if (!again) {
    put(/** @type {Node} */ (template("thread")));
    readTo = Number(readBefore ?? Infinity);
    missed = 0;
  }
  const place = /** @type {HTMLElement} */ (content.querySelector(".talk"));
  const who = page.querySelector(".who");
  if (who) morph(/** @type {Node} */ (content.querySelector(".who")), who);
  putAsk(place, page.querySelector(".ask"));
  const wasAtEnd = !again || isAtEnd();
  const known = Math.max(0, ...answers(place).map(number));
  const fresh = answers(read).filter((bubble) => number(bubble) > known).length;
  if (fresh || !again) typing = "";
  if (!wasAtEnd) missed += fresh;
  writeTimes(read);
  writeDays(read);
  markUnread(read);
  for (const message of unsent) if (message.thread === thread) read.append(waiting(message));
  if (typing) read.append(dots(typing));
  if (!read.childElementCount) read.append(/** @type {Node} */ (template("begin")));
  showFiles(read);
  morph(place, read);
  showMissed();
  const input = field();
  if (input && !again) {
    input.value = drafts[thread] ?? "";
    input.oninput = () => {
      drafts[opened] = input.value;
      save();
      fit();
      reportTyping();
    };
    const chosen = /** @type {HTMLInputElement} */ (content.querySelector("[type=file]"));
    chosen.onchange = () => {
      add(opened, [...(chosen.files ?? [])]);
      chosen.value = "";
    };
    showPending(thread);
    fit();
    focusOn(input);
  } else if (input && input.value !== (drafts[thread] ?? "")) {
    // A message that was refused is in the field again.
    input.value = drafts[thread] ?? "";
    fit();
  }
  if (wasAtEnd) showNewest();
  if (part && state?.open && state.credential && !document.hidden) post("seen", state.credential, { conversation: thread, part }).catch(() => {});
};

/** Above the first answer that was unread. @param {HTMLElement} read */
const markUnread = (read) => {
  const first = answers(read).find((bubble) => number(bubble) > readTo)?.closest(".said");
  // At the top it would divide nothing.
  if (first?.previousElementSibling?.matches(".said")) first.before(/** @type {Node} */ (template("new")));
};

/** @param {import("./unsent.js").Message} message */
const waiting = ({ text, files }) => {
  const said = /** @type {DocumentFragment} */ (template("unsent"));
  const bubble = said.querySelector(".bubble");
  if (bubble) bubble.textContent = [text, ...(files ?? []).map(({ name }) => name)].filter(Boolean).join("\n");
  return said;
};

// The field -----------------------------------------------------------------------------------------------------------

/** As high as what stands in it, where the browser does not see to that itself. */
const fit = () => {
  const input = field();
  const button = /** @type {HTMLButtonElement | null} */ (content.querySelector("[data-do=send]"));
  if (!input || !button) return;
  button.disabled = isUploading(opened) || !(input.value.trim() || pending[opened]?.length);
  if (CSS.supports("field-sizing", "content")) return;
  input.style.blockSize = "auto";
  input.style.blockSize = `${input.scrollHeight}px`;
};

/** Sends what stands in the field. @param {string} thread */
export const write = (thread) => {
  const input = field();
  const text = input?.value.trim() ?? "";
  // What is on its way belongs to this message.
  if (!input || isUploading(thread)) return;
  const files = take(thread);
  if (!text && !files.length) return;
  input.value = "";
  fit();
  showPending(thread);
  delete drafts[thread];
  enqueue(thread, text, files);
  const place = content.querySelector(".talk");
  place?.querySelector(".nothing")?.remove();
  place?.append(waiting({ key: "", thread, text, files }));
  showNewest();
  send();
};

whenFilesChange(() => fit());

/** @param {DataTransfer | null} data @param {Event} event */
const addFrom = (data, event) => {
  if (!data?.files.length || !field()) return;
  event.preventDefault();
  add(opened, [...data.files]);
};
addEventListener("paste", (event) => addFrom(event.clipboardData, event));
addEventListener("drop", (event) => addFrom(event.dataTransfer, event));
addEventListener("dragover", (event) => field() && event.preventDefault());

export const chooseFiles = () => /** @type {HTMLInputElement | null} */ (content.querySelector("[type=file]"))?.click();

// Who is writing -----------------------------------------------------------------------------------------------------

/** A notice holds so long, in milliseconds, and is repeated sooner while somebody writes. */
const HOLDS = 5_000;
const REPEATED_AFTER = 3_000;

/** The teammate who is writing in the open conversation. */
let typing = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timeout;
let reportedAt = 0;

/** @param {string} name */
const dots = (name) => {
  const said = /** @type {DocumentFragment} */ (template("typing"));
  const face = said.querySelector(".face");
  // As the server draws one.
  if (face) face.textContent = name.split(/\s+/).slice(0, 2).map(([first]) => first).join("");
  said.querySelector(".dots")?.setAttribute("aria-label", fill(words.typing, { name }));
  return said;
};

whenTyping((conversation, name) => {
  if (conversation !== opened || !state?.open) return;
  const wasAtEnd = isAtEnd();
  const place = content.querySelector(".talk");
  if (place && !typing) place.append(dots(name));
  typing = name;
  if (wasAtEnd) showNewest();
  clearTimeout(timeout);
  timeout = setTimeout(() => {
    typing = "";
    content.querySelector(".typing")?.remove();
  }, HOLDS);
});

const reportTyping = () => {
  const now = Date.now();
  if (!/^\d+$/.test(opened) || !field()?.value || !state?.credential || now - reportedAt < REPEATED_AFTER) return;
  reportedAt = now;
  // What is lost is repeated with the next key.
  post("typing", state.credential, { conversation: opened }).catch(() => {});
};

// The e-mail address of a lead ----------------------------------------------------------------------------------------

/** What the person has typed there stays. @param {HTMLElement} place @param {Element | null} asked */
const putAsk = (place, asked) => {
  const ask = content.querySelector(".ask");
  if (asked && !ask) place.after(asked);
  else if (!asked && ask?.querySelector("input")) ask.remove();
};

/** @returns {Promise<boolean>} whether the workspace has it now */
export const giveEmail = async () => {
  const ask = /** @type {HTMLElement | null} */ (content.querySelector(".ask"));
  const input = ask?.querySelector("input");
  const status = ask?.querySelector("[role=status]");
  if (!ask || !input || !status || !state?.credential) return false;
  const email = input.value.trim();
  let isKept;
  try {
    isKept = input.checkValidity() ? (await post("email", state.credential, { email })).ok : false;
  } catch {
    status.textContent = words.reconnecting;
    return false;
  }
  input.ariaInvalid = `${!isKept}`;
  const { kept = "", wrong = "" } = ask.dataset;
  if (isKept) {
    status.textContent = kept.replace("{email}", `\u2068${email}\u2069`);
    ask.replaceChildren(status);
    field()?.focus();
  } else {
    status.textContent = wrong;
    input.focus();
  }
  return isKept;
};
