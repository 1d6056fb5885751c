// What fits, and what a thumb can reach, on a phone.
import type { Page } from '@playwright/test';

import { drawn, expect, open, test } from '../../clean.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const card = (page: Page) => page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem').first();
const add = (page: Page) => card(page).getByRole('button', { name: /^Add / });
const header = (page: Page) => page.getByRole('banner');
const launcher = (page: Page) => page.getByRole('button', { name: 'Open chat' });

test('the header is one row, with text at twice its size too', async ({ page }) => {
  await open(page, '/coffees');
  const rows = () => header(page).evaluate((header) => {
    const seen = [...header.querySelectorAll('a, summary')].filter((link) => link.checkVisibility());
    return new Set(seen.map((link) => Math.round(link.getBoundingClientRect().top + link.getBoundingClientRect().height / 2))).size;
  });
  expect(await rows()).toBe(1);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  expect(await rows()).toBe(1);
});

test('the menu of a phone leads to the sections', async ({ page }) => {
  await open(page, '/');
  await header(page).getByRole('button', { name: 'Menu', exact: true }).tap();
  await header(page).getByRole('link', { name: 'Plans' }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A plan comes and goes like the tide');
  await expect(header(page).getByRole('link', { name: 'Plans' })).toBeHidden();
});

test('Add is high enough for a thumb, and its answer moves no card', async ({ page }) => {
  await open(page, '/coffees');
  expect((await add(page).boundingBox())!.height).toBeGreaterThanOrEqual(44);
  const before = await card(page).boundingBox();
  await add(page).tap();
  await expect(card(page).getByText('In the cart')).toBeVisible();
  expect(await card(page).boundingBox()).toEqual(before);
});

test('wherever a page is scrolled to, the launcher leaves its prices and buttons free', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/coffees', '/coffees/kelp-forest', '/plans']) {
    await open(page, path);
    await expect(launcher(page)).toBeVisible();
    const covered: string[] = [];
    for (let at = 0; at < 1_600; at += 70) {
      await page.evaluate((at) => window.scrollTo(0, at), at);
      await drawn(page);
      covered.push(...await page.evaluate(() => [...document.querySelectorAll('main :is(.price, .button, .choices label)')].filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const points = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]];
        return points.some(([x, y]) => document.elementFromPoint(x!, y!)?.closest('#intercom-container'));
      }).map((element) => element.textContent!)));
    }
    expect(covered, path).toEqual([]);
    await expect(launcher(page)).toBeInViewport({ ratio: 1 });
  }
});

test('at the end of a page the launcher covers nothing that one may press', async ({ page }) => {
  for (const path of ['/coffees', '/cart', '/coffees/kelp-forest', '/plans']) {
    await open(page, path);
    await expect(launcher(page)).toBeVisible();
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const covered = await launcher(page).evaluate((launcher) => {
      const one = launcher.getBoundingClientRect();
      const pressed = [...document.querySelectorAll('main a, main button, footer a')].filter((element) => element.checkVisibility());
      return pressed.filter((element) => {
        const other = element.getBoundingClientRect();
        return other.left < one.right && other.right > one.left && other.top < one.bottom && other.bottom > one.top;
      }).map((element) => element.textContent);
    });
    expect(covered, path).toEqual([]);
  }
});

test('the search field is wide enough for its words, with text at twice its size too', async ({ page }) => {
  await open(page, '/search');
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  const field = page.getByRole('searchbox', { name: 'Search coffees and guides' });
  expect((await field.boundingBox())!.width).toBeGreaterThan(250);
  await expect(page.getByRole('main').getByRole('button', { name: 'Search' })).toBeInViewport({ ratio: 1 });
});

test('a coffee names its roast in one text, and none of three choices stands alone in a line', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  const [words, day] = [page.locator('.roast-line > span:last-child'), page.locator('.roast-line time')];
  const [all, last] = [(await words.boundingBox())!, (await day.boundingBox())!];
  expect(last.y + last.height).toBeLessThanOrEqual(all.y + all.height + 1);
  expect(await page.locator('.roast-line').evaluate((line) => line.children.length)).toBe(2);
  const lines = await page.getByRole('group', { name: 'How often' }).locator('label')
    .evaluateAll((choices) => choices.map((choice) => choice.getBoundingClientRect()).map(({ left, width }) => `${left} ${width}`));
  expect(new Set(lines).size, 'one below the other').toBe(1);
});

test('a field that is missing shows its label below the sticky header', async ({ page }) => {
  await open(page, '/login');
  await page.setViewportSize({ width: 390, height: 500 });
  const button = page.getByRole('main').getByRole('button', { name: 'Log in', exact: true });
  await button.evaluate((button) => button.scrollIntoView({ block: 'start' }));
  await button.tap();
  const email = page.getByLabel('Email');
  await expect(email).toBeFocused();
  await drawn(page);
  const label = (await page.locator('label[for=email]').boundingBox())!;
  const end = await header(page).evaluate((header) => header.getBoundingClientRect().bottom);
  expect(label.y).toBeGreaterThanOrEqual(end);
});
