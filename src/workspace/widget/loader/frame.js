/** The page's second file, which puts the panel's frame there. */
import { home, nonce } from "./page.js";

/** @typedef {import("../frame/main.js").Frame} Frame */
/** @typedef {(app: HTMLElement, loader: import("../frame/main.js").Loader) => Frame} Put */

/** What the file gives, once it is here. @type {Put | undefined} */
export let put;
/** @type {HTMLScriptElement & { put?: Put } | undefined} */
let script;

/** Asks for the file, unless it is on its way. One that did not come is asked for again. @param {(isHere: boolean) => void} answer */
export const ask = (answer) => {
  if (script) return;
  script = document.createElement("script");
  const ended = () => {
    put = script?.put;
    script?.remove();
    script = undefined;
    if (!put) console.error("Intercom: the panel did not load.");
    answer(!!put);
  };
  script.onload = script.onerror = ended;
  script.nonce = `${nonce}`;
  script.src = `${home.origin}/messenger/web/frame.js`;
  document.head.append(script);
};
