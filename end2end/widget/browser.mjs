// The widget's modules in a document of jsdom. Each test has them anew, and decides what the network answers.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import { buildSync } from 'esbuild';

// A reader far from UTC, in a place without summer time.
process.env.TZ = 'Asia/Tokyo';

const WIDGET = join(import.meta.dirname, '../../src/workspace/widget');

/** Its exports are a function that runs one module by its name, and what that imports: once each, as a browser does. @param {string} folder */
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
    alias: { 'launcher.css': join(WIDGET, 'loader/launcher.css'), 'frame.css': join(WIDGET, 'frame/frame.css') },
  }).outputFiles;
  return `${built?.text}`;
}

/** What the modules take from their window. */
const OF_WINDOW = /** @type {const} */ (['window', 'document', 'location', 'parent', 'addEventListener', 'sessionStorage', 'getComputedStyle', 'DOMParser', 'Element', 'HTMLInputElement', 'CustomEvent']);

/** A timer that no test waits for does not keep the process. @param {() => void} act @param {number} wait */
const unwaited = (act, wait) => setTimeout(act, wait).unref();

/**
 * Runs the modules of a folder, anew each time: what they keep is of this run alone.
 * @param {'panel' | 'loader' | 'frame'} folder
 */
export function runner(folder) {
  const bundled = bundle(folder);
  /** By what their window has beside the usual. @type {Map<string, Function>} */
  const compiled = new Map();
  return (/** @type {Window & typeof globalThis} */ window, /** @type {Record<string, unknown>} */ more) => {
    const scope = { ...Object.fromEntries(OF_WINDOW.map((name) => [name, window[name]])), setTimeout: unwaited, ...more };
    const names = ['module', ...Object.keys(scope)];
    const run = compiled.get(`${names}`) ?? compileFunction(bundled, names, { filename: `${folder}.js` });
    compiled.set(`${names}`, run);
    const module = { exports: (/** @type {string} */ _name) => /** @type {any} */ (undefined) };
    run(module, ...Object.values(scope));
    return module.exports;
  };
}

/**
 * @typedef {{ path: string, url: URL, method: string, body: any, credential: string | undefined, signal: AbortSignal | undefined, mode: string | undefined, keepalive: boolean }} Request
 * `path`: below the widget's own addresses; `keepalive`: it outlives the page
 * @typedef {{ requests: Request[], answer: (request: Request) => Response | Promise<Response>, fetch: typeof fetch }} Network
 * `requests`: all so far; `answer`: what the next ones are answered. Without one of the test's they stay without an answer.
 */

/** @param {Window} window @returns {Network} */
export function connect(window) {
  /** @type {Network} */
  const network = {
    requests: [],
    answer: () => new Promise(() => {}),
    async fetch(address, { method = 'GET', body, headers, signal, mode, keepalive = false } = {}) {
      const url = new URL(`${address}`, window.location.href);
      const credential = new Headers(headers).get('authorization')?.replace('Bearer ', '');
      const path = url.pathname.replace('/messenger/web/', '');
      const request = { path, url, method, body: body && JSON.parse(`${body}`), credential, signal: signal ?? undefined, mode, keepalive };
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
