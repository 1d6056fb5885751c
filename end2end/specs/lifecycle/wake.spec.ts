// Rule R12: the back/forward cache, hidden tabs, prerendered pages, sleep, clocks that are wrong.
import { chromium as browserType, type Page } from '@playwright/test';
import { wholeChromium } from '../../chromium.mjs';
import { ownClock, wrongClock } from '../../fixtures/clock.ts';
import { CODE, holdCode } from '../../fixtures/code.ts';
import { Messenger, modeOf } from '../../fixtures/messenger.ts';
import { customer } from '../../fixtures/people.ts';
import { Shop } from '../../fixtures/shop.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Watch } from '../../fixtures/watch.ts';

const HOUR = 3_600_000;

/** How often the page has asked its server who is logged in. */
const checks = (messenger: Messenger) => messenger.journal.filter(({ name }) => name === '/api/current_account').length;

test('a page out of the back/forward cache asks who is logged in and pings nothing at the same address', { tag: '@shop' }, async ({ baseURL, people }, { project }) => {
  // Playwright switches this cache off: a browser of our own, which has it.
  const browser = await browserType.launch({ ...wholeChromium, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const context = await browser.newContext({ baseURL });
  const watch = new Watch();
  const messenger = new Messenger(modeOf(project.name), watch, people);
  await watch.over(context);
  await messenger.over(context);
  const page = await context.newPage();
  // Playwright cannot talk to a page that has come back; the page reports, and obeys a second one.
  await page.addInitScript(() => {
    if (window !== window.top) return;
    window.addEventListener('pageshow', ({ persisted }) => window.__write('request', `/pageshow/${persisted}`));
    window.addEventListener('storage', ({ key }) => {
      if (key === 'go') document.querySelector<HTMLElement>('a[href="/coffees/first-tide"]')?.click();
    });
  });
  await new Shop(page, people, messenger).open('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  const before = checks(messenger);
  await page.goto('/healthz');
  await page.evaluate(() => history.back());
  const shown = () => messenger.journal.filter(({ name }) => name.startsWith('/pageshow/')).map(({ name }) => name);
  await expect.poll(() => shown().at(-1), { message: 'persisted' }).toBe('/pageshow/true');
  await expect.poll(() => checks(messenger)).toBe(before + 1);
  const second = await context.newPage();
  await second.goto('/healthz');
  await second.evaluate(() => localStorage.setItem('go', '1'));
  await messenger.receives(['boot visitor at /coffees', 'update at /coffees/first-tide']);
  await watch.verify();
  await messenger.verify();
  await browser.close();
});

test('a tab in sight again asks once who is logged in, and pings nothing', { tag: '@host' }, async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  const before = checks(messenger);
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    window.dispatchEvent(new Event('online'));
  });
  await expect.poll(() => checks(messenger)).toBe(before + 1);
  await messenger.receivesNoMore(page, ['boot visitor at /coffees']);
  expect(checks(messenger)).toBe(before + 1);
});

/** What a browser does to a page that it prepares ahead of a click, until the returned function is called. */
async function prerender(page: Page): Promise<() => Promise<void>> {
  await page.addInitScript(() => {
    let hidden = true;
    Object.defineProperty(document, 'prerendering', { get: () => hidden });
    Object.assign(window, {
      __show: () => {
        hidden = false;
        document.dispatchEvent(new Event('prerenderingchange'));
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { __show(): void }).__show());
}

test('a prerendered page does nothing until it is shown', async ({ page, context, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  const story = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(story);
  const prerendered = await context.newPage();
  await ownClock(prerendered);
  const show = await prerender(prerendered);
  const asked = messenger.tokenRequests();
  await prerendered.goto('/coffees');
  await prerendered.getByRole('heading', { level: 1, name: 'Coffees' }).waitFor();
  await prerendered.waitForLoadState('networkidle');
  await prerendered.clock.runFor(20_000);
  expect(messenger.story(prerendered)).toEqual([]);
  expect(messenger.tokenRequests()).toBe(asked);
  expect(await prerendered.evaluate(() => document.querySelectorAll('script[src*="/widget/"]').length)).toBe(0);
  await show();
  await messenger.receives(['boot customer at /coffees'], prerendered);
});

test('a prerendered page that is shown before the Messenger’s code has come goes live when it comes', { tag: '@shop' }, async ({ page, messenger }) => {
  const show = await prerender(page);
  const release = await holdCode(page);
  const code = page.waitForRequest(CODE);
  await page.goto('/coffees');
  await code;
  await show();
  release();
  await messenger.receives(['boot visitor at /coffees']);
});

/** Both clocks go on, no timer runs: a computer that sleeps. */
const sleep = (page: Page, hours: number) => page.clock.fastForward(hours * HOUR);

test('a session that ran out while the computer slept is shut down at once and asked about', { tag: '@host' }, async ({ page, context, shop, messenger, watch }) => {
  await ownClock(page);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  const story = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(story);
  await messenger.answered();
  // By the time it wakes, the server knows the session no more.
  await context.clearCookies({ name: /session$/ });
  watch.expectFailure('POST /api/messenger_token 401');
  await sleep(page, 15 * 24);
  await expect.poll(() => messenger.story().slice(3, 4)).toEqual(['shutdown']);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await messenger.until(() => messenger.story().at(-1)).toMatch(/^boot visitor/);
});

test('a token that ran out in sleep is renewed, and the person is there again', async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  const story = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(story);
  await messenger.answered();
  await sleep(page, 3);
  await messenger.receives([...story, 'shutdown', 'boot customer at /account']);
});

for (const [what, hours] of [['behind', -7], ['ahead', 9]] as const) {
  test(`a browser clock that is hours ${what} changes nothing, and is said`, async ({ page, shop, messenger }) => {
    const said = page.waitForEvent('console', (message) => /this computer's clock is \d+ min (ahead of|behind)/.test(message.text()));
    await wrongClock(page, hours * HOUR);
    await shop.open('/login');
    await messenger.receives(['boot visitor at /login']);
    await shop.logIn(customer);
    await shop.shows('Account');
    await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
    await shop.coffees();
    await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account', 'update at /coffees']);
    expect((await said).text()).toContain(what);
  });
}

test('a browser clock that jumps ahead costs a new token and nothing else', async ({ page, shop, messenger }) => {
  const jump = await wrongClock(page, 5 * HOUR, 'later');
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  const story = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(story);
  await jump();
  await shop.coffees();
  await expect.poll(() => messenger.story().at(-1)).toBe('boot customer at /coffees');
  expect(messenger.story().slice(3)).toEqual(['shutdown', 'boot customer at /coffees']);
});
