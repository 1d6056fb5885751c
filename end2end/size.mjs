// What a browser loads for each page that people enter by, compressed as well as a server can (brotli 11).
// WASM and JavaScript count against the budget; HTML, CSS and pictures are shown beside it.
// Beside it: what the inspector, the token debugger and the keys page load, and what a page loads more once a link to
// another page is reached by pointer or focus.
// Usage, from the package's folder and on a release build: node end2end/size.mjs HOME_KB ANY_OTHER_KB
import { chromium as browsers } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { customer } from './bench/customer.mjs';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';
import { functionSizes } from './wasm.mjs';

const [home, any] = process.argv.slice(2).map(Number);
/** One page of each kind; those that ask for the log-in come in the same file as the log-in page. */
const ENTRIES = ['/', '/coffees', '/coffees/lighthouse-blend', '/search?q=kenya', '/brewing', '/brewing/pour-over', '/plans', '/cart', '/login', '/signup', '/privacy'];
/** What else somebody enters by who is logged in, with an order and a full cart; `ORDER` is that order's page. */
const OWN = ['/', '/coffees/lighthouse-blend', '/cart', '/checkout', '/account', '/orders', 'ORDER', '/privacy'];
/** What developers and teammates enter by. */
const TEAM = ['/lifecycle', '/lifecycle/token', '/workspace/keys', '/workspace/messenger', '/workspace/inbox'];
/** Pages, and the link on each that is reached. */
const REACHED = [['/', '/coffees'], ['/', '/login'], ['/coffees', '/login']];
const origin = 'http://127.0.0.1:3103';
process.env.DEMO_ACCOUNTS = '1';
const unoptimised = 'target/front/wasm32-unknown-unknown/wasm-release/leptos_messenger.wasm';

/** @param {Buffer} bytes */
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
/** @param {number} bytes */
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

/** @typedef {{ path: string, kind: string, body: Buffer }} Loaded */

/** Every file of ours that Chromium asks for when it opens each page for the first time, until nothing more comes. */
async function loaded() {
  const browser = await browsers.launch(chromium);
  try {
    /** @type {Map<string, Loaded[]>} */
    const pages = new Map();
    for (const entry of ENTRIES) pages.set(entry, await filesOf(browser, entry));
    const { cookie, order } = await customer(origin);
    for (const entry of OWN) {
      const path = entry === 'ORDER' ? order : entry;
      pages.set(`${entry} logged in`, await filesOf(browser, path, cookie));
    }
    return pages;
  } finally {
    await browser.close();
  }
}

/** The same for `TEAM`, to whom a server in development shows everything, and what each link of `REACHED` brings. */
async function beside() {
  const browser = await browsers.launch(chromium);
  try {
    const reply = await fetch(`${origin}/api/log_in`, {
      method: 'POST',
      headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ email: 'teammate@example.com', password: 'demo-password' }),
    });
    const session = reply.headers.getSetCookie().find((line) => line.startsWith('session='))?.split(';')[0];
    /** @type {Map<string, Loaded[]>} */
    const pages = new Map();
    for (const entry of TEAM) pages.set(entry, await filesOf(browser, entry, session));
    return pages;
  } finally {
    await browser.close();
  }
}

/** What the links of `REACHED` bring beside what is there. */
async function reached() {
  const browser = await browsers.launch(chromium);
  try {
    /** @type {Map<string, Loaded[]>} */
    const pages = new Map();
    for (const [entry = '', link = ''] of REACHED) {
      const before = new Set((await filesOf(browser, entry)).map(({ path }) => path));
      const all = await filesOf(browser, entry, undefined, (page) => page.locator(`header a[href^="${link}"]:visible`).first().hover());
      pages.set(`${link} reached on ${entry}`, all.filter(({ path }) => !before.has(path)));
    }
    return pages;
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} entry
 * @param {string} [session] the cookie of somebody who is logged in
 * @param {(page: import('@playwright/test').Page) => Promise<void>} [then]
 */
async function filesOf(browser, entry, session, then) {
  const context = await browser.newContext();
  if (session) {
    const [name = '', value = ''] = session.split('=');
    await context.addCookies([{ name, value, url: origin }]);
  }
  const page = await context.newPage();
  /** @type {Map<string, Promise<Loaded | Error>>} */
  const files = new Map();
  const underWay = new Set();
  page.on('request', (request) => underWay.add(request));
  for (const end of /** @type {const} */ (['requestfinished', 'requestfailed'])) page.on(end, (request) => underWay.delete(request));
  page.on('response', (response) => {
    const { pathname: path } = new URL(response.url());
    const kind = response.headers()['content-type']?.split(';')[0] ?? '';
    if (!response.url().startsWith(origin) || kind === 'text/event-stream') return;
    // Read at once: it is gone with its page.
    const body = response.ok() ? response.body() : Promise.reject(new Error(`status ${response.status()}`));
    files.set(path, body.then((body) => ({ path, kind, body }), (why) => new Error(`${entry}: ${path} cannot be read: ${why}`)));
  });
  // A stream that stays open would keep the network busy.
  await page.goto(origin + entry, { waitUntil: entry.startsWith('/lifecycle') ? 'load' : 'networkidle' });
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-awake'));
  if (then) {
    const asked = page.waitForRequest(/\/pkg\/split_/);
    await then(page);
    await asked;
    // The loader asks for all parts of a file at once.
    while (underWay.size) await page.waitForEvent('requestfinished');
  }
  if (page.url() !== origin + entry) throw new Error(`${entry} led to ${page.url()}`);
  const all = (await Promise.all(files.values())).map((file) => {
    if (file instanceof Error) throw file;
    return file;
  });
  await context.close();
  return all;
}

/** @param {string} kind */
const counts = (kind) => kind === 'application/wasm' || kind.endsWith('javascript');

/** @type {Map<string, number>} sizes of files by path: most pages load the same ones */
const known = new Map();
/** @param {Loaded} file */
const sizeOf = (file) => known.get(file.path) ?? (known.set(file.path, brotli(file.body)), known.get(file.path) ?? 0);
/** @param {Loaded[]} files */
const sum = (files) => files.reduce((total, file) => total + sizeOf(file), 0);

const pages = await withServer(origin, loaded);
let over = false;
for (const [entry, files] of pages) {
  const counted = files.filter((file) => counts(file.kind));
  const budget = entry.split(' ')[0] === '/' ? home : any;
  const total = sum(counted);
  over ||= !budget || total > budget * 1000;
  if (!counted.some((file) => file.kind === 'application/wasm')) throw new Error(`${entry} loaded no WASM`);
  console.log(kb(total), `of ${budget} KB in ${counted.length} files: ${entry}`, total > (budget ?? 0) * 1000 ? 'OVER' : '');
}

for (const [what, files] of [...(await withServer(origin, beside, undefined, { mode: 'DEV' })), ...(await withServer(origin, reached))]) {
  const counted = files.filter((file) => counts(file.kind));
  console.log(kb(sum(counted)), `in ${counted.length} files: ${what}`);
}

const first = pages.get('/') ?? [];
console.log('the home page:');
for (const file of [...first].sort((a, b) => sizeOf(b) - sizeOf(a)).filter((file) => sizeOf(file) > 1000)) {
  console.log(kb(sizeOf(file)), file.path, counts(file.kind) ? '' : `(beside it: ${file.kind})`);
}

// Mangled (`_ZN9messenger6driver…`), or inside a mangled type (`…$messenger..driver…`).
const ofPattern = /^_ZN9messenger\d|(?<![\w.:])messenger(::|\.\.)/;
const functions = functionSizes(readFileSync(unoptimised));
const code = functions.reduce((sum, f) => sum + f.size, 0);
const pattern = functions.filter((f) => ofPattern.test(f.name)).reduce((sum, f) => sum + f.size, 0);
const wasm = sum(first.filter((file) => file.kind === 'application/wasm'));
console.log(
  `the pattern's share: ${((100 * pattern) / code).toFixed(1)} % of the code, about ${kb((wasm * pattern) / code).trim()}` +
    ' (functions that name the crate of src/messenger, before the optimiser drops their names; what they call is not in it)',
);

process.exitCode = over ? 1 : 0;
