// Back and forward: the page that was left, at once.
import type { Page, Route } from '@playwright/test';

import { expect, open, test } from '../clean.ts';
import { accountMenu, customer, signIn } from '../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const isAsked = (page: Page) => expect(page.locator('#main')).toHaveAttribute('aria-busy', 'true');

/** Holds back what the server says at this address until it is let go. */
async function hold(page: Page, path: string): Promise<(answer?: (route: Route) => Promise<void>) => void> {
  let go: (answer?: (route: Route) => Promise<void>) => void = () => {};
  const held = new Promise<(route: Route) => Promise<void>>((resolve) => (go = (answer = (route) => route.continue()) => resolve(answer)));
  await page.route((url) => url.pathname === path, async (route) => (await held)(route));
  return go;
}

test('back shows a page as it was left before the server answers, and then what it says', async ({ page }) => {
  await open(page, '/coffees');
  await page.getByRole('link', { name: 'Kelp Forest' }).click();
  await expect(h1(page)).toHaveText('Kelp Forest');
  const go = await hold(page, '/coffees');
  const asked = page.waitForRequest('**/coffees');
  await page.goBack();
  await asked;
  await expect(h1(page)).toHaveText('Coffees');
  await expect(h1(page)).toBeFocused();
  await expect(page).toHaveTitle(/^Coffees/);
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  go(async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('Kelp Forest', 'Kelp Wood') });
  });
  await expect(page.getByRole('link', { name: 'Kelp Wood' })).toBeVisible();
});

test('what was left unsent stands there on the way back, and acts', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  const add = page.getByRole('button', { name: /^Add to cart/ });
  const once = await add.innerText();
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(add).not.toHaveText(once);
  const twice = await add.innerText();
  await page.getByRole('banner').getByRole('link', { name: 'Coffees' }).click();
  await expect(h1(page)).toHaveText('Coffees');
  await page.goBack();
  await expect(h1(page)).toHaveText('Kelp Forest');
  await expect(add).toHaveText(twice);
  await page.getByRole('button', { name: 'One fewer' }).click();
  await expect(add).toHaveText(once);
});

test.describe('a server that does not answer', () => {
  test.use({ excused: ['GET /coffees network'] });

  test('takes no page away that was there before', async ({ page }) => {
    await open(page, '/coffees');
    await page.getByRole('banner').getByRole('link', { name: 'Brewing' }).click();
    await expect(h1(page)).toHaveText('Brewing guides');
    const go = await hold(page, '/coffees');
    await page.goBack();
    await expect(h1(page)).toHaveText('Coffees');
    const failed = page.waitForEvent('requestfailed');
    go((route) => route.abort());
    await failed;
    await page.getByRole('link', { name: 'Kelp Forest' }).click();
    await expect(h1(page)).toHaveText('Kelp Forest');
  });
});

test('once something was changed, back waits for the server', async ({ page, messenger }) => {
  await open(page, '/coffees');
  await messenger.tells(['boot visitor at /coffees']); // a boot while a page is on its way would tell of both
  await page.getByRole('link', { name: 'Kelp Forest' }).click();
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByText(/is in the cart/)).toBeVisible();
  const go = await hold(page, '/coffees');
  await page.goBack();
  await isAsked(page);
  await expect(h1(page)).toHaveText('Kelp Forest');
  go();
  await expect(h1(page)).toHaveText('Coffees');
});

test('what is for one person alone comes from the server each time', async ({ page, context, messenger, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/orders');
  await messenger.tells(['boot demo-customer at /orders']);
  await page.getByRole('banner').getByRole('link', { name: 'Coffees' }).click();
  await expect(h1(page)).toHaveText('Coffees');
  const go = await hold(page, '/orders');
  await page.goBack();
  await isAsked(page);
  await expect(h1(page)).toHaveText('Coffees');
  go();
  await expect(h1(page)).toHaveText('Your orders');
});

for (const path of ['/account', '/cart']) {
  test(`what a log-out left of ${path} is not shown again`, async ({ page, context, messenger, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await open(page, path);
    await messenger.tells([`boot demo-customer at ${path}`]);
    await accountMenu(page).click();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await expect(h1(page)).toHaveText('Coffee that keeps harbour hours');
    await expect.poll(() => messenger.story().at(-1)).toBe('boot visitor at /');
    const go = await hold(page, path);
    await page.goBack();
    await isAsked(page);
    await expect(h1(page)).toHaveText('Coffee that keeps harbour hours');
    go();
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
