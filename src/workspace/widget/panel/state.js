/** The messages between loader and panel. */

/**
 * As the page gave it.
 * @typedef {{ ink: string, action: unknown, background: unknown, quiet?: unknown }} Look `ink`: of text on the page, by its
 * theme; `quiet`: no notification while the panel is closed
 */
/**
 * All that the loader sends, each time anew.
 * @typedef {{
 *   open: boolean, isBack?: boolean, credential?: string, person?: Record<string, string>, failed?: number, look: Look,
 *   page: { url: string, title: string }, command?: ["home" | "messages" | "write" | "send" | "open" | "dismiss", string?], saved?: string,
 *   message?: { id: string, style: "chat" | "post" | "notification" } | null,
 * }} State `isBack`: open as before a reload; `failed`: the status that the last ping was answered with, or 0 for no answer; `saved`: what an earlier document
 * of this panel had not sent; `message`: a teammate's, that the page shows
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

/**
 * `place`: how the frame stands on the page while the panel is closed, as CSS declarations, "" for not at all; `go`: the page
 * of the site around that it should show, as `/plans`; `shows`: what an open panel shows, as a command
 * @param {"close" | "open" | "retry" | "active" | "email" | { unread?: number, place?: string, go?: string, saved?: string, shows?: State["command"] }} message
 */
export const notifyLoader = (message) => port?.postMessage(message);
