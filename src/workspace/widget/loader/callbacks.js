/** The page's own functions: the loader calls them, and none of them may stop it. */

/** @typedef {(argument?: any) => void} Callback */

/** @param {unknown} callback @param {unknown[]} args */
export const call = (callback, ...args) => {
  try {
    if (typeof callback === "function") callback(...args);
  } catch (error) {
    console.error(error);
  }
};

/** @type {Record<string, Callback[]>} */
let listeners = {};

/** @param {string} event @param {Callback} callback */
export const listen = (event, callback) => (listeners[event] ??= []).push(callback);

/** @param {string} event @param {unknown[]} args */
export const notify = (event, ...args) => {
  for (const listener of listeners[event] ?? []) call(listener, ...args);
};

export const dropListeners = () => {
  listeners = {};
};
