/** The messages between loader and panel. */

/**
 * As the page gave it.
 * @typedef {{ ink: string, action: unknown, background: unknown, quiet?: unknown }} Look `ink`: of text on the page, by its
 * theme; `quiet`: no notification while the panel is closed
 */
/**
 * All that the loader sends, each time anew.
 * @typedef {{
 *   open: boolean, credential?: string, person?: Record<string, string>, failed?: number, look: Look,
 *   page: { url: string, title: string }, command?: ["home" | "messages" | "write" | "send" | "open" | "dismiss", string?], saved?: string,
 * }} State `failed`: the status that the last ping was answered with, or 0 for no answer; `saved`: what an earlier document
 * of this panel had not sent
 */

/** @type {State | undefined} */
export let state;

/** @type {MessagePort | undefined} */
let port;

/** @param {(next: State, before: State | undefined) => void} receive */
export const listen = (receive) => {
  addEventListener("message", ({ source, ports }) => {
    if (source !== parent || port || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data }) => {
      const before = state;
      state = data;
      receive(data, before);
    };
    port.postMessage("ready");
  });
};

/** @param {"close" | "open" | "retry" | "active" | "email" | { unread?: number, snippet?: number, saved?: string }} message */
export const notifyLoader = (message) => port?.postMessage(message);
