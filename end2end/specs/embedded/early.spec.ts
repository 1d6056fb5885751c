// What people type and choose before the page's code has come, after Back, and without any script.
import type { Page } from '@playwright/test';

import { awake, expect, holdWasm, open, test } from '../../clean.ts';

const add = (page: Page) => page.getByRole('button', { name: /^Add to cart/ });
const quantity = (page: Page) => page.getByRole('spinbutton', { name: 'Number of bags' });
const price = (page: Page) => page.locator('.offer .price');
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search coffees and guides' });
const filters = (page: Page) => page.getByRole('form', { name: 'Filter and sort' });
const cards = (page: Page) => page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem');

test('words that are typed before and while the code comes are searched for, all of them', async ({ page }) => {
  const release = await holdWasm(page);
  await page.goto('/search', { waitUntil: 'commit' });
  await field(page).pressSequentially('choco');
  release();
  await field(page).pressSequentially('late and haz');
  await awake(page);
  await field(page).pressSequentially('elnut');
  await expect(page.getByText(/results? for “chocolate and hazelnut”/)).toBeVisible();
  await expect(page).toHaveURL(/\/search\?q=chocolate(\+|%20)and(\+|%20)hazelnut$/);
  await expect(field(page)).toHaveValue('chocolate and hazelnut');
});

test('boxes and the order that are chosen before the code comes filter the list once it is there', async ({ page }) => {
  const release = await holdWasm(page);
  await page.goto('/coffees', { waitUntil: 'commit' });
  await filters(page).getByRole('checkbox', { name: /^Light/ }).check();
  await page.getByLabel('Sort by').selectOption('Name');
  await expect(filters(page).getByRole('button', { name: 'Show', exact: true }).filter({ visible: true })).toHaveCount(1);
  release();
  await expect(page).toHaveURL('/coffees?roast=light&sort=name');
  await expect(cards(page)).toHaveCount(8);
  await expect(filters(page).getByRole('checkbox', { name: /^Light/ })).toBeChecked();
  await expect(page.getByLabel('Sort by')).toHaveValue('name');
  await expect(filters(page).getByRole('button', { name: 'Show', exact: true })).toHaveCount(0);
});

test('until the code comes, a button shows what is ticked', async ({ page }) => {
  await holdWasm(page);
  await page.goto('/coffees', { waitUntil: 'commit' });
  await filters(page).getByRole('checkbox', { name: /^Light/ }).check();
  await filters(page).getByRole('button', { name: 'Show', exact: true }).filter({ visible: true }).click();
  await expect(page).toHaveURL('/coffees?roast=light&sort=');
  await expect(cards(page)).toHaveCount(8);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('until the code comes, the button of the sheet shows what is ticked', async ({ page }) => {
    await holdWasm(page);
    await page.goto('/coffees', { waitUntil: 'commit' });
    await filters(page).getByRole('button', { name: /^Filters/ }).tap();
    const sheet = page.getByRole('group', { name: 'Filters', exact: true });
    await sheet.getByRole('checkbox', { name: /^Light/ }).check();
    await sheet.getByRole('button', { name: 'Show', exact: true }).tap();
    await expect(page).toHaveURL('/coffees?roast=light&sort=');
    await expect(cards(page)).toHaveCount(8);
  });
});

test('size, interval and number that are chosen before the code comes have their price, and are posted', async ({ page }) => {
  const release = await holdWasm(page);
  await page.goto('/coffees/first-tide', { waitUntil: 'commit' });
  await expect(add(page)).toHaveText('Add to cart');
  await page.getByLabel('1 kg').check();
  await page.getByLabel('Every two weeks').check();
  await page.getByLabel('Grind').selectOption('French press');
  await quantity(page).fill('3');
  release();
  await awake(page);
  await expect(price(page)).toContainText('1 kg');
  const one = Number((await price(page).innerText()).match(/€([\d.]+)/)![1]);
  await expect(add(page)).toHaveText(`Add to cart, €${(3 * one).toFixed(2)}`);
  await expect(quantity(page)).toHaveValue('3');
  await expect(page.getByLabel('Grind')).toHaveValue('french-press');
  const posted = page.waitForRequest('**/api/add_to_cart');
  await add(page).click();
  expect((await posted).postData()).toContain('size=1kg&grind=french-press&often=2-weeks&quantity=3');
  await expect(page.getByText('First Tide is in the cart.')).toBeVisible();
  await page.goto('/cart');
  await expect(page.getByText('1 kg, ground for French press, every two weeks')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`€${(3 * one).toFixed(2)}`);
});

test('after Back from another document, the choice that the browser restores has its price', async ({ page }) => {
  await open(page, '/coffees/first-tide');
  await page.getByLabel('1 kg').check();
  await page.getByLabel('Every four weeks').check();
  const total = await add(page).innerText();
  await open(page, '/privacy');
  await page.goBack();
  await awake(page);
  await expect(page.getByLabel('1 kg')).toBeChecked();
  await expect(page.getByLabel('Every four weeks')).toBeChecked();
  await expect(add(page)).toHaveText(total);
  await expect(price(page)).toContainText('1 kg');
});

for (const number of ['0', '999']) {
  test(`for ${number} bags the button names no price, and nothing is posted`, async ({ page }) => {
    await open(page, '/coffees/first-tide');
    await expect(add(page)).toHaveText(/^Add to cart, €/);
    await quantity(page).fill(number);
    await expect(add(page)).toHaveText('Add to cart');
    const posts: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && posts.push(request.url())));
    await add(page).click();
    await expect(quantity(page)).toBeFocused();
    expect(await quantity(page).evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(false);
    expect(posts.filter((url) => url.includes('/api/'))).toEqual([]);
    await page.getByRole('button', { name: number === '0' ? 'One more' : 'One fewer' }).click();
    await expect(quantity(page)).toHaveValue(number === '0' ? '1' : '20');
    await expect(add(page)).toHaveText(/^Add to cart, €/);
  });
}

test('the header has its icons before any drawing has come', async ({ page }) => {
  await page.route('**/*.svg', () => {});
  await page.goto('/plans', { waitUntil: 'commit' });
  const header = page.getByRole('banner');
  await expect(header.getByRole('link', { name: 'Cart, empty' })).toBeVisible();
  await expect.poll(() => header.locator('svg').evaluateAll((icons) => icons.filter((icon) => icon.checkVisibility())
    .map((icon) => (icon as SVGSVGElement).getBBox().width > 0))).toEqual([true, true, true]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the button names no price, because nothing could keep it true', async ({ page }) => {
    await page.goto('/coffees/first-tide');
    await page.getByLabel('1 kg').check();
    await expect(add(page)).toHaveText('Add to cart');
    await quantity(page).fill('2');
    await add(page).click();
    await expect(page).toHaveURL('/cart?added=1');
    await expect(page.getByText('1 kg, whole bean')).toBeVisible();
  });
});
