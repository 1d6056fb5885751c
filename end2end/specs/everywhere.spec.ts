// Another browser of the same person ends the session of this one. On a server of its own: it ends every session of the
// account, those of other tests too.
import type { Browser } from '@playwright/test';
import { expect, test } from '../alone.ts';
import { customer, type People } from '../fixtures/people.ts';
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
