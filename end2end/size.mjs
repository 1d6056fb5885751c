// What a browser loads for each page before the page is awake, compressed as well as a server can (brotli 11): WASM and
// JavaScript, held against the page's budget. Beside it: the code of the likeliest next page, for which no page waits; what the page
// loads later, when it is idle; what the same browser loads when it opens the page again; and what a page loads more once a link to
// another page is reached by pointer or focus.
// Usage, from the package's folder and on a release build: node end2end/size.mjs
import { chromium as browsers } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { customer } from './bench/customer.mjs';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';
import { functionSizes } from './wasm.mjs';

/** Pages that visitors enter by, and the budget of each in KB: little above what is reached, so that what is added is seen. */
const VISITORS = {
  '/': 193,
  '/coffees': 244,
  '/coffees/lighthouse-blend': 259,
  '/search?q=kenya': 259,
  '/brewing': 238,
  '/brewing/pour-over': 238,
  '/plans': 240,
  '/cart': 253,
  '/login': 238,
  '/signup': 238,
  '/privacy': 240,
};
/** The same for somebody who is logged in, with an order and a full cart; `ORDER` is that order's page. */
const CUSTOMERS = { '/': 193, '/coffees/lighthouse-blend': 259, '/cart': 253, '/checkout': 300, '/account': 300, '/orders': 300, ORDER: 300, '/privacy': 240 };
/** The same for developers and teammates. */
const TEAM = {
  '/lifecycle': 339,
  '/lifecycle/token': 339,
  '/workspace/companies': 305,
  '/workspace/inbox': 317,
  '/workspace/keys': 230,
  '/workspace/messages': 301,
  '/workspace/messenger': 230,
  '/workspace/notes': 238,
  '/workspace/people': 305,
  '/workspace/people/import': 207,
  '/workspace/second-factor': 230,
  '/workspace/subscriptions': 238,
  '/workspace/tags': 238,
  '/workspace/teammates': 230,
};
/** Pages, and the link on each that is reached. The code of the likeliest next page is there before. */
const REACHED = [['/', '/brewing'], ['/', '/login'], ['/coffees', '/login']];
/** The group of the likeliest next page: `likely_next` of src/pages/lazy.rs. @param {string} path */
function nextOf(path) {
  if (path === '/coffees') return 'find';
  if (path.startsWith('/coffees/') || path === '/plans') return 'cart';
  if (path === '/cart') return 'own';
  return /^\/(search|lifecycle|workspace)/.test(path) ? undefined : 'coffees';
}
const origin = 'http://127.0.0.1:3103';
process.env.DEMO_ACCOUNTS = '1';
const unoptimised = 'target/front/wasm32-unknown-unknown/wasm-release/leptos_messenger.wasm';

/** @param {Buffer} bytes */
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
/** @param {number} bytes */
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

/** @typedef {{ path: string, kind: string, body: Buffer }} Loaded */
/**
 * `late`: the page was awake before it asked for the file. `next`: the file is for the next page.
 * @typedef {Loaded & { late: boolean, next: boolean }} Timed
 */
/** @typedef {{ budget: number, first: Timed[], again: Timed[] }} Measured */

/** @param {import('@playwright/test').Browser} browser @param {Record<string, number>} budgets @param {string} who @param {string} [session] @param {string} [order] */
async function measured(browser, budgets, who, session, order = '') {
  /** @type {Map<string, Measured>} */
  const pages = new Map();
  for (const [entry, budget] of Object.entries(budgets)) {
    const context = await contextOf(browser, session);
    const path = entry === 'ORDER' ? order : entry;
    const [first, again] = [await filesOf(context, path), await filesOf(context, path)];
    pages.set(`${entry}${who}`, { budget, first, again });
    await context.close();
  }
  return pages;
}

/** @template T @param {(browser: import('@playwright/test').Browser) => Promise<T>} work */
const inBrowser = (work) => async () => {
  const browser = await browsers.launch(chromium);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
};

const shop = inBrowser(async (browser) => {
  const visitors = await measured(browser, VISITORS, '');
  const { cookie, order } = await customer(origin);
  return new Map([...visitors, ...(await measured(browser, CUSTOMERS, ' logged in', cookie, order))]);
});

/** A server in development lets developers in. */
const team = inBrowser(async (browser) => {
  const reply = await fetch(`${origin}/api/log_in`, {
    method: 'POST',
    headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email: 'teammate@example.com', password: 'demo-password' }),
  });
  const session = reply.headers.getSetCookie().find((line) => line.startsWith('session='))?.split(';')[0];
  return measured(browser, TEAM, '', session);
});

/** What the links of `REACHED` bring beside what is there. */
const reached = inBrowser(async (browser) => {
  /** @type {Map<string, Loaded[]>} */
  const pages = new Map();
  /** The code of the header's pages does not come by itself. */
  const savesData = async () => {
    const context = await contextOf(browser);
    await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
    return context;
  };
  for (const [entry = '', link = ''] of REACHED) {
    const context = await savesData();
    const before = new Set((await filesOf(context, entry)).map(({ path }) => path));
    await context.close();
    const all = await filesOf(await savesData(), entry, (page) => page.locator(`header a[href^="${link}"]:visible`).first().hover());
    pages.set(`${link} reached on ${entry}`, all.filter(({ path }) => !before.has(path)));
  }
  return pages;
});

/** @param {import('@playwright/test').Browser} browser @param {string} [session] the cookie of somebody who is logged in */
async function contextOf(browser, session) {
  const context = await browser.newContext();
  if (session) {
    const [name = '', value = ''] = session.split('=');
    await context.addCookies([{ name, value, url: origin }]);
  }
  return context;
}

/**
 * Every file of ours that comes over the network until nothing more comes; with `then`, also what that brings.
 * @param {import('@playwright/test').BrowserContext} context
 * @param {string} entry
 * @param {(page: import('@playwright/test').Page) => Promise<void>} [then]
 */
async function filesOf(context, entry, then) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.documentElement?.hasAttribute('data-awake')) performance.mark('awake');
    }).observe(document, { attributes: true, attributeFilter: ['data-awake'], subtree: true });
  });
  /** @type {Set<string>} */
  const cached = new Set();
  /** @type {Map<string, string>} */
  const paths = new Map();
  const network = await context.newCDPSession(page);
  network.on('Network.requestWillBeSent', ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  network.on('Network.requestServedFromCache', ({ requestId }) => cached.add(paths.get(requestId) ?? ''));
  network.on('Network.responseReceived', ({ response }) => response.fromDiskCache && cached.add(new URL(response.url).pathname));
  await network.send('Network.enable');
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
  if (!/^\/(lifecycle|workspace)/.test(entry)) {
    // The Messenger comes when the page is idle.
    await page.waitForFunction(() => typeof (/** @type {any} */ (window).Intercom) === 'function');
    await page.waitForLoadState('networkidle');
  }
  if (then) {
    const asked = page.waitForRequest(/\/pkg\/split_/);
    await then(page);
    await asked;
    while (underWay.size) await page.waitForEvent('requestfinished');
  }
  if (page.url() !== origin + entry) throw new Error(`${entry} led to ${page.url()}`);
  const all = (await Promise.all(files.values())).map((file) => {
    if (file instanceof Error) throw file;
    return file;
  });
  const late = await page.evaluate(() => {
    const awake = performance.getEntriesByName('awake')[0]?.startTime ?? 0;
    const resources = performance.getEntriesByType('resource').filter(({ startTime }) => startTime > awake);
    return resources.map(({ name }) => new URL(name).pathname);
  });
  await page.close();
  const next = `/split_${nextOf(entry)}.wasm`;
  return all.filter(({ path }) => !cached.has(path)).map((file) => ({ ...file, late: late.includes(file.path), next: file.path.endsWith(next) }));
}

/** @param {string} kind */
const counts = (kind) => kind === 'application/wasm' || kind.endsWith('javascript');

/** @type {Map<string, number>} sizes of files by path: most pages load the same ones */
const known = new Map();
/** @param {Loaded} file */
const sizeOf = (file) => known.get(file.path) ?? (known.set(file.path, brotli(file.body)), known.get(file.path) ?? 0);
/** @param {Loaded[]} files */
const sum = (files) => files.reduce((total, file) => total + sizeOf(file), 0);

const pages = new Map([...(await withServer(origin, shop)), ...(await withServer(origin, team, undefined, { mode: 'DEV' }))]);
let over = false;
for (const [entry, { budget, first, again }] of pages) {
  const code = first.filter((file) => counts(file.kind));
  const counted = code.filter(({ late, next }) => !late && !next);
  const [total, ahead, later] = [sum(counted), sum(code.filter(({ next }) => next)), sum(code.filter(({ late, next }) => late && !next))];
  over ||= total > budget * 1000;
  if (!counted.some((file) => file.kind === 'application/wasm')) throw new Error(`${entry} loaded no WASM`);
  const second = sum(again.filter((file) => counts(file.kind)));
  console.log(kb(total), `of ${budget} KB in ${counted.length} files,${kb(ahead)} for the next page,${kb(later)} later,${kb(second)} again: ${entry}`, total > budget * 1000 ? 'OVER' : '');
}

for (const [link, files] of await withServer(origin, reached)) {
  const counted = files.filter((file) => counts(file.kind));
  console.log(kb(sum(counted)), `in ${counted.length} files: ${link}`);
}

const first = pages.get('/')?.first ?? [];
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
