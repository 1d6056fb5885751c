// What somebody waits for who opens a page on a slow phone for the first time: 390x844, CPU four times slower,
// 1.6 Mbit/s, 150 ms for each request, nothing cached. One or several release builds. They take turns in one run, so that
// what else runs on the machine slows all of them alike.
//
// Each number is the median of all visits. Each time counts from the start of the page's navigation. Each run visits a
// page three times: nobody clicks; a link is clicked once it is painted; a link is clicked once the page is awake.
//   FCP ms     the first text or picture is painted (no click)
//   LCP ms     the largest text or picture is painted, and no larger one follows (no click)
//   link ms    the link is painted. From here on a click leads to the next page: by a page load, or in the app.
//              Every first click proves it.
//   in app ms  the page sets `data-awake`. From here on a click stays in the app. Every second click proves it: a property
//              of the window must outlive the click.
//   1st ms     the next page is painted, with its heading and a coffee, after a click at `link ms`
//              The browser clicks when the main thread is free, as it does for a finger.
//   stayed     how many of these first clicks stayed in the app
//   2nd ms     the next page is painted, after a click at `in app ms`
//   TBT ms     what each task took over 50 ms, together, from FCP until no request and no long task came for 500 ms
//   CSS, code, HTML KB  1000 bytes over the wire, compressed, headers too (no click); code is WASM and JavaScript
//
// Then one click at each moment of clicks.mjs, with its ratio to the first build of the run.
//
// Only the page's main thread is slowed: threads that compile WASM and draw are as fast as the machine. The delay is of
// requests: a connection opens without one.
// Usage, from the package's folder: node end2end/bench/phone.mjs [RUNS] [NAME=BINARY:SITE ...]
import { chromium as browsers } from '@playwright/test';
import { loadavg } from 'node:os';
import { wholeChromium } from '../chromium.mjs';
import { withServer } from '../server.mjs';
import { CLICKS, clickAt } from './clicks.mjs';
import { record } from './figures.mjs';

const [count = '5', ...named] = process.argv.slice(2);
const runs = Number(count);
const port = Number(process.env.BENCH_PORT ?? 3107);
const PAGES = ['/', '/coffees/lighthouse-blend'];
/** The page that the link leads to. It stands in the header of every page. */
const NEXT = '/coffees';
const CPU = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
/** One picture dot a dot: the machine draws without a graphics card, which no phone does. */
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true };
const QUIET_MS = 500;
const LONGEST_MS = 60_000;

/** @typedef {{ name: string, origin: string, build?: { binary: string, site: string } }} Build */
/** @typedef {'never' | 'painted' | 'awake'} When the link is clicked */
/** @typedef {{ what: string, at: number, ms?: number, stayed?: boolean }} News `at`: milliseconds since 1970 */

/** @type {Build[]} */
const builds = named.map((argument, index) => {
  const [, name, binary, site] = argument.match(/^([^=]+)=([^:]+):(.+)$/) ?? [];
  if (!name || !binary || !site) throw new Error(`${argument} is not NAME=BINARY:SITE`);
  return { name, origin: `http://127.0.0.1:${port + index}`, build: { binary, site } };
});
if (!builds.length) builds.push({ name: 'this tree', origin: `http://127.0.0.1:${port}` });

/**
 * In every document, before anything else: reports when something happens, and clicks.
 * @param {{ next: string, heading: string, click: When }} options
 */
function watch({ next, heading, click }) {
  const page = /** @type {any} */ (window);
  const report = (/** @type {string} */ what, at = performance.now(), more = {}) =>
    page.report({ what, at: performance.timeOrigin + at, ...more });
  const frame = () => new Promise(requestAnimationFrame);
  const each = (/** @type {string} */ type, /** @type {(entry: PerformanceEntry) => void} */ run) =>
    new PerformanceObserver((list) => list.getEntries().forEach(run)).observe({ type, buffered: true });

  /** @type {Promise<number>} */
  const firstPaint = new Promise((done) => each('paint', ({ name, startTime }) => name === 'first-contentful-paint' && done(startTime)));
  /** @type {Promise<number>} */
  const awake = new Promise((done) =>
    new MutationObserver(() => document.documentElement.hasAttribute('data-awake') && done(performance.now())).observe(document, {
      attributes: true,
      attributeFilter: ['data-awake'],
      subtree: true,
    }),
  );
  const link = () =>
    [...document.querySelectorAll('a')].find((link) => {
      const { width, top, bottom } = link.getBoundingClientRect();
      return link.getAttribute('href') === next && width > 0 && bottom > 0 && top < innerHeight;
    });
  const isNext = () =>
    location.pathname === next &&
    document.querySelector('h1')?.textContent === heading &&
    document.querySelector(`main a[href^="${next}/"]`);

  /** Once `condition` holds in a frame that is painted. */
  async function painted(/** @type {() => unknown} */ condition) {
    const first = await firstPaint;
    if (condition()) return first;
    do await frame();
    while (!condition());
    // A task that a frame posts runs after that frame is painted.
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(undefined);
    });
    return performance.now();
  }
  async function shown() {
    const at = await painted(isNext);
    report('shown', at, { stayed: page.clicked === true });
  }
  function press() {
    page.clicked = true;
    report('clicked');
    link()?.click();
    void shown();
  }

  report('start', 0);
  if (location.pathname === next) return void shown();
  each('largest-contentful-paint', ({ startTime }) => report('LCP', startTime));
  each('longtask', ({ startTime, duration }) => report('long', startTime, { ms: duration }));
  void firstPaint.then((at) => report('FCP', at));
  void awake.then((at) => {
    report('awake', at);
    if (click === 'awake') press();
  });
  void painted(link).then((at) => {
    report('link', at);
    if (click === 'painted') press();
  });
}

/** @param {import('@playwright/test').Page} page */
async function slowDown(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU });
}

/**
 * One visit with nothing cached.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @param {string} heading of the next page
 * @param {When} click
 */
async function visit(browser, address, heading, click) {
  const context = await browser.newContext(PHONE);
  /** @type {News[]} */
  const news = [];
  /** @type {Map<string, string>} the kind of each request under way */
  const underWay = new Map();
  const bytes = { css: 0, code: 0, html: 0 };
  try {
    await new Promise((done, failed) => {
      const missing = () => `${address}, clicked ${click}: ${news.map(({ what }) => what).join(', ') || 'nothing'} and no more`;
      setTimeout(() => failed(new Error(missing())), LONGEST_MS).unref();
      const has = (/** @type {string} */ what) => news.some((one) => one.what === what);
      /** @type {NodeJS.Timeout | undefined} */
      let quiet;
      const changed = () => {
        clearTimeout(quiet);
        if (click !== 'never' && has('shown')) done(undefined);
        if (click === 'never' && has('awake') && has('link') && !underWay.size) quiet = setTimeout(done, QUIET_MS);
      };
      (async () => {
        const page = await context.newPage();
        await page.exposeFunction('report', (/** @type {News} */ one) => (news.push(one), changed()));
        await page.addInitScript(watch, { next: NEXT, heading, click });
        const cdp = await context.newCDPSession(page);
        cdp.on('Network.requestWillBeSent', ({ requestId, type = '' }) => {
          // A stream of events ends with its page.
          if (type !== 'EventSource') underWay.set(requestId, '');
          changed();
        });
        cdp.on('Network.responseReceived', ({ requestId, response: { mimeType } }) => underWay.has(requestId) && underWay.set(requestId, mimeType));
        cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
          const kind = underWay.get(requestId) ?? '';
          if (kind === 'text/css') bytes.css += encodedDataLength;
          if (kind === 'text/html') bytes.html += encodedDataLength;
          if (kind === 'application/wasm' || kind.endsWith('javascript')) bytes.code += encodedDataLength;
          underWay.delete(requestId);
          changed();
        });
        cdp.on('Network.loadingFailed', ({ requestId }) => (underWay.delete(requestId), changed()));
        await cdp.send('Network.enable');
        await slowDown(page);
        await page.goto(address, { waitUntil: 'commit' });
      })().catch(failed);
    });
  } finally {
    await context.close();
  }

  const start = news.find(({ what }) => what === 'start')?.at ?? 0;
  const at = (/** @type {string} */ what) => (news.findLast((one) => one.what === what)?.at ?? NaN) - start;
  const fromFcp = start + at('FCP');
  const long = news.filter(({ what }) => what === 'long').map(({ at, ms = 0 }) => Math.min(ms, at + ms - fromFcp));
  const blocked = long.reduce((sum, ms) => sum + Math.max(0, ms - 50), 0);
  return { at, bytes, blocked, stayed: news.some(({ stayed }) => stayed) };
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/** The numbers of one page of one build, one for each run. */
class Row {
  /** @type {Record<string, number[]>} */
  numbers = {};
  stayed = 0;

  /** @param {Record<string, number>} more */
  add(more) {
    for (const [title, number] of Object.entries(more)) (this.numbers[title] ??= []).push(number);
  }

  /** @param {string} title */
  cell(title) {
    if (title === 'stayed') return `${this.stayed}/${runs}`;
    return median(this.numbers[title] ?? []).toFixed(title.endsWith('KB') ? 1 : 0);
  }
}

const TITLES = ['FCP ms', 'LCP ms', 'link ms', 'in app ms', '1st ms', 'stayed', '2nd ms', 'TBT ms', 'CSS KB', 'code KB', 'HTML KB'];
/** @param {string[]} cells */
const line = (cells) => cells.map((cell) => cell.padStart(11)).join('');

async function measure() {
  /** @type {Map<string, Row>} */
  const rows = new Map(PAGES.flatMap((path) => builds.map(({ name }) => [`${path}  ${name}`, new Row()])));
  /** The server renders each page once before it counts. @type {Map<Build, string>} */
  const headings = new Map();
  for (const build of builds) {
    for (const path of [...PAGES, NEXT]) {
      const page = await fetch(build.origin + path, { headers: { accept: 'text/html' } });
      const [, heading] = (await page.text()).match(/<h1[^>]*>([^<]*)/) ?? [];
      if (!page.ok || !heading) throw new Error(`${build.name}: ${path} answered ${page.status}, its heading is ${heading}`);
      if (path === NEXT) headings.set(build, heading);
    }
  }

  const browser = await browsers.launch(wholeChromium);
  try {
    for (let run = 0; run < runs; run++) {
      for (const path of PAGES) {
        // Each build is the first as often as the last.
        for (const build of run % 2 ? builds.toReversed() : builds) {
          const heading = headings.get(build) ?? '';
          const row = rows.get(`${path}  ${build.name}`) ?? new Row();
          const look = await visit(browser, build.origin + path, heading, 'never');
          const first = await visit(browser, build.origin + path, heading, 'painted');
          const second = await visit(browser, build.origin + path, heading, 'awake');
          if (!second.stayed) throw new Error(`${build.name}: ${path} was awake, and a click loaded a page`);
          if (first.stayed) row.stayed++;
          row.add({
            'FCP ms': look.at('FCP'),
            'LCP ms': look.at('LCP'),
            'link ms': look.at('link'),
            'in app ms': look.at('awake'),
            '1st ms': first.at('shown'),
            '2nd ms': second.at('shown'),
            'TBT ms': look.blocked,
            'CSS KB': look.bytes.css / 1000,
            'code KB': look.bytes.code / 1000,
            'HTML KB': look.bytes.html / 1000,
          });
        }
      }
    }
  } finally {
    await browser.close();
  }
  console.log(line(TITLES), ` median of ${runs}`);
  for (const [name, row] of rows) console.log(line(TITLES.map((title) => row.cell(title))), ` ${name}`);
  console.log(`the machine: load ${loadavg()[1]?.toFixed(1)}; what else runs on it makes every time longer`);
}

/** Prints when the next page is shown after a click, and the ratio to the first build. */
async function measureClicks() {
  let load = NaN;
  console.log(`\n${''.padEnd(24)}${builds.map(({ name }) => name.padStart(34)).join('')}`);
  for (const click of CLICKS) {
    /** @type {Map<string, import('./clicks.mjs').Seen[]>} */
    const seen = new Map(builds.map(({ name }) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const { name, origin } of run % 2 ? builds.toReversed() : builds) {
        const browser = await browsers.launch(wholeChromium);
        try {
          seen.get(name)?.push(await clickAt(browser, origin, click, slowDown, PHONE));
        } finally {
          await browser.close();
        }
      }
    }
    const of = (/** @type {string} */ name, /** @type {'shown' | 'data'} */ what) => median((seen.get(name) ?? []).map((one) => one[what]));
    const first = of(builds[0]?.name ?? '', 'shown');
    const cells = builds.map(({ name }) => {
      const stayed = seen.get(name)?.filter(({ stayed }) => stayed).length;
      return `${of(name, 'shown').toFixed(0)} (${of(name, 'data').toFixed(0)}) ms ${stayed}/${runs} ×${(of(name, 'shown') / first).toFixed(2)}`.padStart(34);
    });
    console.log(`${click.name.padEnd(24)}${cells.join('')}`);
    // Of this build, which comes last. The first click finds no code yet: the browser loads the next page itself.
    const shown = of(builds.at(-1)?.name ?? '', 'shown');
    if (Number.isNaN(load)) load = shown;
    else record({ run: 'one click on a slow phone', figure: `${click.name}: time to the next page, of that of a page load`, measured: shown / load, atMost: click.name.startsWith('idle') ? 0.5 : 1 });
  }
  console.log('shown (data) after the click, how many stayed in the app, and the ratio to the first build');
}

/** All servers at once: one that waits costs nothing. @param {Build[]} rest @returns {Promise<void>} */
const serve = ([first, ...rest]) =>
  first ? withServer(first.origin, () => serve(rest), undefined, first.build) : measure().then(measureClicks);

await serve(builds);
