// What a change of route costs: from the moment when the page counts as in place (the pattern's quiet timer fires) to
// `Intercom('update')`, and what memory is left after so many of them. In Chromium, on a release build, with a widget
// that only notes the time: what is measured is the app's side.
// Usage, from the package's folder: node end2end/navigations.mjs NUMBER
import { chromium as browsers } from '@playwright/test';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';

const wanted = Number(process.argv[2]);
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

/** In the page: to and fro between two routes. @param {number} rounds @returns {Promise<number[]>} */
async function browse(rounds) {
  const page = /** @type {any} */ (window);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const there = location.pathname === '/' ? '/coffees' : '/';
    const told = new Promise((resolve) => (page.__updated = resolve));
    /** @type {HTMLAnchorElement | null} */ (document.querySelector(`header a[href="${there}"]`))?.click();
    times.push(await told);
  }
  return times;
}

/** @param {number[]} sorted @param {number} part */
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(2);

await withServer(origin, async () => {
  const browser = await browsers.launch(chromium);
  const page = await browser.newPage();
  await page.addInitScript(notes);
  await page.route('**/widget/*', (route) => route.fulfill({ contentType: 'text/javascript', body: `(${widget})()` }));
  await page.goto(origin);
  await page.waitForFunction(() => window.Intercom && !('q' in window.Intercom));
  const cdp = await page.context().newCDPSession(page);
  const times = [];
  const started = Date.now();
  for (const look of looks) {
    while (times.length < look) times.push(...(await page.evaluate(browse, Math.min(100, look - times.length))));
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { nodes } = await cdp.send('Memory.getDOMCounters');
    const wasm = await page.evaluate(() => /** @type {any} */ (window).__seen.memory?.buffer.byteLength ?? 0);
    const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(`after ${look} navigations: JavaScript ${mb(usedSize)}, WASM ${mb(wasm)}, ${nodes} DOM nodes`);
  }
  const sorted = times.sort((a, b) => a - b);
  console.log(
    `from settled to update, ms: median ${at(sorted, 0.5)}, p99 ${at(sorted, 0.99)}, longest ${at(sorted, 1)}; ` +
      `${times.length} navigations in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  await browser.close();
});
