// The panel's document, in which a test runs the modules that it is about.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { JSDOM } from 'jsdom';

import { connect, runner, settled } from '../browser.mjs';

const DOCUMENT = readFileSync(join(import.meta.dirname, 'document.html'), 'utf8');
const run = runner('panel');

/**
 * @typedef {typeof import('../../../src/workspace/widget/panel/state.js').state} State
 * @typedef {{
 *   content: typeof import('../../../src/workspace/widget/panel/content.js'), files: typeof import('../../../src/workspace/widget/panel/files.js'),
 *   focus: typeof import('../../../src/workspace/widget/panel/focus.js'), main: typeof import('../../../src/workspace/widget/panel/main.js'),
 *   morph: typeof import('../../../src/workspace/widget/panel/morph.js'), queue: typeof import('../../../src/workspace/widget/panel/queue.js'),
 *   state: typeof import('../../../src/workspace/widget/panel/state.js'), stream: typeof import('../../../src/workspace/widget/panel/stream.js'),
 *   times: typeof import('../../../src/workspace/widget/panel/times.js'), unsent: typeof import('../../../src/workspace/widget/panel/unsent.js'),
 *   words: typeof import('../../../src/workspace/widget/panel/words.js'),
 * }} PanelModules
 */

/** The panel's document, of which no module has run yet. @param {{ html?: string, lang?: string, sound?: boolean, languages?: string[], width?: number, touch?: boolean, scope?: object }} [as] `scope`: what its window has beside */
export function openPanel({ html, lang = 'en', sound, languages = ['en-GB'], width = 1280, touch = false, scope } = {}) {
  const { window } = new JSDOM(DOCUMENT, { url: 'https://chat.example/messenger/web/panel?app_id=app1' });
  const { document } = window;
  document.documentElement.lang = lang;
  document.documentElement.toggleAttribute('data-sound', !!sound);
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  if (html !== undefined) main.innerHTML = html;
  // jsdom draws nothing: what is hidden by its attribute is all that cannot be seen.
  window.Element.prototype.checkVisibility = function () {
    return !this.closest('[hidden]');
  };
  const setHidden = (/** @type {boolean} */ hidden) => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  setHidden(false);
  const network = connect(window);
  const navigator = { onLine: true, languages, userActivation: { hasBeenActive: true } };
  let tones = 0;
  const knob = { value: 0, setValueAtTime() {}, exponentialRampToValueAtTime() {} };
  const node = { frequency: knob, gain: knob, connect: () => node, start() {}, stop() {} };
  const modules = run(window, {
    navigator,
    fetch: network.fetch,
    screen: { width },
    matchMedia: (/** @type {string} */ query) => ({ matches: touch && query === '(pointer: coarse)' }),
    requestAnimationFrame: (/** @type {() => void} */ draw) => queueMicrotask(draw),
    ResizeObserver: class { observe() {} },
    CSS: { supports: () => true },
    AudioContext: class {
      currentTime = 0;
      constructor() {
        tones += 1;
      }
      createOscillator = () => node;
      createGain = () => node;
      close() {}
    },
    ...scope,
  });
  /** @template {keyof PanelModules} Name @param {Name} name @returns {PanelModules[Name]} */
  const module = (name) => modules(name);

  /** @type {any[]} */
  const told = [];
  const port = { postMessage: (/** @type {unknown} */ message) => told.push(message), onmessage: (/** @type {{ data: unknown }} */ _event) => {} };
  let isConnected = false;
  /** @type {NonNullable<State>} */
  let last = { open: false, look: { ink: 'rgb(0, 0, 0)', action: undefined, background: undefined }, page: { url: 'https://www.shop.example/plans', title: 'Plans' } };
  return {
    window,
    document,
    main,
    navigator,
    network,
    module,
    /** What the loader has heard from it. */
    told,
    tones: () => tones,
    /** What stands in the panel under this selector, without what is hidden. @param {string} selector */
    texts: (selector) => [...document.querySelectorAll(selector)].filter((element) => !element.closest('[hidden]')).map(({ textContent }) => textContent),
    /** @param {string} selector @returns {any} */
    find: (selector) => document.querySelector(selector),
    /** The loader's next message: what has changed since its last. @param {Partial<NonNullable<State>>} change */
    async tell(change) {
      if (!isConnected) {
        isConnected = true;
        module('state').listen(() => {});
        window.dispatchEvent(Object.assign(new window.Event('message'), { source: window, ports: [port] }));
      }
      last = { ...last, command: undefined, ...change };
      port.onmessage({ data: last });
      await settled();
    },
    /** @param {EventTarget} target @param {string} key @param {KeyboardEventInit} [more] */
    press(target, key, more) {
      const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
      target.dispatchEvent(event);
      return event;
    },
    /** @param {boolean} hidden */
    turn(hidden) {
      setHidden(hidden);
      document.dispatchEvent(new window.Event('visibilitychange'));
    },
  };
}
