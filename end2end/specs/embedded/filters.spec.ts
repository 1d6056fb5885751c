// The filters of the list: boxes, an address that holds them, folds.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';

const cards = (page: Page) => page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem');
const form = (page: Page) => page.getByRole('form', { name: 'Filter and sort' });
const box = (page: Page, name: RegExp) => form(page).getByRole('checkbox', { name });
const fold = (page: Page, name: string) => form(page).locator('summary').filter({ hasText: name });
const scrolled = (page: Page) => page.evaluate(() => window.scrollY);

test('ticking boxes narrows the list at once; its address, counts and number say so; back and forward restore it all', async ({
  page,
}) => {
  await open(page, '/coffees');
  await page.evaluate(() => window.scrollTo(0, 40));
  await expect(cards(page)).toHaveCount(24);
  await box(page, /^Light 8/).check();
  await expect(page).toHaveURL('/coffees?roast=light');
  await expect(cards(page)).toHaveCount(8);
  await expect(form(page).getByRole('status')).toHaveText('8 coffees');

  await fold(page, 'Process').click();
  await box(page, /^Natural 3/).check();
  await expect(page).toHaveURL('/coffees?roast=light&process=natural');
  await box(page, /^Honey 1/).check();
  await expect(page).toHaveURL('/coffees?roast=light&process=natural&process=honey');
  await expect(cards(page)).toHaveCount(4);
  await expect(fold(page, 'Process')).toContainText('2');
  await expect(box(page, /^Dark 4/)).not.toBeChecked();
  expect(await scrolled(page)).toBe(40);

  await page.goBack();
  await expect(cards(page)).toHaveCount(3);
  await expect(box(page, /^Honey/)).not.toBeChecked();
  await expect(box(page, /^Natural/)).toBeChecked();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL('/coffees');
  await expect(cards(page)).toHaveCount(24);
  await expect(box(page, /^Light/)).not.toBeChecked();
  await page.goForward();
  await expect(cards(page)).toHaveCount(8);
  await expect(box(page, /^Light/)).toBeChecked();
  await expect.poll(() => scrolled(page)).toBe(40);
});

test('each chosen filter can be taken away, and all at once; the order stays', async ({ page }) => {
  await open(page, '/coffees?roast=light&for=decaf&sort=name');
  await expect(page.getByRole('heading', { name: 'No coffee is all of that' })).toBeVisible();
  await expect(form(page).getByRole('status')).toHaveText('0 coffees');
  await page.getByRole('link', { name: 'Remove filter: Light' }).click();
  await expect(page).toHaveURL('/coffees?for=decaf&sort=name');
  await expect(cards(page)).toHaveCount(2);
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/coffees?sort=name');
  await expect(cards(page)).toHaveCount(24);
  await expect(page.getByRole('link', { name: 'Clear filters' })).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Chosen filters' })).toBeFocused();
});

test('a box that would find nothing cannot be ticked', async ({ page }) => {
  await open(page, '/coffees?roast=light');
  await fold(page, 'Made for').click();
  await expect(box(page, /^Late hours \(decaf\) 0/)).toBeDisabled();
  await expect(box(page, /^Medium [1-9]/)).toBeEnabled();
});

test('a fold opens and closes by keyboard, and one is open at a time', async ({ page }) => {
  await open(page, '/coffees');
  await fold(page, 'Origin').focus();
  await page.keyboard.press('Enter');
  await expect(box(page, /^Kenya 1/)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page).toHaveURL('/coffees?origin=brazil');
  await expect(box(page, /^Kenya/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box(page, /^Kenya/)).toBeHidden();
  await expect(fold(page, 'Origin')).toBeFocused();
  await fold(page, 'Origin').click();
  await expect(box(page, /^Kenya/)).toBeVisible();
  await fold(page, 'Price').click();
  await expect(box(page, /^Under €15/)).toBeVisible();
  await expect(box(page, /^Kenya/)).toBeHidden();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(box(page, /^Under €15/)).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  const filters = (page: Page) => form(page).getByRole('button', { name: /^Filters/ });
  const sheet = (page: Page) => page.getByRole('group', { name: 'Filters', exact: true });

  test('the filters are in a sheet, say how many are chosen, and open within the window', async ({ page }) => {
    await open(page, '/coffees?origin=kenya&origin=peru');
    await expect(filters(page)).toHaveText(/2/);
    await expect(sheet(page)).toBeHidden();
    await filters(page).tap();
    await expect(sheet(page)).toBeVisible();
    await expect(fold(page, 'Origin')).toHaveText(/2/);
    await fold(page, 'Origin').tap();
    const kenya = box(page, /^Kenya/);
    await kenya.tap();
    await expect(page).toHaveURL('/coffees?origin=peru');
    await expect(sheet(page)).toBeVisible();
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
    await sheet(page).getByRole('button', { name: 'Show 1 coffee' }).tap();
    await expect(cards(page)).toHaveCount(1);
    await expect(sheet(page)).toBeHidden();
    await expect(filters(page)).toHaveText(/1/);
  });

  test('Escape closes the fold, then the sheet, and the focus goes back', async ({ page }) => {
    await open(page, '/coffees');
    await filters(page).focus();
    await page.keyboard.press('Enter');
    await fold(page, 'Origin').focus();
    await page.keyboard.press('Enter');
    await expect(box(page, /^Kenya/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(box(page, /^Kenya/)).toBeHidden();
    await expect(fold(page, 'Origin')).toBeFocused();
    await expect(sheet(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet(page)).toBeHidden();
    await expect(filters(page)).toBeFocused();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a form with a button does the same', async ({ page }) => {
    await page.goto('/coffees?roast=dark');
    await expect(box(page, /^Dark/)).toBeChecked();
    await fold(page, 'Process').click();
    await box(page, /^Natural/).check();
    await form(page).getByLabel('Sort by').selectOption('Price, high first');
    await form(page).getByRole('button', { name: 'Show' }).click();
    await expect(page).toHaveURL('/coffees?roast=dark&process=natural&sort=price-down');
    await expect(cards(page)).toHaveCount(4);
    await page.getByRole('link', { name: 'Remove filter: Dark' }).click();
    await expect(page).toHaveURL('/coffees?process=natural&sort=price-down');
    await page.goBack();
    await expect(box(page, /^Dark/)).toBeChecked();
  });
});
