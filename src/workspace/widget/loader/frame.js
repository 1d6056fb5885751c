/** The channel to the panel, which is a document of its own. */
import { call } from "./callbacks.js";

/** @typedef {import("./session.js").Session} Session */

/** @type {MessagePort | undefined} */
let port;

export const disconnect = () => {
  port?.close();
  port = undefined;
};

/** @param {object} state */
export const send = (state) => port?.postMessage(state);

/** Of the panel's document, in the page's language if it chose one. @param {Session} session */
export const address = ({ base, appId, settings }) => `${base}/messenger/web/panel?${new URLSearchParams({ app_id: appId, language: settings.language_override ?? "" })}`;

/**
 * Loads the panel, unless that load is under way, and gives its document one end of a channel, once: another document that
 * takes its place learns nothing.
 * @param {HTMLIFrameElement} frame @param {Session} session
 * @param {{ receive: (message: any) => void, replaced: () => void }} panel
 */
export const load = (frame, session, { receive, replaced }) => {
  const src = address(session);
  if (frame.src === src && !port) return;
  disconnect();
  const connect = () => {
    if (port) return replaced();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port1.onmessage = ({ data }) => receive(data);
    frame.contentWindow?.postMessage("intercom", "*", [port2]);
  };
  frame.onload = () => call(connect);
  frame.src = src;
};
