// A file of a page's code does not come, or comes late: the page works by itself.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../clean.ts';
import type { Watch } from '../../fixtures/watch.ts';
import { customer, signIn, teammate } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const CODE = '**/pkg/split_*.wasm';
const isCode = (request: { url(): string }) => /\/pkg\/split_[^/]*\.wasm$/.test(request.url());

const PAGES = [
  { path: '/' },
  { path: '/', as: customer },
  { path: '/coffees' },
  { path: '/coffees/lighthouse-blend' },
  { path: '/search?q=espresso' },
  { path: '/brewing' },
  { path: '/brewing/moka-pot' },
  { path: '/plans' },
  { path: '/cart' },
  { path: '/login' },
  { path: '/signup' },
  { path: '/privacy' },
  { path: '/checkout', as: customer },
  { path: '/orders', as: customer },
  { path: '/account', as: customer },
  { path: '/lifecycle', as: teammate },
  { path: '/lifecycle/token', as: teammate },
  { path: '/workspace/inbox', as: teammate },
  { path: '/workspace/keys', as: teammate },
  { path: '/workspace/messenger', as: teammate },
];

/** Opens the page, and says which files of code it loads. */
async function filesOf(page: Page, path: string): Promise<string[]> {
  const files = new Set<string>();
  const note = (request: { url(): string }) => void (isCode(request) && files.add(request.url()));
  page.on('request', note);
  await open(page, path);
  page.off('request', note);
  expect(files.size, 'files of code').toBeGreaterThan(0);
  return [...files];
}

for (const { path, as } of PAGES) {
  const name = as ? `${path} of ${as.name}` : path;

  test.describe(name, () => {
    test.beforeEach(async ({ context, baseURL }) => {
      if (as) await signIn(context, baseURL!, as);
      if (path === '/checkout') await context.request.post(`${baseURL}/api/add_to_cart`, { headers: { Origin: baseURL! }, form: { coffee: 'kelp-forest' } });
    });

    test('without any one of its files of code it can be read, and its links lead on', async ({ page, watch }) => {
      excuseMissing(watch);
      for (const file of await filesOf(page, path)) {
        await page.route(file, (route) => route.abort());
        const failed = page.waitForEvent('requestfailed', (request) => request.url() === file);
        await page.goto(path);
        await failed;
        await expect(h1(page)).toBeVisible();
        await page.unroute(file);
        if (path.startsWith('/lifecycle') || path.startsWith('/workspace')) continue;
        await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
        await expect(h1(page)).toHaveText('Search');
        await awake(page);
      }
    });

    test('each of its files of code may come last, without a complaint', async ({ page }) => {
      for (const file of await filesOf(page, path)) {
        let come = () => {};
        const mayCome = new Promise<void>((resolve) => (come = resolve));
        await page.route(file, async (route) => {
          await mayCome;
          await route.continue();
        });
        const asked = page.waitForRequest(file);
        await page.goto(path, { waitUntil: 'commit' });
        await asked;
        await expect(h1(page)).toBeVisible();
        come();
        await awake(page);
        await page.unroute(file);
      }
    });
  });
}

/** The splitter's loader logs the failure, and lets go of a promise that fails. */
function excuseMissing(watch: Watch) {
  watch.expectFailure('GET */pkg/split_*.wasm network ×0+');
  watch.expectWarning(/^TypeError: Failed to fetch/);
  watch.expectError(/^Failed to fetch$/);
}

test.describe('a missing file', () => {
  test.beforeEach(({ watch }) => excuseMissing(watch));

  test('of a next page has the browser load that page itself', async ({ page }) => {
    await open(page, '/');
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    await page.route(CODE, (route) => route.abort());
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
    await expect(page).toHaveURL('/coffees');
    await expect(h1(page)).toHaveText('Coffees');
    await expect.poll(() => page.evaluate(() => 'stillHere' in window)).toBe(false);
    await expect(page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem')).toHaveCount(24);
  });

  test('leaves the form that adds to the cart to the browser', async ({ page }) => {
    await page.route(CODE, (route) => route.abort());
    await page.goto('/coffees/kelp-forest');
    await page.getByRole('button', { name: /^Add to cart/ }).click();
    await expect(page).toHaveURL(/\/cart\?added=1$/);
    await expect(page.getByRole('status').getByText('It is in the cart.')).toBeVisible();
  });
});
