// A refusal stands beside the button that was pressed, in sight on a phone, and has the focus.
import type { Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { customer, fillAddress, password, signIn, signUp } from '../../people.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const refusal = (page: Page) => page.getByRole('alert').filter({ hasText: 'The server did not answer.' }).filter({ visible: true });

async function isBeside(notice: Locator, button: Locator): Promise<void> {
  await expect(notice).toBeFocused();
  await expect(notice).toBeInViewport({ ratio: 1 });
  await expect.poll(async () => {
    const [one, other] = [(await notice.boundingBox())!, (await button.boundingBox())!];
    return Math.max(one.y - other.y - other.height, other.y - one.y - one.height);
  }).toBeLessThan(80);
}

/** Taps the button as a thumb reaches it: at the lower end of the window. */
async function tapAtTheEnd(button: Locator): Promise<void> {
  await button.evaluate((button) => button.scrollIntoView({ block: 'end' }));
  await button.tap();
}

test.describe('an order without an answer', () => {
  test.use({ excused: ['POST /api/place_order network', 'POST /api/order_again network'] });

  test('is refused beside its button, and so is ordering again', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await open(page, '/coffees/kelp-forest');
    await page.getByRole('button', { name: /^Add to cart/ }).tap();
    await expect(page.getByText('Kelp Forest is in the cart.')).toBeVisible();
    await open(page, '/checkout');
    await fillAddress(page);
    const order = page.getByRole('button', { name: /^Place the order/ });
    await page.route('**/api/place_order', (route) => route.abort(), { times: 1 });
    await tapAtTheEnd(order);
    await isBeside(refusal(page), order);
    await order.tap();
    await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
    await page.route('**/api/order_again', (route) => route.abort(), { times: 1 });
    const again = page.getByRole('button', { name: 'Order again' });
    await tapAtTheEnd(again);
    await isBeside(refusal(page), again);
  });
});

test.describe('a coffee without an answer', () => {
  test.use({ excused: ['POST /api/add_to_cart network'] });

  test('is refused beside Add', async ({ page }) => {
    await open(page, '/coffees/kelp-forest');
    const add = page.getByRole('button', { name: /^Add to cart/ });
    await page.route('**/api/add_to_cart', (route) => route.abort());
    await tapAtTheEnd(add);
    await isBeside(refusal(page), add);
  });
});

test.describe('without a list', () => {
  test.use({ excused: ['GET /api/coffees?* network ×1+'] });

  test('a filter is refused in the sheet, and beside the filters once the sheet is closed', async ({ page }) => {
    await open(page, '/coffees');
    await page.route('**/api/coffees?*', (route) => route.abort());
    const filters = page.getByRole('form', { name: 'Filter and sort' });
    await filters.getByRole('button', { name: /^Filters/ }).tap();
    const sheet = page.getByRole('group', { name: 'Filters', exact: true });
    await sheet.getByRole('checkbox', { name: /^Dark/ }).tap();
    await isBeside(sheet.getByRole('alert'), sheet.getByRole('button', { name: /^Show/ }));
    await sheet.getByRole('button', { name: /^Show/ }).tap();
    await expect(page.getByRole('alert').filter({ hasText: 'This is the list from before.' })).toBeInViewport({ ratio: 1 });
  });

  test('an order of the list is refused beside the filters', async ({ page }) => {
    await open(page, '/coffees');
    await page.route('**/api/coffees?*', (route) => route.abort());
    await page.getByLabel('Sort by').selectOption('Name');
    await isBeside(refusal(page), page.getByLabel('Sort by'));
  });
});

test.describe('on the account page', () => {
  test.use({
    excused: ['POST /api/save_profile network', 'POST /api/end_session network', 'POST /api/log_out_everywhere network',
      'POST /api/delete_account network'],
  });

  test('each form is refused beside its own button', async ({ page, context, browser, baseURL }) => {
    const person = await signUp(context, baseURL!);
    const elsewhere = await browser.newContext();
    await signIn(elsewhere, baseURL!, person, person.password);
    await elsewhere.close();
    await open(page, '/account');
    for (const path of ['save_profile', 'end_session', 'log_out_everywhere', 'delete_account']) {
      await page.route(`**/api/${path}`, (route) => route.abort());
    }
    await page.getByText('Delete account', { exact: true }).tap();
    await page.getByLabel('Your password').last().fill(person.password);
    const alerts = page.getByRole('alert').filter({ hasText: /did not answer/ });
    const buttons = ['Save', /^Log out (?!everywhere)/, 'Log out everywhere', 'Delete account for good'];
    for (const [index, name] of buttons.entries()) {
      const button = page.getByRole('main').getByRole('button', { name, exact: true });
      await tapAtTheEnd(button);
      await expect(alerts).toHaveCount(index + 1);
      await isBeside(page.locator('[role=alert]:focus'), button);
    }
  });
});

test.describe('at the log-in', () => {
  test.use({ excused: ['POST /api/log_in 401'] });

  test('a wrong password is refused beside the button', async ({ page }) => {
    await open(page, '/login');
    await page.getByLabel('Email').fill(customer.email);
    await page.getByLabel('Password').fill(`not ${password}`);
    const button = page.getByRole('main').getByRole('button', { name: 'Log in', exact: true });
    await tapAtTheEnd(button);
    await isBeside(page.getByRole('alert'), button);
  });
});

test.describe('in the cart', () => {
  test.use({ excused: ['POST /api/set_quantity network', 'POST /api/remove_from_cart network'] });

  test('a line shows its own refusal, and the newest alone', async ({ page }) => {
    await open(page, '/coffees');
    for (const name of ['Add First Tide to cart', 'Add Kelp Forest to cart']) {
      const added = page.waitForResponse('**/api/add_to_cart');
      await page.getByRole('button', { name }).tap();
      await added;
    }
    await open(page, '/cart');
    for (const path of ['set_quantity', 'remove_from_cart']) await page.route(`**/api/${path}`, (route) => route.abort());
    const line = page.getByRole('listitem').filter({ hasText: 'Kelp Forest' });
    await line.getByRole('button', { name: 'One more' }).tap();
    await isBeside(line.getByRole('alert'), line.getByRole('button', { name: 'One more' }));
    await line.getByRole('button', { name: /^Remove/ }).tap();
    await isBeside(line.getByRole('alert'), line.getByRole('button', { name: /^Remove/ }));
    await expect(page.getByRole('alert')).toHaveCount(1);
  });
});
