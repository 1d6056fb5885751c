/**
 * The widget's loader: turns the page's queueing stub into the real `Intercom`, draws the launcher, frames the panel and
 * sends the pings. It must never throw into the page that carries it, nor touch more of it than a launcher, a frame,
 * three cookies, two items of this tab's storage, and `Intercom`.
 */
// These two first: the script compresses best in this order.
import "./styles.js";
import "./requests.js";
import { calls } from "./calls.js";
import { isWanted, page } from "./page.js";

/** @typedef {import("./page.js").Intercom} Intercom */

/** @type {Intercom} */
const intercom = (name, ...args) => {
  try {
    const result = Object.hasOwn(calls, name) && calls[name](...args);
    if (name === "getVisitorId" || name === "whoami") return result;
  } catch (error) {
    console.error(error);
  }
};

/** Makes the page's calls so far, in order. */
const start = () => {
  const queue = page.Intercom?.q ?? [];
  let decided = false;
  while (queue.length) {
    const [name, ...args] = Array.from(/** @type {ArrayLike<any>} */ (queue.shift() ?? []));
    decided ||= name === "boot" || name === "shutdown";
    intercom(name, ...args);
  }
  intercom.booted = true;
  page.Intercom = intercom;
  if (!decided) intercom("boot");
};

if (isWanted) start();
