/** The page that carries the widget. */

/** @typedef {Record<string, any>} Settings */
/** @typedef {((name: string, ...args: any[]) => unknown) & { q?: ArrayLike<any>[], booted?: boolean }} Intercom */

export const page = /** @type {Window & { Intercom?: Intercom, intercomSettings?: Settings }} */ (/** @type {unknown} */ (window));

/** This script's address; none where it does not run as a script of the page. `nonce`: by which the page's policy lets it run */
const { src: address, nonce } = /** @type {Partial<HTMLScriptElement>} */ (document.currentScript ?? {});
export { nonce };

/** The loader runs once, and for people. */
export const isWanted = !!address && !page.Intercom?.booted && !/bot\b|crawl|spider|slurp/i.test(navigator.userAgent);

/** Where the script came from. */
export const home = new URL(address || location.href);

/** @param {unknown} value @returns {Settings} */
export const asSettings = (value) => (typeof value === "object" && !Array.isArray(value) ? { ...value } : {});
