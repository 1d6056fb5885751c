// One click on a link of the home page, as a person makes it: how long until the next page is shown, in this document or in a new
// one. On the slow phone of phone.mjs.
//   0.1 s to 5 s    the click comes so long after the first paint, at a first visit with nothing cached and at a second one
//   idle, …         the click comes 8 s after the first paint, on a page that is awake and fetches nothing more:
//     known         to a page that was opened before
//     new           to another page of the header, which was not opened before
//     pressed       by a finger that touches the link 80 ms before
//     rested        by a pointer that rested on the link for 500 ms
// `shown` is the next page's own h1 in a frame, `data` its data in a frame. Both count from the click.

/** @typedef {{ shown: number, data: number, stayed: boolean }} Seen milliseconds */
/** @typedef {{ name: string, delay: number, second?: boolean, to?: typeof LIST, before?: 'pressed' | 'rested', known?: boolean }} Click */

const LIST = { path: '/coffees', data: 'main a[href^="/coffees/"]' };
const GUIDES = { path: '/brewing', data: 'main a[href^="/brewing/"]' };
const LONGEST_MS = 60_000;

/** @type {Click[]} */
export const CLICKS = [
  ...[100, 1000, 2000, 3000, 5000].flatMap((delay) => [
    { name: `${delay / 1000} s`, delay },
    { name: `${delay / 1000} s, second visit`, delay, second: true },
  ]),
  { name: 'idle, known', delay: 8000, known: true },
  { name: 'idle, new', delay: 8000, to: GUIDES },
  { name: 'idle, pressed', delay: 8000, before: 'pressed' },
  { name: 'idle, rested', delay: 8000, before: 'rested' },
];

/**
 * In every document, before anything else. Times are epoch milliseconds in sessionStorage, which both documents share.
 * @param {{ path: string, data: string, delay: number, before?: string, known?: boolean }} options
 */
function clickOnce({ path, data, delay, before, known }) {
  const now = () => performance.timeOrigin + performance.now();
  const kept = () => JSON.parse(sessionStorage.getItem('click') ?? 'null');
  const keep = (/** @type {object} */ more) => sessionStorage.setItem('click', JSON.stringify({ ...kept(), ...more }));
  const title = () => document.querySelector('h1')?.textContent;
  const inFrame = (/** @type {() => unknown} */ condition, /** @type {() => void} */ then) => {
    if (condition()) requestAnimationFrame(() => then());
    else setTimeout(() => inFrame(condition, then), 8);
  };
  const follow = () => {
    const { clicked, last } = kept();
    inFrame(() => location.pathname === path && title() && title() !== last, () => keep({ shown: now() - clicked, stayed: kept().document === performance.timeOrigin }));
    inFrame(() => location.pathname === path && document.querySelector(data), () => keep({ data: now() - clicked }));
  };
  const press = (/** @type {Element} */ link) => {
    keep({ clicked: now(), document: performance.timeOrigin, last: title() });
    /** @type {HTMLElement} */ (link).click();
    follow();
  };
  const reach = () => {
    const link = document.querySelector(`header a[href="${path}"]`);
    // A person waits for a link that is not there yet.
    if (!link) return void setTimeout(reach, 8);
    const point = (/** @type {string} */ type) => link.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: 9, clientY: 9 }));
    if (before) point(before === 'rested' ? 'pointerover' : 'pointerdown');
    setTimeout(() => press(link), before === 'rested' ? 500 : before === 'pressed' ? 80 : 0);
  };
  const visitFirst = () => {
    const to = (/** @type {string} */ path) => /** @type {HTMLElement | null} */ (document.querySelector(`header a[href="${path}"]`))?.click();
    to(path);
    inFrame(() => document.querySelector(data), () => {
      to('/');
      inFrame(() => location.pathname === '/' && title() !== 'Coffees', () => setTimeout(reach, 1000));
    });
  };
  if (kept()) return void follow();
  new PerformanceObserver((list) => {
    const paint = list.getEntries().find(({ name }) => name === 'first-contentful-paint');
    if (paint) setTimeout(known ? visitFirst : reach, Math.max(0, paint.startTime + delay - performance.now()));
  }).observe({ type: 'paint', buffered: true });
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin
 * @param {Click} click
 * @param {(page: import('@playwright/test').Page) => Promise<void>} slowDown
 * @param {import('@playwright/test').BrowserContextOptions} phone
 * @returns {Promise<Seen>}
 */
export async function clickAt(browser, origin, { name, second, to = LIST, ...click }, slowDown, phone) {
  const context = await browser.newContext(phone);
  try {
    if (second) {
      const page = await context.newPage();
      await page.goto(origin, { waitUntil: 'networkidle' });
      await page.close();
    }
    const page = await context.newPage();
    await slowDown(page);
    await page.addInitScript(clickOnce, { ...to, ...click });
    await page.goto(origin, { waitUntil: 'commit' });
    const seen = await page.waitForFunction(
      () => {
        const click = JSON.parse(sessionStorage.getItem('click') ?? 'null');
        return click?.shown && click?.data && click;
      },
      undefined,
      { timeout: LONGEST_MS, polling: 100 },
    );
    return await seen.jsonValue();
  } catch (why) {
    throw new Error(`${origin}, clicked ${name}: ${why}`);
  } finally {
    await context.close();
  }
}
