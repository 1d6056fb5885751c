// A page that carries the widget's script.
import { JSDOM } from 'jsdom';

import { connect, runner, settled } from '../browser.mjs';

const run = runner('loader');
const runFrame = runner('frame');

/**
 * @typedef {{
 *   callbacks: typeof import('../../../src/workspace/widget/loader/callbacks.js'), cookies: typeof import('../../../src/workspace/widget/loader/cookies.js'),
 *   main: typeof import('../../../src/workspace/widget/loader/main.js'), requests: typeof import('../../../src/workspace/widget/loader/requests.js'),
 *   session: typeof import('../../../src/workspace/widget/loader/session.js'), title: typeof import('../../../src/workspace/widget/loader/title.js'),
 *   storage: typeof import('../../../src/workspace/widget/loader/storage.js'),
 * }} LoaderModules
 */

const SCRIPT = 'https://chat.example/widget/app1';

/**
 * A page that carries the snippet, and whose script has not run yet. `breaks` is done to the page's window before. The second
 * file is there at once, unless it is `held`.
 * @param {{
 *   settings?: Record<string, unknown>, calls?: unknown[], html?: string, url?: string, script?: string, userAgent?: string,
 *   breaks?: (window: any, scope: Record<string, unknown>) => void, held?: boolean, isPhone?: boolean,
 * }} [as] `calls`: what the page has called so far
 */
export function openPage({ settings = { app_id: 'app1' }, calls = [], html = '<a href="#there">A link</a>', url = 'https://www.shop.example/plans', script = SCRIPT, userAgent = 'Firefox', breaks, held, isPhone = false } = {}) {
  const { window } = new JSDOM(`<!doctype html><title>A page</title><body>${html}</body>`, { url });
  const { document } = window;
  const page = /** @type {any} */ (window);
  page.intercomSettings = settings;
  const stub = Object.assign(() => {}, { q: /** @type {any[]} */ (calls) });
  page.Intercom = stub;
  const runs = (/** @type {object | null} */ script) => Object.defineProperty(document, 'currentScript', { value: script, configurable: true });
  runs(script ? { src: script, nonce: 'of the page' } : null);
  const setHidden = (/** @type {boolean} */ hidden) => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  setHidden(false);
  // The sheets that a script has added: jsdom adopts none.
  Object.assign(document, { adoptedStyleSheets: [] });
  const network = connect(window);
  /** @type {Record<string, string[]>} */
  const said = { info: [], warn: [], error: [] };
  /** What the page's own handler of errors gets. @type {string[]} */
  const thrown = [];
  window.addEventListener('error', (event) => {
    event.preventDefault();
    thrown.push(event.message);
  });
  const tell = (/** @type {string} */ how) => (/** @type {unknown} */ words) => void said[how]?.push(`${words}`);
  /** @type {Record<string, unknown>} */
  const scope = {
    navigator: { userAgent },
    fetch: network.fetch,
    console: { info: tell('info'), warn: tell('warn'), error: tell('error') },
    CSS: { supports: (/** @type {string} */ _property, /** @type {unknown} */ value) => /^(#[0-9a-f]+|rgb\(.*\)|red|navy)$/.test(`${value}`) },
    CSSStyleSheet: class {
      rules = '';
      replaceSync(/** @type {string} */ rules) {
        this.rules = rules;
      }
    },
    MessageChannel: class {
      port1 = port();
      port2 = port();
      constructor() {
        this.port1.other = this.port2;
        this.port2.other = this.port1;
      }
    },
    matchMedia: (/** @type {string} */ query) => ({ matches: isPhone && query === '(max-width: 480px)', addEventListener() {} }),
    AbortSignal,
  };
  breaks?.(window, scope);
  const modules = run(window, scope);
  /** The second file's elements, each as often as it was asked for. @type {HTMLScriptElement[]} */
  const files = [];
  const file = {
    asked: files,
    arrive() {
      const element = /** @type {HTMLScriptElement} */ (files.at(-1));
      runs(element);
      runFrame(window, scope)('main');
      element.dispatchEvent(new window.Event('load'));
    },
    fail: () => files.at(-1)?.dispatchEvent(new window.Event('error')),
  };
  const append = document.head.append.bind(document.head);
  document.head.append = (/** @type {(Node | string)[]} */ ...nodes) => {
    append(...nodes);
    const [added] = nodes;
    if (!(added instanceof window.HTMLScriptElement)) return;
    files.push(added);
    if (!held) file.arrive();
  };
  /** @template {keyof LoaderModules} Name @param {Name} name @returns {LoaderModules[Name]} */
  const module = (name) => modules(name);

  return {
    window,
    document,
    network,
    file,
    said,
    thrown,
    module,
    stub,
    /** The script runs, and the page goes on once all that is under way has happened. */
    async start() {
      module('main');
      await settled();
    },
    /** What `Intercom` returns. @param {...unknown} call @returns {any} */
    intercom: (...call) => page.Intercom(...call),
    /** @param {...unknown} call */
    async calls(...call) {
      page.Intercom(...call);
      await settled();
    },
    /** @param {string} selector @returns {any} */
    find: (selector) => document.querySelector(selector),
    launcher: () => /** @type {HTMLButtonElement | null} */ (document.querySelector('.intercom-launcher')),
    box: () => /** @type {HTMLElement | null} */ (document.querySelector('.intercom-messenger-frame')),
    cookies: () => Object.fromEntries(document.cookie.split('; ').filter(Boolean).map((cookie) => cookie.split('='))),
    pings: () => network.requests.filter(({ path }) => path === 'ping').map(({ body }) => body),
    /** The panel's document has come, and answers by this. */
    panel() {
      const frame = /** @type {any} */ (document.querySelector('#intercom-frame'));
      /** @type {any[]} */
      const states = [];
      /** @type {Port | undefined} */
      let given;
      frame.contentWindow.postMessage = (/** @type {unknown} */ _greeting, /** @type {string} */ _target, /** @type {Port[]} */ [port]) => (given = port);
      frame.onload();
      if (given) given.onmessage = ({ data }) => states.push(data);
      const says = async (/** @type {unknown} */ message) => {
        given?.postMessage(message);
        await settled();
      };
      given?.postMessage('ready');
      return { states, says, isGiven: !!given };
    },
    /** @param {boolean} hidden */
    turn(hidden) {
      setHidden(hidden);
      document.dispatchEvent(new window.Event('visibilitychange'));
    },
    /** @param {string} key @param {EventTarget} [target] */
    press(key, target = document.body) {
      target.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    },
  };
}

/** @typedef {{ other: Port | undefined, onmessage: (event: { data: any }) => void, postMessage(data: unknown): void, close(): void }} Port */

/** One end of a channel, which delivers at once. @returns {Port} */
function port() {
  return {
    other: undefined,
    onmessage() {},
    postMessage(data) {
      this.other?.onmessage({ data });
    },
    close() {
      if (this.other) this.other.other = undefined;
      this.other = undefined;
    },
  };
}
