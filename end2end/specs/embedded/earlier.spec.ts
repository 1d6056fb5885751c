// Back to a page: its data come from the server each time, for whoever is here by then.
import type { Page, Route } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { accountMenu, customer, signIn } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const isAsked = (page: Page) => expect(page.locator('#main')).toHaveAttribute('aria-busy', 'true');

/** Holds back what the server says at this address until it is let go. */
async function hold(page: Page, path: string): Promise<(answer?: (route: Route) => Promise<void>) => void> {
  let go: (answer?: (route: Route) => Promise<void>) => void = () => {};
  const held = new Promise<(route: Route) => Promise<void>>((resolve) => (go = (answer = (route) => route.continue()) => resolve(answer)));
  await page.route((url) => url.pathname === path, async (route) => (await held)(route));
  return go;
}

test('what is for one person alone comes from the server each time', async ({ page, context, messenger, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/orders');
  await messenger.receives(['boot demo-customer at /orders']);
  await page.getByRole('banner').getByRole('link', { name: 'Coffees' }).click();
  await expect(h1(page)).toHaveText('Coffees');
  const go = await hold(page, '/api/orders');
  const asked = page.waitForRequest('**/api/orders');
  await page.goBack();
  await asked;
  await expect(page.getByRole('heading', { name: 'No orders yet' })).toHaveCount(0);
  go();
  await expect(h1(page)).toHaveText('Your orders');
  await expect(page.getByRole('heading', { name: 'No orders yet' })).toBeVisible();
});

for (const [path, asks] of [['/account', undefined], ['/cart', '/api/cart']] as const) {
  test(`what a log-out left of ${path} is not shown again`, async ({ page, context, messenger, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await open(page, path);
    await messenger.receives([`boot demo-customer at ${path}`]);
    await accountMenu(page).click();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await expect(h1(page)).toHaveText('Coffee that keeps harbour hours');
    await expect.poll(() => messenger.story().at(-1)).toBe('boot visitor at /');
    const go = asks && (await hold(page, asks));
    await page.goBack();
    if (go) {
      await isAsked(page);
      await expect(h1(page)).toHaveText('Cart');
      await expect(page.locator('main .skeleton').first()).toBeVisible();
      go();
    }
    await expect(page).toHaveURL(path === '/cart' ? path : '/login?next=%2Faccount');
    await expect(h1(page)).toHaveText(path === '/cart' ? 'Cart' : 'Welcome back aboard');
  });
}

test('a password that was typed and not sent is gone', async ({ page }) => {
  await open(page, '/login');
  await page.getByLabel('Password').fill('kittiwake over the bay');
  await page.getByRole('banner').getByRole('link', { name: 'Coffees' }).click();
  await expect(h1(page)).toHaveText('Coffees');
  await page.goBack();
  await expect(page.getByLabel('Password')).toHaveValue('');
});
