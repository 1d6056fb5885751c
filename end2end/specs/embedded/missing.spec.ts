// A file of a page's code does not come, or comes late: the page works by itself.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../clean.ts';
import type { Watch } from '../../fixtures/watch.ts';
import { customer, signIn, signUp, teammate } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const CODE = '**/pkg/split_*.wasm';
/** Code that pages of several kinds load: every page of the shop has the Messenger and reports to the inspector. */
const SHARED = ['**/pkg/split_messenger.wasm', '**/pkg/split_report.wasm'];

/** The home page's code is in the main file; the teammates' and developers' pages have a main file of their own. */
const PAGES = [
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

/** Opens the page, and says which file of code it loads that only pages of its kind do. The next page's file comes after it. */
async function fileOf(page: Page, path: string): Promise<string> {
  const files = new Set<string>();
  const note = (request: { url(): string }) => void (/\/pkg\/(team\/)?(split_(?!messenger|report)[^/]*|team)\.wasm$/.test(request.url()) && files.add(request.url()));
  page.on('request', note);
  await open(page, path);
  page.off('request', note);
  const [own] = files;
  if (!own) throw new Error(`${path} loaded no file of code of its own`);
  return own;
}

/** Without these files: the page can be read, and its links lead on. */
async function worksWithout(page: Page, files: string, path: string): Promise<void> {
  const matches = new RegExp(`${files.replace(/^\*\*/, '').replaceAll('*', '[^/]*')}$`);
  await page.route(files, (route) => route.abort());
  const failed = page.waitForEvent('requestfailed', (request) => matches.test(request.url()));
  await page.goto(path);
  await failed;
  await expect(h1(page)).toBeVisible();
  await page.unroute(files);
  if (path.startsWith('/lifecycle') || path.startsWith('/workspace')) return;
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  await expect(h1(page)).toHaveText('Search');
  await awake(page);
}

/** These files come once all else is there: the page wakes up then, and complains of nothing. */
async function worksWithLate(page: Page, files: string, path: string): Promise<void> {
  let come = () => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  await page.route(files, async (route) => {
    await mayCome;
    await route.continue();
  });
  const asked = page.waitForRequest(files);
  await page.goto(path, { waitUntil: 'commit' });
  await asked;
  await expect(h1(page)).toBeVisible();
  const came = page.waitForResponse(files);
  come();
  await (await came).finished();
  await awake(page);
  await page.unroute(files);
}

for (const { path, as } of PAGES) {
  const name = as ? `${path} of ${as.name}` : path;

  test.describe(name, () => {
    test.beforeEach(async ({ context, baseURL }) => {
      if (path !== '/checkout') return as && signIn(context, baseURL!, as);
      // Nobody else's cart has a bag more for this.
      await signUp(context, baseURL!);
      await context.request.post(`${baseURL}/api/add_to_cart`, { headers: { Origin: baseURL! }, form: { coffee: 'kelp-forest' } });
    });

    test('its own file of code may come last, without a complaint; without it the page can be read, and its links lead on', async ({ page, watch }) => {
      const file = await fileOf(page, path);
      await worksWithLate(page, file, path);
      await watch.verify();
      excuseMissing(watch);
      await worksWithout(page, file, path);
    });
  });
}

for (const files of SHARED) {
  test(`without the shared ${files.replace('**', '')} a page can be read, and its links lead on`, async ({ page, watch }) => {
    excuseMissing(watch);
    await worksWithout(page, files, '/coffees');
  });

  test(`the shared ${files.replace('**', '')} may come last, without a complaint`, async ({ page }) => {
    await worksWithLate(page, files, '/coffees');
  });
}

/** The loader logs the failure. */
function excuseMissing(watch: Watch) {
  watch.expectFailure('GET */pkg/split_*.wasm network ×0+');
  watch.expectFailure('GET */pkg/team/*.wasm network ×0+');
  watch.expectWarning(/^TypeError: Failed to fetch/);
  watch.expectError(/^Failed to fetch$/);
}

test.describe('a missing file', () => {
  test.beforeEach(({ watch }) => excuseMissing(watch));

  test('of a next page has the browser load that page itself', async ({ page }) => {
    await page.route('**/pkg/split_coffees.wasm', (route) => route.abort());
    await open(page, '/');
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
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
