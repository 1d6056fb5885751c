// The code of a page does not come: its links and forms work by themselves.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../clean.ts';
import { customer, signIn, teammate } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const CODE = '**/pkg/split_*.wasm';

test.beforeEach(({ watch }) => {
  watch.expectFailure('GET */pkg/split_*.wasm network ×0+');
  // The splitter's loader logs the failure, and lets go of a promise that fails.
  watch.expectWarning(/^TypeError: Failed to fetch/);
  watch.expectError(/^Failed to fetch$/);
});

const ENTERED = [
  { path: '/', next: { link: 'Coffees', h1: 'Coffees' } },
  { path: '/coffees', next: { link: 'Plans', h1: 'A plan comes and goes like the tide' } },
  { path: '/coffees/lighthouse-blend', next: { link: 'Coffees', h1: 'Coffees' } },
  { path: '/cart', next: { link: 'Coffees', h1: 'Coffees' } },
  { path: '/login', next: { link: 'Brewing', h1: 'Brewing guides' } },
  { path: '/account', as: customer, next: { link: 'Coffees', h1: 'Coffees' } },
];

for (const { path, as, next } of ENTERED) {
  test(`${path} without its code can be read, and its links lead on`, async ({ page, context, baseURL }) => {
    if (as) await signIn(context, baseURL!, as);
    await page.route(CODE, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/pkg/split_'));
    await page.goto(path);
    await failed;
    await expect(h1(page)).toBeVisible();
    await page.unroute(CODE);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: next.link }).click();
    await expect(h1(page)).toHaveText(next.h1);
    await awake(page);
  });
}

for (const [path, heading] of [['/lifecycle', 'Lifecycle'], ['/workspace/keys', 'Identity keys']] as const) {
  test(`${path} without its code stays as the server sent it`, async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, teammate);
    await page.route(CODE, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/pkg/split_'));
    await page.goto(path);
    await failed;
    await expect(h1(page)).toHaveText(heading);
  });
}

test('a next page whose code does not come is loaded by the browser itself', async ({ page }) => {
  await open(page, '/');
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  await page.route(CODE, (route) => route.abort());
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(page).toHaveURL('/coffees');
  await expect(h1(page)).toHaveText('Coffees');
  await expect.poll(() => page.evaluate(() => 'stillHere' in window)).toBe(false);
  await expect(page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem')).toHaveCount(24);
});

test('without the code one adds to the cart by the form itself', async ({ page }) => {
  await page.route(CODE, (route) => route.abort());
  await page.goto('/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page).toHaveURL(/\/cart\?added=1$/);
  await expect(page.getByRole('status').getByText('It is in the cart.')).toBeVisible();
});

test('code that comes late wakes the page without a complaint', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  for (const path of ['/', '/coffees', '/brewing/moka-pot', '/orders']) {
    let come = () => {};
    const mayCome = new Promise<void>((resolve) => (come = resolve));
    await page.route(CODE, async (route) => {
      await mayCome;
      await route.continue();
    });
    const asked = page.waitForRequest((request) => request.url().includes('/pkg/split_'));
    await page.goto(path);
    await asked;
    await expect(h1(page)).toBeVisible();
    come();
    await awake(page);
    await page.unroute(CODE);
  }
});
