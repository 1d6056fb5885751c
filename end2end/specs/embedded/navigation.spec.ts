// What a browser does by itself at a full load, the app does at each change of page.
import type { Page } from '@playwright/test';

import { customer, signIn } from '../../people.ts';
import { expect, open, test } from '../../clean.ts';
import { savesData } from '../../fixtures/code.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const announced = (page: Page) => page.locator('p[aria-live=polite]');
const scrolled = (page: Page) => page.evaluate(() => window.scrollY);
const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });

async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
}

async function expectNoReload(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
}

/** Scrolling is written down once it rests. */
const rested = (page: Page) => page.waitForFunction(() => history.state === window.scrollY);

async function scrollTo(page: Page, y: number): Promise<void> {
  await page.evaluate((y) => window.scrollTo(0, y), y);
  await rested(page);
}

test('from page to page nothing is loaded anew: top of the page, focus on its h1, its title announced', async ({
  page,
}) => {
  await open(page, '/');
  await mark(page);
  await expect(announced(page)).toHaveText('');
  await page.evaluate(() => window.scrollTo(0, 600));

  await main(page).getByRole('link', { name: 'Coffees' }).click();
  await expect(h1(page)).toHaveText('Coffees');
  await expect(h1(page)).toBeFocused();
  await expect(page).toHaveTitle('Coffees · Tidewater Coffee');
  await expect(announced(page)).toHaveText('Coffees');
  await expect.poll(() => scrolled(page)).toBe(0);

  const last = page.getByRole('main').getByRole('listitem').last().getByRole('link');
  const name = await last.innerText();
  await last.scrollIntoViewIfNeeded();
  expect(await scrolled(page)).toBeGreaterThan(0);
  await last.click();
  await expect(h1(page)).toHaveText(name);
  await expect(h1(page)).toBeFocused();
  await expect(page).toHaveTitle(`${name} · Tidewater Coffee`);
  await expect(announced(page)).toHaveText(name);
  await expect.poll(() => scrolled(page)).toBe(0);

  await page.getByRole('link', { name: 'Log in' }).click();
  await expect(h1(page)).toHaveText('Welcome back aboard');
  await expect(h1(page)).toBeFocused();
  await expect(announced(page)).toHaveText('Log in');

  await page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click();
  await expect(h1(page)).toBeFocused();
  await expect.poll(() => scrolled(page)).toBe(0);
  await expectNoReload(page);
});

for (const reach of ['hover', 'focus'] as const) {
  test(`a link brings the code of its page at the ${reach}`, async ({ page }) => {
    await savesData(page);
    await open(page, '/');
    const asked = page.waitForRequest(/\/pkg\/split_brewing/);
    await main(page).getByRole('link', { name: 'Brewing' })[reach]();
    await asked;
    await expect(page).toHaveURL('/');
  });
}

test('the lazy page of an account comes without a reload too, with the focus on its h1', async ({
  page,
  context,
  baseURL,
}) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/');
  await mark(page);
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(h1(page)).toHaveText('Account');
  await expect(h1(page)).toBeFocused();
  await expect(announced(page)).toHaveText('Account');
  await expectNoReload(page);
});

test('back and forward return to where one was, on a page of data too', async ({ page }) => {
  await open(page, '/coffees');
  await mark(page);
  const coffee = page.getByRole('main').getByRole('listitem').last().getByRole('link');
  const name = await coffee.innerText();
  await coffee.scrollIntoViewIfNeeded();
  await rested(page);
  const y = await scrolled(page);
  expect(y).toBeGreaterThan(400);
  await coffee.click();
  await expect(h1(page)).toHaveText(name);
  await expect.poll(() => scrolled(page)).toBe(0);
  await scrollTo(page, 150);

  await page.goBack();
  await expect(h1(page)).toHaveText('Coffees');
  await expect.poll(() => scrolled(page)).toBe(y);
  await page.goForward();
  await expect(h1(page)).toHaveText(name);
  await expect.poll(() => scrolled(page)).toBe(150);
  await expectNoReload(page);
});

test('back returns to where one was, however late the data comes', async ({ page }) => {
  await open(page, '/coffees');
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded();
  await rested(page);
  const y = await scrolled(page);
  expect(y).toBeGreaterThan(400);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click();
  await expect(h1(page)).toBeFocused();

  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/coffees?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goBack();
  await expect(page).toHaveURL('/coffees');
  release();
  await expect(h1(page)).toHaveText('Coffees');
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  await expect.poll(() => scrolled(page)).toBe(y);
});

test('a change of the query moves neither focus nor scroll, and back undoes it', async ({ page }) => {
  await open(page, '/coffees');
  await mark(page);
  await scrollTo(page, 60);
  const chip = page.getByRole('checkbox', { name: /^Medium/ });
  await expect(page.getByText('Night Watch Espresso')).toBeVisible();
  await chip.check();
  await expect(page).toHaveURL('/coffees?roast=medium');
  await expect(chip).toBeChecked();
  await expect(page.getByText('Night Watch Espresso')).toHaveCount(0);
  await expect(chip).toBeFocused();
  expect(await scrolled(page)).toBe(60);

  await page.goBack();
  await expect(page).toHaveURL('/coffees');
  await expect(page.getByRole('link', { name: 'Night Watch Espresso' })).toBeVisible();
  await expect.poll(() => scrolled(page)).toBe(60);
  await expectNoReload(page);
});

test.describe('an unknown address within the app', () => {
  // Asked for when the mouse comes to its link, too.
  test.use({ excused: ['GET /api/coffee?* 404'] });

  test('an unknown coffee is said to be unknown, without a reload', async ({ page }) => {
    await open(page, '/coffees');
    await mark(page);
    await page.evaluate(() => {
      const link = document.querySelector<HTMLAnchorElement>('main li a')!;
      link.href = '/coffees/instant-granules';
    });
    await page.getByRole('main').getByRole('listitem').filter({ has: page.locator('a[href*=instant]') }).getByRole('link').click();
    await expect(h1(page)).toHaveText('Nothing anchored here');
    await expect(h1(page)).toBeFocused();
    await expect(page).toHaveTitle('Nothing anchored here · Tidewater Coffee');
    await expectNoReload(page);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('a page that keeps one waiting shows a bar that stands out from what is behind it', async ({ page }) => {
      await open(page, '/');
      let come = () => {};
      const mayCome = new Promise<void>((resolve) => (come = resolve));
      await page.route('**/api/coffees?*', async (route) => {
        await mayCome;
        await route.continue();
      });
      await main(page).getByRole('link', { name: 'Coffees' }).click();
      await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
      const { height, contrast } = await page.evaluate(() => {
        const light = (color: string) => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')!;
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
        };
        const bar = getComputedStyle(document.querySelector('main')!, '::before');
        const contrasts = ['.harbour-notice', '.site-header'].map((behind) => {
          const { backgroundColor } = getComputedStyle(document.querySelector(behind)!);
          const [dim, bright] = [light(bar.backgroundColor), light(backgroundColor)].sort((a, b) => a - b);
          return (bright! + 0.05) / (dim! + 0.05);
        });
        return { height: parseFloat(bar.blockSize), contrast: Math.min(...contrasts) };
      });
      expect(height).toBeGreaterThanOrEqual(3);
      // WCAG 2.2, 1.4.11: graphics that say something.
      expect(contrast).toBeGreaterThanOrEqual(3);
      come();
      await expect(h1(page)).toHaveText('Coffees');
      await expect(page.locator('main')).not.toHaveAttribute('aria-busy', 'true');
    });
  });
}
