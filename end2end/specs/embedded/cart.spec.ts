// The cart's numbers follow the finger; the server hears them in order, and its refusals come back visibly.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../clean.ts';
import { signUp } from '../../people.ts';

const cart = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Cart, / });
const number = (page: Page) => page.getByRole('group', { name: 'Number of bags of Kelp Forest' }).locator('output');
const more = (page: Page) => page.getByRole('button', { name: 'One more' });
const LATE_MS = 150;

test.beforeEach(async ({ page, context, baseURL }) => {
  await signUp(context, baseURL!);
  await open(page, '/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await page.getByRole('link', { name: 'See the cart' }).click();
  await expect(number(page)).toHaveText('1');
});

test('four presses on a slow network count four, at once and in the end', async ({ page }) => {
  const asked: number[] = [];
  await page.route('**/api/set_quantity', async (route) => {
    asked.push(Number(new URLSearchParams(route.request().postData() ?? '').get('quantity')));
    await new Promise((late) => setTimeout(late, LATE_MS));
    await route.continue();
  });
  const last = page.waitForResponse((answer) => answer.url().endsWith('/api/set_quantity') && !!answer.request().postData()?.includes('quantity=5'));
  for (let press = 0; press < 4; press += 1) await more(page).click();
  await expect(number(page)).toHaveText('5');
  await expect(cart(page)).toHaveAccessibleName('Cart, 5 items');
  // The number in sight is ahead of the server.
  expect((await last).ok()).toBe(true);
  expect(asked.at(-1)).toBe(5);
  expect(asked, 'each request is later than the one before').toEqual([...asked].sort((a, b) => a - b));
  await page.reload();
  await expect(number(page)).toHaveText('5');
});

test.describe('a number that does not reach the server', () => {
  test.use({ excused: ['POST /api/set_quantity network'] });

  test('comes back to the last one that did, and it is said', async ({ page }) => {
    await page.route('**/api/set_quantity', (route) => route.abort());
    await more(page).click();
    await expect(page.getByRole('alert')).toHaveText(/did not answer/);
    await expect(number(page)).toHaveText('1');
    await page.unroute('**/api/set_quantity');
    await more(page).click();
    await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('what was removed can be put back', async ({ page }) => {
  await more(page).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
  await page.getByRole('button', { name: 'Remove Kelp Forest' }).click();
  await expect(page.getByText('Kelp Forest is out of the cart.')).toBeVisible();
  await expect(cart(page)).toHaveAccessibleName('Cart, empty');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(number(page)).toHaveText('2');
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
});

test('the number beside the cart follows in other tabs, and to nought', async ({ page, context }) => {
  const other = await context.newPage();
  await open(other, '/brewing');
  await expect(cart(other)).toHaveAccessibleName('Cart, 1 item');
  await more(page).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
  await expect(cart(other)).toHaveAccessibleName('Cart, 2 items');
  await other.getByRole('banner').getByRole('link', { name: 'Plans' }).click();
  await other.getByRole('button', { name: 'Choose Skiff' }).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 3 items');
  await page.reload({ waitUntil: 'commit' });
  await awake(page);
  for (const name of ['Remove Skiff plan', 'Remove Kelp Forest']) await page.getByRole('button', { name }).click();
  await expect(cart(other)).toHaveAccessibleName('Cart, empty');
});
