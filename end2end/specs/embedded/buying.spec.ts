// On servers of their own: these tests sell what is on the shelf.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { customer, fillAddress, logIn, signIn, signUp } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const cart = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Cart, / });
const order = (page: Page) => page.getByRole('button', { name: /^Place the order/ });

async function addKelpForest(page: Page): Promise<void> {
  await open(page, '/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByRole('status').getByText('Kelp Forest is in the cart.')).toBeVisible();
}

test('a visitor fills a cart, logs in, finds it there, orders, and sees the order', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  await expect(cart(page)).toHaveAccessibleName('Cart, empty');
  await page.getByLabel('1 kg').check();
  await page.getByLabel('Every two weeks').check();
  await page.getByLabel('Grind').selectOption('Espresso');
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('button', { name: 'Add to cart, €94.50' })).toBeVisible();
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByRole('status').getByText('Kelp Forest is in the cart.')).toBeVisible();
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');

  await page.getByRole('link', { name: 'See the cart' }).click();
  await expect(h1(page)).toHaveText('Cart');
  await expect(page.getByText('1 kg, ground for espresso, every two weeks')).toBeVisible();
  const more = page.getByRole('button', { name: 'One more' });
  await more.click();
  await expect(page.getByRole('group', { name: 'Number of bags of Kelp Forest' })).toContainText('3');
  await expect(more).toBeFocused();
  await expect(cart(page)).toHaveAccessibleName('Cart, 3 items');

  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('main').getByRole('link', { name: 'log in' }).click();
  await expect(page).toHaveURL('/login?next=%2Fcheckout');
  await logIn(page, customer);
  await expect(page).toHaveURL('/checkout');
  await expect(cart(page)).toHaveAccessibleName('Cart, 3 items');
  await expect(page.getByLabel('Name')).toHaveValue(customer.name);
  await fillAddress(page);
  await page.getByRole('button', { name: 'Place the order, €141.75' }).click();
  await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
  await expect(page.getByRole('status').getByText('Thank you.')).toBeVisible();
  await expect(page.getByText('Bryggen 4')).toBeVisible();
  await expect(cart(page)).toHaveAccessibleName('Cart, empty');

  const number = (await h1(page).textContent())!;
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Your orders' }).click();
  await page.getByRole('link', { name: number }).click();
  await expect(h1(page)).toHaveText(number);
  await page.getByRole('button', { name: 'Order again' }).click();
  await expect(page).toHaveURL('/cart?added=1');
  await expect(cart(page)).toHaveAccessibleName('Cart, 3 items');
});

test('one more cannot be pressed before the code that counts has come', async ({ page }) => {
  let come = () => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  await page.route(/leptos-messenger[^/]*\.wasm/, async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto('/coffees/kelp-forest');
  const more = page.getByRole('button', { name: 'One more' });
  await expect(more).toBeDisabled();
  const add = page.getByRole('button', { name: /^Add to cart/ });
  const once = await add.innerText();
  come();
  await more.click();
  await expect(page.getByLabel('Number of bags', { exact: true }).and(page.locator('input'))).toHaveValue('2');
  await expect(add).not.toHaveText(once);
});

test('a visitor sees nothing of the cart of who has logged out', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await addKelpForest(page);
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, empty');
  await cart(page).click();
  await expect(page.getByText('Nothing in the cart yet')).toBeVisible();
});

test('a double click makes one order', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await addKelpForest(page);
  await open(page, '/checkout');
  await fillAddress(page);
  await order(page).dblclick();
  await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
  await open(page, '/orders');
  await expect(page.getByRole('link', { name: /^Order / })).toHaveCount(1);
});

test.describe('a cut between order and answer', () => {
  test.use({ excused: ['POST /api/place_order network'] });

  test('is reported, and the next press shows the order that was made', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await addKelpForest(page);
    await open(page, '/checkout');
    await fillAddress(page);
    await page.route('**/api/place_order', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }, { times: 1 });
    await order(page).click();
    await expect(page.getByRole('alert')).toHaveText('The server did not answer. Check the connection and try again.');
    await order(page).click();
    await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
    await open(page, '/orders');
    await expect(page.getByRole('link', { name: /^Order / })).toHaveCount(1);
  });
});

test.describe('an address that cannot be taken', () => {
  test.use({ excused: ['POST /api/place_order 422'] });

  test('is reported at its field, which gets the focus, and nothing that was typed is lost', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await addKelpForest(page);
    await open(page, '/checkout');
    await fillAddress(page);
    await page.getByLabel('Postcode').fill('   ');
    await order(page).click();
    const postcode = page.getByLabel('Postcode');
    await expect(postcode).toHaveAccessibleDescription('The post needs a postcode, such as 5003.');
    await expect(postcode).toBeFocused();
    await expect(page.getByLabel('Street and number')).toHaveValue('Bryggen 4');
  });
});

test.describe('another tab', () => {
  test.use({ excused: ['POST /api/place_order 422'] });

  test('puts more into the same cart, and what one has not seen is not ordered', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await addKelpForest(page);
  await open(page, '/checkout');
  await fillAddress(page);
  const other = await context.newPage();
  await addKelpForest(other);
  await order(page).click();
  await expect(page.getByRole('alert')).toContainText('The cart has changed since this page was opened.');
  await page.getByRole('button', { name: 'Place the order, €34.90' }).click();
  await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('one buys by plain forms', async ({ page }) => {
    await page.goto('/coffees/kelp-forest');
    await page.getByLabel('Number of bags', { exact: true }).last().fill('3');
    await page.getByRole('button', { name: /^Add to cart/ }).click();
    await expect(page).toHaveURL('/cart?added=1');
    await page.getByRole('button', { name: 'One fewer' }).click();
    await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('main').getByRole('link', { name: 'log in' }).click();
    await logIn(page, customer);
    await fillAddress(page);
    await order(page).click();
    await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
    await expect(page.getByText('Thank you.')).toBeVisible();
  });
});

test('a plan goes into the cart and the header counts it', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/plans');
  await page.getByRole('button', { name: 'Choose Harbour' }).click();
  await expect(page.getByRole('status').getByText('Harbour is in the cart.')).toBeVisible();
  await expect(cart(page)).toHaveAccessibleName('Cart, 1 item');
});

test('a second plan takes the place of the first, and Undo brings the first back with its grind', async ({ page, context, baseURL }) => {
  await signUp(context, baseURL!);
  await open(page, '/plans');
  const plan = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await plan('Harbour').getByLabel('Ground for').selectOption('Espresso');
  await page.getByRole('button', { name: 'Choose Harbour' }).click();
  await expect(plan('Harbour').getByText('Harbour is in the cart.')).toBeInViewport();
  await page.getByRole('button', { name: 'Choose Open sea' }).click();
  await expect(plan('Open sea').getByText('Open sea is in the cart, in place of the Harbour plan.')).toBeInViewport();
  await expect(cart(page)).toHaveAccessibleName('Cart, 1 item');
  await plan('Open sea').getByRole('button', { name: 'Undo' }).click();
  await expect(plan('Harbour').getByText('Harbour is in the cart, in place of the Open sea plan.')).toBeInViewport();
  await expect(plan('Harbour').getByRole('status')).toBeFocused();
  await cart(page).click();
  await expect(page.getByRole('heading', { name: 'Harbour plan' })).toBeVisible();
  await expect(page.getByText('ground for espresso, every two weeks')).toBeVisible();
  await expect(page.getByText('Open sea')).toHaveCount(0);
});

test('ordering again asks before it begins a subscription anew', async ({ page, context, baseURL }) => {
  await signUp(context, baseURL!);
  await open(page, '/coffees/kelp-forest');
  await page.getByLabel('Every four weeks').check();
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByText('Kelp Forest is in the cart.')).toBeVisible();
  await open(page, '/checkout');
  await fillAddress(page);
  await order(page).click();
  await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
  const at = page.url();
  await expect(page.getByRole('checkbox', { name: 'Subscribe again' })).not.toBeChecked();
  await page.getByRole('button', { name: 'Order again' }).click();
  await expect(page.getByText('It is in the cart.')).toBeVisible();
  const words = page.getByText('250 g, whole bean');
  await expect(words).toHaveText('250 g, whole bean');
  await page.getByRole('button', { name: 'Remove Kelp Forest' }).click();
  await expect(words).toHaveCount(0);
  await open(page, at);
  await page.getByRole('checkbox', { name: 'Subscribe again' }).check();
  await page.getByRole('button', { name: 'Order again' }).click();
  await expect(words).toHaveText('250 g, whole bean, every four weeks');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('what is in the cart now is said in sight, though the button is at the end of the window', async ({ page }) => {
    await open(page, '/coffees/kelp-forest');
    const add = page.getByRole('button', { name: /^Add to cart/ });
    await add.evaluate((button) => button.scrollIntoView({ block: 'end' }));
    await add.tap();
    const notice = page.getByText('Kelp Forest is in the cart.');
    await expect(notice).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('link', { name: 'See the cart' })).toBeInViewport({ ratio: 1 });
  });
});
