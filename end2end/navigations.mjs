// What a change of route costs: from the moment when the page counts as in place (the pattern's quiet timer fires) to
// `Intercom('update')`, and what memory is left after so many of them. In Chromium, on a release build, with a widget
// that only notes the time: what is measured is the app's side.
//
// Three walks between the same two pages say whose the memory is. Without a name, the first is walked.
//   messenger  by links, on a page of the shop
//   bare       by links, without <Messenger> and the shop's frame: `Shop` decides at the page load, by the path
//   back       as bare, but each second step is `history.back()`
// What grows in `bare` as in `messenger` is not the Messenger's. Two things grow, both upstream:
// - leptos_router keeps each address that a link led to, with a copy of the origin. Only a step back takes one away
//   (leptos_router 0.8.17, src/location/history.rs:244 and 177-185). The walks count the copies of the origin in WASM
//   memory: one more for each link followed, none more in `back`.
// - reactive_graph keeps a weak reference to the owner of each page that was shown. It holds the owner's memory as long as
//   the router lives (leptos_router src/flat_router.rs:246; reactive_graph 0.2.16, src/owner.rs:260). The code says so;
//   no walk counts it alone.
// Usage, from the package's folder: node end2end/navigations.mjs NUMBER [messenger] [bare] [back] [/ROUTE /ROUTE]
// Two routes without data, such as /login and /signup, are walked faster: `/` and `/coffees` are the default.
import { chromium as browsers } from '@playwright/test';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';

const wanted = Number(process.argv[2]);
/** Where each walk enters: addresses without a page, in the shop's frame and outside it. */
const WALKS = { messenger: '/none', bare: '/lifecycle/none', back: '/lifecycle/none' };
const words = process.argv.slice(3);
const [here = '/', away = '/coffees'] = words.filter((word) => word.startsWith('/'));
const named = words.filter((word) => !word.startsWith('/'));
const walks = named.length ? named : ['messenger'];
for (const walk of walks) if (!(walk in WALKS)) throw new Error(`${walk} is no walk`);
const origin = 'http://127.0.0.1:3104';
/** At which the memory is looked at, after all garbage is gone. */
const looks = [0.01, 0.1, 0.5, 1].map((part) => Math.round(wanted * part));

/** Before anything else in the page: notes when each timer fires, and keeps hold of the WASM memory. */
function notes() {
  const set = window.setTimeout;
  /** @type {{ fired: number, memory?: WebAssembly.Memory }} */
  const seen = { fired: 0 };
  Object.assign(window, { __seen: seen });
  window.setTimeout = /** @type {typeof set} */ (
    (/** @type {() => void} */ run, /** @type {number} */ wait, /** @type {unknown[]} */ ...rest) =>
      set(
        () => {
          seen.fired = performance.now();
          run();
        },
        wait,
        ...rest,
      )
  );
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const result = await instantiate(source, imports);
    seen.memory ??= /** @type {WebAssembly.Memory | undefined} */ (result.instance.exports.memory);
    return result;
  };
}

/** In the widget's place. */
function widget() {
  const page = /** @type {any} */ (window);
  page.Intercom = (/** @type {string} */ name) => {
    if (name === 'update') page.__updated?.(performance.now() - page.__seen.fired);
  };
}

/**
 * In the page: to and fro between two routes.
 * @param {{ rounds: number, walk: string, routes: [string, string] }} options
 * @returns {Promise<number[]>} from settled to update, if there is a Messenger
 */
async function browse({ rounds, walk, routes: [here, away] }) {
  const page = /** @type {any} */ (window);
  const link = document.body.appendChild(document.createElement('a'));
  const times = [];
  const { port1, port2 } = new MessageChannel();
  // Not by a timer: timers are noted. Not by a frame: those cost more than a navigation.
  const task = () => new Promise((run) => ((port1.onmessage = run), port2.postMessage(undefined)));
  for (let round = 0; round < rounds; round++) {
    const there = location.pathname === here ? away : here;
    const updated = walk === 'messenger' && new Promise((resolve) => (page.__updated = resolve));
    const before = document.querySelector('h1')?.textContent;
    if (walk === 'back' && location.pathname === away) history.back();
    else {
      link.href = there;
      link.click();
    }
    // A way back changes the address first, a link changes it last. The default routes show coffees once their data is there.
    const isThere = () => location.pathname === there && document.querySelector('h1')?.textContent !== before;
    while (!isThere() || (here === '/' && !document.querySelector('ul.coffees > li'))) await task();
    if (updated) times.push(await updated);
  }
  link.remove();
  return times;
}

/** @param {number[]} sorted @param {number} part */
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(2);

/** @param {import('@playwright/test').Browser} browser @param {string} walk */
async function measure(browser, walk) {
  const page = await browser.newPage();
  await page.addInitScript(notes);
  await page.route('**/widget/*', (route) => route.fulfill({ contentType: 'text/javascript', body: `(${widget})()` }));
  await page.goto(origin + WALKS[/** @type {keyof typeof WALKS} */ (walk)]);
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-awake'));
  if (walk === 'messenger') await page.waitForFunction(() => window.Intercom && !('q' in window.Intercom));
  const cdp = await page.context().newCDPSession(page);
  const times = [];
  let walked = 0;
  const sizes = [];
  const started = Date.now();
  for (const look of looks) {
    for (; walked < look; ) {
      const rounds = Math.min(100, look - walked);
      times.push(...(await page.evaluate(browse, { rounds, walk, routes: [here, away] })));
      walked += rounds;
    }
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { nodes } = await cdp.send('Memory.getDOMCounters');
    const { wasm, addresses } = await page.evaluate(() => {
      const { buffer = new ArrayBuffer() } = /** @type {any} */ (window).__seen.memory ?? {};
      return { wasm: buffer.byteLength, addresses: new TextDecoder('latin1').decode(buffer).split(location.origin).length - 1 };
    });
    sizes.push(wasm);
    const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `${walk}: after ${look} navigations: JavaScript ${mb(usedSize)}, WASM ${mb(wasm)} with ${addresses} times the origin, ${nodes} DOM nodes`,
    );
  }
  const [, early = 0, , late = 0] = sizes;
  const [, from = 0, , to = 0] = looks;
  // WASM memory grows by pages of 64 KiB: a short walk says little.
  console.log(`${walk}: WASM grew by ${((late - early) / (to - from)).toFixed(0)} bytes a navigation, from ${from} to ${to}`);
  if (await page.evaluate(() => Boolean(document.querySelector('.shop'))) !== (walk === 'messenger')) throw new Error(`${walk}: it left its side`);
  const sorted = times.sort((a, b) => a - b);
  if (sorted.length) console.log(`from settled to update, ms: median ${at(sorted, 0.5)}, p99 ${at(sorted, 0.99)}, longest ${at(sorted, 1)}`);
  console.log(`${walk}: ${walked} navigations in ${Math.round((Date.now() - started) / 1000)} s`);
  await page.close();
}

await withServer(origin, async () => {
  const browser = await browsers.launch(chromium);
  for (const walk of walks) await measure(browser, walk);
  await browser.close();
});
