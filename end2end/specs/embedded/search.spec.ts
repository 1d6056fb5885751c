import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';

const field = (page: Page) => page.getByRole('searchbox', { name: 'Search coffees and guides' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a question finds coffees and guides, stands in the address, and back undoes it', async ({ page }) => {
      await page.goto('/search');
      if (javaScriptEnabled) await open(page, '/search');
      const field = page.getByRole('searchbox', { name: 'Search coffees and guides' });
      await expect(page.getByRole('heading', { name: 'What are you after?' })).toBeVisible();
      await field.fill('French PRESS');
      await field.press('Enter');
      await expect(page).toHaveURL(/\/search\?q=French(\+|%20)PRESS$/);
      await expect(page.getByText('results for')).toHaveText('2 results for “French PRESS”');
      await expect(page.getByRole('region', { name: 'Brewing guides' }).getByRole('link')).toHaveText('French press');
      await expect(page.getByRole('region', { name: 'Coffees' }).getByRole('link')).toHaveText('Kelp Forest');

      await field.fill('submarine');
      await page.getByRole('button', { name: 'Search' }).click();
      await expect(page.getByRole('heading', { name: 'Nothing in these waters' })).toBeVisible();
      await page.goBack();
      await expect(page.getByText('results for')).toHaveText('2 results for “French PRESS”');
      await expect(field).toHaveValue('French PRESS');
    });
  });
}

test('a hostile question stays a text', async ({ page }) => {
  const hostile = '<img src=x onerror=alert(1)>&q=%00"\'';
  await open(page, '/search');
  await page.getByRole('searchbox').fill(hostile);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('status')).toContainText(hostile);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue(hostile);
});

test('results come as one types, the focus stays, and the address follows without a step in the history', async ({ page, messenger }) => {
  await open(page, '/privacy');
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  await field(page).click();
  // The page's own ping may come after the field: it is none of those that the words cause.
  await expect.poll(() => messenger.pings().at(-1)?.url).toBe('/search');
  const before = messenger.pings().length;
  await field(page).pressSequentially('kenya');
  await expect(page.getByText('results for “kenya”').or(page.getByText('result for “kenya”'))).toBeVisible();
  await expect(field(page)).toBeFocused();
  await expect(page).toHaveURL('/search?q=kenya');
  await expect(field(page)).toBeFocused();
  await expect.poll(() => messenger.pings().slice(before).map(({ url }) => url)).toEqual(['/search?q=kenya']);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Privacy');
});

test('one typing error is forgiven', async ({ page }) => {
  await open(page, '/search?q=keyna');
  await expect(page.getByRole('region', { name: 'Coffees' }).getByRole('link').first()).toBeVisible();
});

test('a suggestion is a search', async ({ page }) => {
  await open(page, '/search');
  await page.getByRole('main').getByRole('link', { name: 'decaf' }).click();
  await expect(page).toHaveURL('/search?q=decaf');
  await expect(field(page)).toHaveValue('decaf');
  await expect(page.getByRole('region', { name: 'Coffees' })).toBeVisible();
});
