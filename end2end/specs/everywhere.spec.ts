// Another browser of the same person ends the session of this one. On a server of its own: it ends every session of the
// account, those of other tests too.
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../alone.ts';
import { customer, type People } from '../fixtures/people.ts';
import type { Messenger } from '../fixtures/messenger.ts';
import { Shop } from '../fixtures/shop.ts';

/** Ends every session of this person, from a browser of their own. */
async function logOutEverywhere(browser: Browser, baseURL: string | undefined, people: People) {
  const elsewhere = await browser.newContext({ baseURL });
  const shop = new Shop(await elsewhere.newPage(), people);
  await shop.page.goto('/login');
  await shop.page.waitForFunction(() => 'Intercom' in window || document.readyState === 'complete');
  await shop.logIn(customer);
  await shop.shows('Account');
  await shop.page.getByRole('button', { name: 'Log out everywhere' }).click();
  await expect(shop.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await elsewhere.close();
}

/** Logs in here, at the account's page. */
async function logInHere(shop: Shop, messenger: Messenger) {
  messenger.expectRefusals();
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
}

/** The page shows that nobody is here, and the Messenger is a visitor's, shut down before. */
async function showsNobody(page: Page, messenger: Messenger, path: string) {
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Account menu/ })).toHaveCount(0);
  await messenger.until(() => messenger.story().at(-1)).toBe(`boot visitor at ${path}`);
  const since = messenger.story().slice(3);
  // Whether the page settles or the answer comes first.
  expect([['shutdown', `boot visitor at ${path}`], [`update at ${path}`, 'shutdown', `boot visitor at ${path}`]]).toContainEqual(since);
}

const seenAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

test('logged out everywhere from another browser, the next page shows it, and the Messenger is a visitor’s', async ({ page, shop, browser, baseURL, people, messenger }) => {
  await logInHere(shop, messenger);
  await logOutEverywhere(browser, baseURL, people);
  await shop.coffees();
  await showsNobody(page, messenger, '/coffees');
});

for (const [link, path] of [['Orders', '/orders'], ['Account', '/account']] as const) {
  test(`logged out everywhere from another browser, ${path} asks for the log-in and leads back`, async ({ page, shop, browser, baseURL, people, messenger, watch }) => {
    watch.expectFailure('GET /api/* 401 ×0+');
    await logInHere(shop, messenger);
    if (path === '/account') {
      await shop.coffees();
      await messenger.until(() => messenger.story().at(-1)).toBe('update at /coffees');
    }
    await logOutEverywhere(browser, baseURL, people);
    await shop.openMenu();
    await page.getByRole('banner').getByRole('link', { name: link }).click();
    await expect(page).toHaveURL(path);
    await shop.shows('You have been logged out');
    await expect(page.getByRole('main').getByRole('link', { name: 'Log in' })).toHaveAttribute('href', `/login?next=${encodeURIComponent(path)}`);
    await expect(page.getByRole('main').getByText(/did not arrive|Try again|@example\.com/)).toHaveCount(0);
    await messenger.until(() => messenger.story().at(-1)).toBe(`boot visitor at ${path}`);
    expect(messenger.story()).toContain('shutdown');
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await shop.logIn(customer);
    await expect(page).toHaveURL(path);
    await expect(shop.menu).toBeVisible();
  });
}

test('logged out everywhere from another browser, a refused call is enough to show it', async ({ page, shop, browser, baseURL, people, messenger, watch }) => {
  await logInHere(shop, messenger);
  await logOutEverywhere(browser, baseURL, people);
  watch.expectFailure('POST /api/save_profile 401');
  await page.getByLabel('Name').fill('Marit Elsewhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await shop.shows('You have been logged out');
  await showsNobody(page, messenger, '/account');
});

test('logged out everywhere from another browser, a tab that is seen again shows it, with the chat switched off as well', async ({ page, shop, browser, baseURL, people, messenger }) => {
  await logInHere(shop, messenger);
  await shop.open('/privacy');
  const saved = page.waitForResponse('**/api/set_consent');
  await page.getByRole('switch', { name: 'Chat on this site' }).click();
  expect((await saved).ok()).toBe(true);
  await page.goto('/coffees');
  await expect(shop.menu).toBeVisible();
  await page.waitForLoadState('networkidle');
  await logOutEverywhere(browser, baseURL, people);
  await seenAgain(page);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});

test('logged out everywhere from another browser, a tab that is seen again shows it at once, and so does the Messenger', async ({ page, shop, browser, baseURL, people, messenger }) => {
  await logInHere(shop, messenger);
  await logOutEverywhere(browser, baseURL, people);
  await seenAgain(page);
  await shop.shows('You have been logged out');
  await showsNobody(page, messenger, '/account');
});

test('logged out everywhere from another browser, this one is shut down as soon as it is looked at again', async ({ page, shop, browser, baseURL, people, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await logOutEverywhere(browser, baseURL, people);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => messenger.story().slice(3, 4)).toEqual(['shutdown']);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});
