// The widget's modules in a document of jsdom. Each test has them anew, and decides what the network answers.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import { buildSync } from 'esbuild';
import { JSDOM } from 'jsdom';

// A reader far from UTC, in a place without summer time.
process.env.TZ = 'Asia/Tokyo';

const WIDGET = join(import.meta.dirname, '../../src/workspace/widget');
const PANEL = readFileSync(join(import.meta.dirname, 'panel.html'), 'utf8');

/** A function that runs one module by its name, and what that imports: once each, as a browser does. @param {string} folder */
function bundle(folder) {
  const resolveDir = join(WIDGET, folder);
  const names = readdirSync(resolveDir).filter((name) => name.endsWith('.js')).map((name) => name.replace('.js', ''));
  const contents = `const modules = { ${names.map((name) => `${name}: () => require("./${name}.js")`)} }; module.exports = (name) => modules[name]();`;
  const [built] = buildSync({
    stdin: { contents, resolveDir },
    bundle: true,
    format: 'cjs',
    write: false,
    // As build.rs has it.
    loader: { '.css': 'text' },
    alias: { 'launcher.css': join(WIDGET, 'loader/launcher.css') },
  }).outputFiles;
  return `${built?.text}`;
}

/** @type {Record<string, string>} */
const bundles = { panel: bundle('panel'), loader: bundle('loader') };

/** What the modules take from their window. */
const OF_WINDOW = /** @type {const} */ (['window', 'document', 'location', 'parent', 'addEventListener', 'sessionStorage', 'getComputedStyle', 'DOMParser', 'Element', 'HTMLInputElement', 'CustomEvent']);

/** @param {string} folder @param {Window & typeof globalThis} window @param {Record<string, unknown>} more */
function run(folder, window, more) {
  const scope = { ...Object.fromEntries(OF_WINDOW.map((name) => [name, window[name]])), ...more };
  const module = { exports: (/** @type {string} */ _name) => /** @type {any} */ (undefined) };
  compileFunction(`${bundles[folder]}`, ['module', ...Object.keys(scope)], { filename: `${folder}.js` })(module, ...Object.values(scope));
  return module.exports;
}

/**
 * @typedef {{ path: string, url: URL, method: string, body: any, credential: string | undefined, signal: AbortSignal | undefined }} Request
 * `path`: below the widget's own addresses
 * @typedef {{ requests: Request[], answer: (request: Request) => Response | Promise<Response>, fetch: typeof fetch }} Network
 * `requests`: all so far; `answer`: what the next ones are answered. Without one of the test's they stay without an answer.
 */

/** @param {Window} window @returns {Network} */
function connect(window) {
  /** @type {Network} */
  const network = {
    requests: [],
    answer: () => new Promise(() => {}),
    async fetch(address, { method = 'GET', body, headers, signal } = {}) {
      const url = new URL(`${address}`, window.location.href);
      const credential = new Headers(headers).get('authorization')?.replace('Bearer ', '');
      const path = url.pathname.replace('/messenger/web/', '');
      const request = { path, url, method, body: body && JSON.parse(`${body}`), credential, signal: signal ?? undefined };
      network.requests.push(request);
      const cut = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      return /** @type {Promise<Response>} */ (Promise.race([network.answer(request), cut]));
    },
  };
  return network;
}

/** Until all that is under way has happened. No clock runs meanwhile. */
export async function settled() {
  for (let turn = 0; turn < 25; turn++) await new Promise((next) => setImmediate(next));
}

/** @param {object} content @param {number} [status] @param {Record<string, string>} [headers] */
export const json = (content, status = 200, headers = {}) => new Response(JSON.stringify(content), { status, headers });
export const lost = () => Promise.reject(new TypeError('Failed to fetch'));

/** Answers that the test gives one by one. */
export function held() {
  /** @type {((answer: Response | Promise<Response>) => void)[]} */
  const waiting = [];
  return {
    answer: () => new Promise((/** @type {(answer: Response | Promise<Response>) => void} */ resolve) => waiting.push(resolve)),
    /** The oldest that waits. @param {Response | Promise<Response>} answer */
    async give(answer) {
      const next = waiting.shift();
      if (!next) throw new Error('no request waits for an answer');
      next(answer);
      await settled();
    },
    get count() {
      return waiting.length;
    },
  };
}

/**
 * @typedef {typeof import('../../src/workspace/widget/panel/state.js').state} State
 * @typedef {{
 *   content: typeof import('../../src/workspace/widget/panel/content.js'), files: typeof import('../../src/workspace/widget/panel/files.js'),
 *   focus: typeof import('../../src/workspace/widget/panel/focus.js'), main: typeof import('../../src/workspace/widget/panel/main.js'),
 *   morph: typeof import('../../src/workspace/widget/panel/morph.js'), queue: typeof import('../../src/workspace/widget/panel/queue.js'),
 *   state: typeof import('../../src/workspace/widget/panel/state.js'), stream: typeof import('../../src/workspace/widget/panel/stream.js'),
 *   times: typeof import('../../src/workspace/widget/panel/times.js'), unsent: typeof import('../../src/workspace/widget/panel/unsent.js'),
 *   words: typeof import('../../src/workspace/widget/panel/words.js'),
 * }} PanelModules
 */

/** The panel's document, of which no module has run yet. @param {{ html?: string, lang?: string, sound?: boolean, languages?: string[], width?: number, scope?: object }} [as] `scope`: what its window has beside */
export function openPanel({ html, lang = 'en', sound, languages = ['en-GB'], width = 1280, scope } = {}) {
  const { window } = new JSDOM(PANEL, { url: 'https://chat.example/messenger/web/panel?app_id=app1' });
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
  const modules = run('panel', window, {
    navigator,
    fetch: network.fetch,
    screen: { width },
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
