import type { Page } from '@playwright/test';

import { expect, open, test } from '../clean.ts';

const cards = (page: Page) => page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem');

async function prices(page: Page): Promise<number[]> {
  const texts = await cards(page).locator('.price').allInnerTexts();
  return texts.map((text) => Number(text.replace(/250 g/, '').replace(/[^\d.]/g, '')));
}

const sorted = <T>(values: T[], by: (a: T, b: T) => number) => [...values].sort(by);

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the list is filtered by roast and sorted by price or name, and its address says so', async ({ page }) => {
      await page.goto('/coffees');
      if (javaScriptEnabled) await open(page, '/coffees');
      const order = async (by: string) => {
        await page.getByLabel('Sort by').selectOption(by);
        if (!javaScriptEnabled) await page.getByRole('button', { name: 'Sort' }).click();
      };
      await expect(cards(page)).toHaveCount(9);
      await expect(page.getByText('9 coffees')).toBeVisible();

      await page.getByRole('link', { name: 'Dark', exact: true }).click();
      await expect(page).toHaveURL('/coffees?roast=dark');
      await expect(page.getByRole('link', { name: 'Dark', exact: true })).toHaveAttribute('aria-current', 'true');
      await expect(cards(page)).not.toHaveCount(9);
      const dark = await cards(page).count();
      await expect(page.getByText(`${dark} coffees`)).toBeVisible();

      await order('Price, low first');
      await expect(page).toHaveURL('/coffees?roast=dark&sort=price');
      await expect.poll(async () => {
        const now = await prices(page);
        return now.length === dark && String(now) === String(sorted(now, (a, b) => a - b));
      }).toBe(true);

      await page.getByRole('link', { name: 'All', exact: true }).click();
      await expect(page).toHaveURL('/coffees?sort=price');
      await expect(cards(page)).toHaveCount(9);
      await order('Name');
      await expect(page).toHaveURL('/coffees?sort=name');
      await expect.poll(async () => {
        const names = await cards(page).getByRole('link').allInnerTexts();
        return String(names) === String(sorted(names, (a, b) => a.localeCompare(b)));
      }).toBe(true);
      await expect(page.getByLabel('Sort by')).toHaveValue('name');
    });

    test('an address that was shared or mistyped shows what can be understood of it', async ({ page }) => {
      await page.goto('/coffees?roast=purple&sort=name&colour=%00');
      await expect(cards(page)).toHaveCount(9);
      await expect(page.getByRole('link', { name: 'All', exact: true })).toHaveAttribute('aria-current', 'true');
    });
  });
}

test('a list with nothing in it says so and leads on', async ({ page }) => {
  await page.route('**/api/coffees*', (route) => route.fulfill({ json: [] }));
  await open(page, '/coffees');
  await page.getByRole('link', { name: 'Light', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No coffee of this roast just now' })).toBeVisible();
  await expect(page.getByText('0 coffees')).toBeVisible();
  await page.unroute('**/api/coffees*');
  await page.getByRole('link', { name: 'Show all coffees' }).click();
  await expect(page).toHaveURL('/coffees');
  await expect(cards(page)).toHaveCount(9);
});

test.describe('when the server does not answer', () => {
  test.use({ excused: ['network'] });

  test('the list says that it did not arrive, and "Try again" brings it', async ({ page }) => {
    await open(page, '/privacy');
    await page.route('**/api/coffees*', (route) => route.abort());
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
    await expect(page.getByRole('heading', { name: 'The list did not arrive' })).toBeVisible();
    await expect(page.getByText('The server did not answer. Check the connection and try again.')).toBeVisible();

    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await page.unroute('**/api/coffees*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(cards(page)).toHaveCount(9);
  });

  test('a coffee says that it did not arrive, and "Try again" brings it', async ({ page }) => {
    await open(page, '/coffees');
    await page.route('**/api/coffee?*', (route) => route.abort());
    await page.getByRole('link', { name: 'Lighthouse Blend' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This coffee did not arrive');
    await page.unroute('**/api/coffee?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lighthouse Blend');
  });
});
