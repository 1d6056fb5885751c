/** What the person does with a message of a teammate's. The workspace learns each thing once. */
import { post } from "./requests.js";
import { state } from "./state.js";

const reported = new Set();

/** @param {string | undefined} message its id; none of what is no such message @param {"seen" | "clicked" | "dismissed"} what */
export const report = (message, what) => {
  const name = `${message} ${what}`;
  if (!message || !state?.credential || reported.has(name)) return;
  reported.add(name);
  // The page may be left at once for the one that the message leads to.
  post("outbound", state.credential, { message, what }, { keepalive: true }).catch(() => {});
};
