// What comes again, on the account page: paused, resumed and stopped. On servers of their own: an order begins it.
import type { Page } from '@playwright/test';

import { awake, expect, test } from '../../alone.ts';
import { customer, fillAddress, signIn } from '../../people.ts';

const ours = (page: Page) => page.getByRole('region', { name: 'Plan and subscriptions' });
const next = (page: Page) => ours(page).getByText(/^Next roasted on /);
const button = (page: Page, words: string) => ours(page).getByRole('button', { name: words, exact: true });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    const open = async (page: Page, path: string) => {
      await page.goto(path);
      if (javaScriptEnabled) await awake(page);
    };
    /** As somebody who comes back finds it. */
    const again = (page: Page) => open(page, '/account');

    test('a plan is paused, resumed and stopped for good', async ({ page, context, baseURL }) => {
      await signIn(context, baseURL!, customer);
      await again(page);
      await expect(ours(page).getByRole('link', { name: 'See the plans' })).toBeVisible();
      await open(page, '/plans');
      await page.getByRole('button', { name: 'Choose Harbour' }).click();
      await expect(page.getByRole('link', { name: 'Cart, 1 item' })).toBeVisible();
      await open(page, '/checkout');
      await fillAddress(page);
      await page.getByRole('button', { name: /^Place the order/ }).click();
      await expect(page.getByText('Thank you.')).toBeVisible();

      await again(page);
      await expect(ours(page).getByText('Your plan')).toBeVisible();
      await expect(next(page)).toBeVisible();
      const day = await next(page).innerText();
      await button(page, 'Pause Harbour plan').click();
      await expect(ours(page).getByText('Paused')).toBeVisible();
      await expect(next(page)).toHaveCount(0);
      await again(page);
      await expect(ours(page).getByText('Paused')).toBeVisible();

      await button(page, 'Resume Harbour plan').click();
      await expect(next(page)).toHaveText(day);
      await expect(button(page, 'Stop for good Harbour plan'), 'one press does not stop it').toBeHidden();
      await button(page, 'Stop… Harbour plan').click();
      await button(page, 'Stop for good Harbour plan').click();
      await expect(ours(page).getByRole('link', { name: 'See the plans' })).toBeVisible();
      await again(page);
      await expect(ours(page).getByRole('link', { name: 'See the plans' })).toBeVisible();
      await expect(ours(page).getByText('Harbour')).toHaveCount(0);
    });
  });
}
