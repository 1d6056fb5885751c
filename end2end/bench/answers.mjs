// How soon a page answers: a press on “Add” of the list of coffees, and the inspector's timeline with ten thousand entries.
// In Chromium, on a release build, on a loopback connection. Times count from the press or the call to the frame that shows
// its effect, by the page's own clock; `first sight` counts from the start of the navigation.
// Usage, from the package's folder: node end2end/bench/answers.mjs [TIMES]
import { chromium as browsers } from '@playwright/test';
import { loadavg } from 'node:os';
import { chromium } from '../chromium.mjs';
import { withServer } from '../server.mjs';

const times = Number(process.argv[2] ?? 10);
const origin = `http://127.0.0.1:${process.env.BENCH_PORT ?? 3108}`;
const KEPT = 10_000;

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** @param {string} what @param {number[]} ms */
const say = (what, ms) =>
  console.log(`${[median(ms), Math.max(...ms)].map((number) => number.toFixed(0).padStart(10)).join('')}  ${what}`);

/** @param {import('@playwright/test').Page} page */
async function add(page) {
  await page.goto(`${origin}/coffees`);
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-awake'));
  return page.evaluate(async () => {
    const button = /** @type {HTMLElement} */ (document.querySelector('form[action*="add_to_cart"] button'));
    const status = () => button.closest('li')?.querySelector('[role=status]')?.textContent;
    const [since, before] = [performance.now(), status()];
    button.click();
    // A server next door may have answered before the first frame.
    do await new Promise(requestAnimationFrame);
    while (button.ariaBusy !== 'true' && status() === before);
    return performance.now() - since;
  });
}

/** @param {import('@playwright/test').Page} page */
async function fill(page) {
  await page.goto(`${origin}/lifecycle`);
  await page.evaluate(async (kept) => {
    const start = Date.now() - kept * 10;
    const entries = Array.from({ length: kept }, (_, at) => ({
      page: 'flood',
      seq: at + 1,
      at_ms: start + at * 10,
      kind: { Called: { method: at % 100 ? 'show' : 'boot', url: `/${at}`, title: 'A page', arguments: null, token: null } },
    }));
    for (let from = 0; from < kept; from += 100) {
      const body = JSON.stringify({ sent_at_ms: Date.now(), entries: entries.slice(from, from + 100) });
      await fetch('/lifecycle/calls', { method: 'POST', body });
    }
  }, KEPT);
}

/** @param {import('@playwright/test').Page} page @param {number} time */
async function timeline(page, time) {
  await page.goto('about:blank');
  await page.goto(`${origin}/lifecycle`, { waitUntil: 'commit' });
  return page.evaluate(async (time) => {
    /** @param {() => unknown} is */
    const shown = async (is) => {
      const since = performance.now();
      while (!is()) await new Promise(requestAnimationFrame);
      return performance.now() - since;
    };
    const lanes = () => /** @type {HTMLElement} */ (document.querySelector('.lanes'));
    const says = (/** @type {string} */ sign) => () => lanes()?.textContent?.includes(sign);
    await shown(says('/9999'));
    const firstSight = performance.now();
    lanes().scrollTop = 0;
    /** @type {HTMLElement} */ (lanes().querySelector('button.more')).click();
    // Each time before this one has added an entry: the 500 older ones end that much later.
    const older = await shown(says('/9400'));
    /** @type {HTMLElement} */ (document.querySelector('.chip:nth-child(3)')).click();
    const filtered = await shown(() => !lanes().textContent?.includes('show()'));
    const last = [...lanes().querySelectorAll('li')].at(-1)?.textContent;
    const kind = { Called: { method: 'boot', url: `/another-${time}`, title: 'A page', arguments: null, token: null } };
    const entry = { page: `another-${time}`, seq: 1, at_ms: Date.now(), kind };
    void fetch('/lifecycle/calls', { method: 'POST', body: JSON.stringify({ sent_at_ms: Date.now(), entries: [entry] }) });
    const oneMore = await shown(() => [...lanes().querySelectorAll('li')].at(-1)?.textContent !== last);
    return { firstSight, older, filtered, oneMore };
  }, time);
}

// In development: in production the inspector is for teammates alone.
await withServer(origin, async () => {
  const browser = await browsers.launch(chromium);
  console.log(`load ${loadavg()[0]?.toFixed(1)}; milliseconds, ${times} times`);
  console.log(['median', 'longest'].map((title) => title.padStart(10)).join(''));
  const page = await browser.newPage();
  const added = [];
  for (let time = 0; time < times; time++) added.push(await add(page));
  say('“Add” shows that it works', added);
  await fill(page);
  const seen = [];
  for (let time = 0; time < times; time++) seen.push(await timeline(page, time));
  say(`${KEPT} entries: first sight`, seen.map(({ firstSight }) => firstSight));
  say(`${KEPT} entries: 500 older ones`, seen.map(({ older }) => older));
  say(`${KEPT} entries: after a filter`, seen.map(({ filtered }) => filtered));
  say(`${KEPT} entries: one more`, seen.map(({ oneMore }) => oneMore));
  await browser.close();
}, undefined, { mode: 'DEV' });
