/** What the loader says, and what the panel tells it. */

/** @typedef {{ theme: "light" | "dark", direction: string, action: string, background: string }} Look */
/**
 * All that the loader sends, each time anew.
 * @typedef {{
 *   open: boolean, credential?: string, person?: Record<string, string>, failed?: number, look: Look,
 *   page: { url: string, title: string }, wish?: ["messages" | "write" | "send" | "open" | "dismiss", string?], kept?: string,
 * }} State `failed`: the status that the last ping was answered with, or 0 for no answer; `kept`: what an earlier document
 * of this panel had not sent
 */

/** @type {State | undefined} */
export let state;

/** @type {MessagePort | undefined} */
let port;

/** @param {(next: State, before: State | undefined) => void} hear */
export const listen = (hear) => {
  addEventListener("message", ({ source, ports }) => {
    if (source !== parent || port || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data }) => {
      const before = state;
      state = data;
      hear(data, before);
    };
    port.postMessage("ready");
  });
};

/** @param {"close" | "open" | "retry" | "active" | { unread?: number, snippet?: number, kept?: string }} message */
export const tell = (message) => port?.postMessage(message);
