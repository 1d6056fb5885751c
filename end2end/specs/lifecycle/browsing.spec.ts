import { ownClock } from '../../fixtures/clock.ts';
import { expect, test } from '../../fixtures/test.ts';

test.beforeEach(async ({ page }) => {
  await ownClock(page);
});

test('links, back, forward, query and hash: one ping for each settled address', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  const story = ['boot visitor at /'];
  const next = async (url: string) => messenger.receives((story.push(`update at ${url}`), story));
  await page.goto('/');
  await messenger.receives(story);
  await shop.coffees();
  await next('/coffees');
  await page.getByRole('checkbox', { name: /^Light/ }).check();
  await next('/coffees?roast=light');
  await page.getByLabel('Sort by').selectOption('price');
  await next('/coffees?roast=light&sort=price');
  // The address is reported while the list is on its way: a press on a card that moves is lost.
  const prices = async () => (await page.locator('main li .price').allInnerTexts()).map((text) => Number(/[\d.]+/.exec(text)?.[0]));
  await expect.poll(async () => (await prices()).every((price, at, all) => at === 0 || price >= all[at - 1]!)).toBe(true);
  await shop.coffee('Herring Gull');
  await next('/coffees/herring-gull');
  await page.goBack();
  await shop.shows('Coffees');
  await next('/coffees?roast=light&sort=price');
  await page.goForward();
  await shop.shows('Herring Gull');
  await next('/coffees/herring-gull');
  await page.evaluate(() => void (location.hash = 'brewing'));
  await next('/coffees/herring-gull#brewing');
  await messenger.receivesNoMore(page, story);
});

test('there and back again gives three pings', { tag: '@host' }, async ({ page, shop, messenger }) => {
  await page.goto('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  await shop.coffee('First Tide');
  await messenger.receives(['boot visitor at /coffees', 'update at /coffees/first-tide']);
  await shop.coffees();
  await messenger.receivesNoMore(page, ['boot visitor at /coffees', 'update at /coffees/first-tide', 'update at /coffees']);
});

test('a burst of ten clicks gives one ping, for the page where it ends', async ({ page, messenger }) => {
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await page.evaluate(async () => {
    const header = document.querySelector('header')!;
    const [home, coffees] = [header.querySelector<HTMLElement>('a.brand')!, header.querySelector<HTMLElement>('nav a')!];
    for (let click = 0; click < 10; click++) {
      (click % 2 === 0 ? coffees : home).click();
      await Promise.resolve();
    }
    coffees.click();
  });
  await expect(page).toHaveURL('/coffees');
  await messenger.receivesNoMore(page, ['boot visitor at /', 'update at /coffees']);
});

test('a redirect is reported at its end alone', { tag: '@shop' }, async ({ page, messenger, shop }) => {
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Your orders' }).click();
  await shop.shows('Welcome back aboard');
  await messenger.receivesNoMore(page, ['boot visitor at /', 'update at /login?next=%2Forders']);
});

test('a page of its own load boots at the address where the server sent it', async ({ page, messenger }) => {
  await page.goto('/account');
  await messenger.receivesNoMore(page, ['boot visitor at /login?next=%2Faccount']);
});

test('the first page that one goes on to is reported when the code for it has come, with its own title', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const asked = page.waitForRequest(/\/pkg\/split_brewing/);
  await page.route(/\/pkg\/split_brewing/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Brewing' }).click();
  await asked;
  await messenger.receivesNoMore(page, ['boot visitor at /']);
  release();
  await shop.shows('Brewing guides');
  await messenger.receivesNoMore(page, ['boot visitor at /', 'update at /brewing']);
});

test('a page that waits for its data is reported with the title that the data brings', { tag: '@host' }, async ({ page, shop, messenger }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.goto('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  // The data alone, or the page with it.
  const data = /\/(api\/coffee\?.*|coffees\/first-tide)$/;
  await page.route(data, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(data);
  await page.getByRole('link', { name: 'First Tide', exact: true }).first().click();
  await asked;
  await messenger.receivesNoMore(page, ['boot visitor at /coffees']);
  release();
  await shop.shows('First Tide');
  await messenger.receivesNoMore(page, ['boot visitor at /coffees', 'update at /coffees/first-tide']);
});

test('a failed log-in by plain form leaves no error text in any address that is reported', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  // The form as it is sent before the page has woken up: by the browser, with scripts held back.
  let wake = () => {};
  const awake = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\/pkg\/.*\.wasm$/, async (route) => {
    await awake;
    await route.continue();
  });
  await page.goto('/login', { waitUntil: 'commit' });
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(page.url()).toContain('__err=');
  wake();
  await messenger.receives(['boot visitor at /login']);
  await shop.coffees();
  await messenger.receivesNoMore(page, ['boot visitor at /login', 'update at /coffees']);
});
