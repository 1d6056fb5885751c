/** Sends messages one after the other, each until the workspace has it. */
import { say } from "./content.js";
import { drafts, save, unsent } from "./unsent.js";
import { pause, post } from "./requests.js";
import { state } from "./state.js";
import { duration, fill, words } from "./words.js";

/** @typedef {import("./unsent.js").Message} Message */

let isSending = false;
/** Called with each message that was stored, and the id of its conversation. @type {(message: Message, conversation: string) => void} */
let onSent = () => {};

/** @param {typeof onSent} receive */
export const whenSent = (receive) => {
  onSent = receive;
};

/** @param {string} thread @param {string} text @param {import("./unsent.js").Uploaded[]} [files] */
export const enqueue = (thread, text, files) => {
  const key = `${Math.random()}${Math.random()}`.replace(/\D/g, "");
  unsent.push({ key, thread, text, files, page: state?.page });
  save();
};

export const send = async () => {
  const credential = state?.credential;
  const [next] = unsent;
  if (isSending || !credential || !next) return;
  isSending = true;
  const seconds = await trySending(next, credential);
  if (seconds) await pause(seconds);
  isSending = false;
  // Without a session the queue waits for the next credential.
  if (seconds !== undefined || state?.credential !== credential) send();
};

/**
 * @param {Message} message @param {string} credential
 * @returns {Promise<number | undefined>} seconds until the next try; none where this credential sends nothing
 */
const trySending = async (message, credential) => {
  const { key, thread, text, files, page } = message;
  const attachments = files?.map(({ id }) => id);
  try {
    const answer = await post("message", credential, { key, conversation: thread || undefined, text, attachments, page });
    const isBlocked = answer.status === 403 && (await answer.text()).includes('"blocked"');
    if (answer.status === 401 || (answer.status === 403 && !isBlocked)) return undefined;
    if (answer.ok) {
      const { conversation } = await answer.json();
      unsent.shift();
      // What was written meanwhile belongs to the conversation that is there now.
      if (!thread) for (const other of unsent) other.thread ||= conversation;
      save();
      say("");
      onSent(message, conversation);
      return 0;
    }
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get("Retry-After")) || 10;
      say(fill(words.too_fast, { time: duration(seconds) }));
      return seconds;
    }
    if (answer.status < 500) {
      unsent.shift();
      drafts[thread] = [drafts[thread], text].filter(Boolean).join("\n");
      save();
      onSent(message, thread);
      say(isBlocked ? words.blocked : words.not_sent);
      return 0;
    }
  } catch {}
  say(navigator.onLine ? words.reconnecting : words.offline);
  return 2;
};
