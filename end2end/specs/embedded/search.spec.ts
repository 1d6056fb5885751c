import { expect, open, test } from '../../clean.ts';

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
