/** What the person does with a message of a teammate's. The workspace learns each thing once. */
import { post } from "./requests.js";
import { state } from "./state.js";

const reported = new Set();

/** @param {string | undefined} message its id; none of what is no such message @param {"seen" | "clicked" | "dismissed"} what */
export const report = (message, what) => {
  const name = `${message} ${what}`;
  if (!message || reported.has(name)) return;
  reported.add(name);
  send(message, { what });
};

/** Undefined where it did not arrive. @param {string} message @param {{ what: string, reaction?: string }} said */
export const send = (message, said) =>
  // The page may be left at once for the one that the message leads to.
  post("outbound", `${state?.credential}`, { message, ...said }, { keepalive: true }).catch(() => undefined);
