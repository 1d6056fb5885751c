/** One stream says when a conversation of the person has changed. */
import { get, pause } from "./requests.js";
import { state } from "./state.js";

/** Up to which event the state in place was read; "" where none is. */
let cursor = "";
/** Whose stream is open. */
let followed = "";
let following = new AbortController();
/** Whether there is a conversation that somebody may answer in. */
let hasConversations = false;
/** @type {() => void} */
let onNews = () => {};

/** @type {(conversation: string, name: string) => void} */
let onTyping = () => {};

/** @param {() => void} receive */
export const whenChanged = (receive) => {
  onNews = receive;
};

/** @param {typeof onTyping} receive */
export const whenTyping = (receive) => {
  onTyping = receive;
};

/**
 * @param {string | undefined} read the cursor of the state that was read; "" for a state that is gone
 * @param {string} [conversations] how many the person has, where it was read
 */
export const followFrom = (read, conversations) => {
  cursor = read ?? cursor;
  if (conversations) hasConversations = conversations !== "0";
  follow();
};

/** Only while the page is in sight, and the panel is open or somebody may answer. */
export const follow = () => {
  const isLooking = !document.hidden && (state?.open || hasConversations);
  const wanted = (cursor && isLooking && state?.credential) || "";
  if (wanted === followed) return;
  followed = wanted;
  following.abort();
  following = new AbortController();
  if (wanted) hearChanges(wanted, following.signal);
};

/** @param {string} credential @param {AbortSignal} signal */
const hearChanges = async (credential, signal) => {
  for (let wait = 1; !signal.aborted; wait = Math.min(2 * wait, 30)) {
    try {
      const answer = await get(`stream?after=${cursor}`, credential, signal);
      if (answer.status === 401) {
        followed = "";
        return onNews();
      }
      const messages = answer.ok && answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ""; messages; ) {
        const { value, done } = await messages.read();
        if (done) break;
        wait = 1;
        const whole = (text += value).split("\n\n");
        text = whole.pop() ?? "";
        for (const message of whole) {
          const [, conversation, name] = message.match(/^event: ?typing\ndata: ?(\d+) (.*)$/m) ?? [];
          if (conversation) onTyping(conversation, name);
        }
        if (whole.some((message) => /^event: ?change$/m.test(message))) onNews();
      }
    } catch {
      // Cut: opened again below, or nobody wants it any longer.
    }
    // Between half of it and the whole: panels that were cut at once do not come back at once.
    if (!signal.aborted) await pause((wait * (1 + Math.random())) / 2);
  }
};

document.addEventListener("visibilitychange", follow);
