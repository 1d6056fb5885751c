// What the embedded Messenger weighs, compressed as a server can (brotli 11), and how soon its panel stands at the first opening.
// Usage, from the package's folder and on a release build: node end2end/panel.mjs
import { chromium as browsers } from '@playwright/test';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';

const origin = 'http://127.0.0.1:3103';
/** First openings of each kind that are timed, each in a browser context of its own. */
const OPENINGS = 9;
/** Milliseconds from the moment the pointer is on the launcher to the press: the panel's document loads meanwhile. */
const HOVER = 100;
/** KB. */
const MOST = { loader: 5.12, frame: 4, script: 20, styles: 8, all: 60 };
/** Milliseconds that an opening should take: said and not enforced, as a busy machine takes longer. */
const WANTED = 200;

/** @param {Buffer} bytes */
const kb = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length / 1000;

/**
 * @param {import('@playwright/test').Browser} browser @param {boolean} byPointer or else by `show`, of which nothing warns
 * @returns {Promise<{ ms: number, files: Map<string, number> }>}
 */
async function firstOpening(browser, byPointer) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  // In the frame's own clock: to ask from outside takes longer than what is measured.
  await context.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('main[aria-busy="false"] h1')) {
        /** @type {any} */ (window).stoodAt ??= performance.timeOrigin + performance.now();
        observer.disconnect();
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
  });
  const page = await context.newPage();
  /** @type {Map<string, Promise<number | Error>>} the last answer of each address that came whole: the panel breaks off a request that another replaces */
  const asked = new Map();
  page.on('requestfinished', async (request) => {
    const { pathname } = new URL(request.url());
    const isOurs = /^\/(widget|messenger)\//.test(pathname) && request.method() === 'GET';
    const response = isOurs && !pathname.endsWith('/stream') && (await request.response());
    if (response && response.ok()) asked.set(pathname, response.body().then(kb, (why) => new Error(`${pathname} cannot be read: ${why}`)));
  });
  await page.goto(origin);
  await page.waitForFunction(() => /** @type {any} */ (window).Intercom?.('whoami'));
  const launcher = page.locator('.intercom-launcher');
  await launcher.evaluate((pressed) => {
    pressed.addEventListener('pointerdown', () => {
      /** @type {any} */ (window).startedAt = performance.timeOrigin + performance.now();
    });
  });
  if (byPointer) {
    await launcher.hover();
    await page.waitForTimeout(HOVER);
    await page.mouse.down();
    await page.mouse.up();
  } else {
    await page.evaluate(() => {
      /** @type {any} */ (window).startedAt = performance.timeOrigin + performance.now();
      /** @type {any} */ (window).Intercom('show');
    });
  }
  const panel = page.frameLocator('#intercom-frame');
  await panel.locator('main[aria-busy="false"] h1').waitFor();
  const frame = page.frame({ name: 'intercom-messenger-frame' });
  const started = await page.evaluate(() => /** @type {number} */ (/** @type {any} */ (window).startedAt));
  const stood = await frame?.evaluate(() => /** @type {number} */ (/** @type {any} */ (window).stoodAt));
  const files = new Map();
  for (const [path, answer] of asked) {
    const size = await answer;
    if (size instanceof Error) throw size;
    files.set(path, size);
  }
  await context.close();
  return { ms: (stood ?? Infinity) - started, files };
}

await withServer(origin, async () => {
  const browser = await browsers.launch(chromium);
  try {
    const { files, ms: fresh } = await firstOpening(browser, false);
    /** @type {{ pointer: number[], show: number[] }} */
    const openings = { pointer: [], show: [] };
    for (let opening = 0; opening < OPENINGS; opening++) {
      openings.pointer.push((await firstOpening(browser, true)).ms);
      openings.show.push((await firstOpening(browser, false)).ms);
    }
    /** @param {RegExp} path */
    const of = (path) => [...files].filter(([name]) => path.test(name)).reduce((sum, [, size]) => sum + size, 0);
    const found = { loader: of(/^\/widget/), frame: of(/frame\.js/), script: of(/panel\.js/), styles: of(/panel\.css/), all: of(/./) };
    /** @param {number[]} times */
    const sorted = (times) => times.sort((one, other) => one - other).map((ms) => ms.toFixed(0)).join(', ');
    console.log(`The Messenger, first opened: loader ${found.loader.toFixed(1)} KB, panel ${[...files].filter(([name]) => !/^\/widget/.test(name)).map(([name, size]) => `${name.split('/').at(-1)} ${size.toFixed(1)}`).join(', ')}, ${found.all.toFixed(1)} KB in all`);
    console.log(`  it stands ${sorted(openings.pointer)} ms after the press of a pointer that was on the launcher for ${HOVER} ms; ${WANTED} are wanted`);
    console.log(`  and ${sorted(openings.show)} ms after Intercom('show'); ${fresh.toFixed(0)} as the first of server and browser`);
    const over = /** @type {(keyof typeof MOST)[]} */ (Object.keys(MOST)).filter((what) => found[what] > MOST[what]);
    for (const what of over) console.error(`${what}: ${found[what].toFixed(2)} of at most ${MOST[what]}`);
    if (over.length) process.exitCode = 1;
  } finally {
    await browser.close();
  }
});
