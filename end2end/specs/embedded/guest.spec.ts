// A guest's order, and what the check-out keeps of what was typed. On servers of their own: these tests sell what is on the shelf.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { holdWasm } from '../../clean.ts';
import { accountMenu, customer, fillAddress, freshAddress, logIn, second, signIn, signOut } from '../../people.ts';

const main = (page: Page) => page.getByRole('main');
const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const order = (page: Page) => page.getByRole('button', { name: /^Place the order/ });
const street = (page: Page) => page.getByLabel('Street and number');
const kept = (page: Page) => page.evaluate(() => sessionStorage.getItem('checkout'));

/** A bag in the cart, and the check-out as a visitor sees it. */
async function toCheckout(page: Page): Promise<void> {
  await page.goto('/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await main(page).getByRole('link', { name: 'See the cart' }).or(page.getByRole('heading', { name: 'Cart', level: 1 })).first().waitFor();
  await page.goto('/cart');
  await page.getByRole('link', { name: 'Check out' }).click();
  await expect(h1(page)).toHaveText('Check out');
  await expect(main(page).getByText('Your cart waits:')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'on a phone' : 'on a phone without JavaScript', () => {
    test.use({ javaScriptEnabled, viewport: { width: 390, height: 844 } });

    test('a visitor orders as a guest, reads the order again, signs up and finds it among the orders of the account', async ({ page }) => {
      await toCheckout(page);
      if (javaScriptEnabled) await awake(page);
      await page.getByLabel('Email').fill('guest@example.com');
      await fillAddress(page);
      await order(page).click();
      await expect(page).toHaveURL(/\/orders\/[a-z0-9]{36}\?placed=1$/);
      await expect(page.getByText('Thank you.')).toBeVisible();
      const number = (await h1(page).textContent())!;
      expect(number).toMatch(/^Order [A-Z0-9]{10}$/);
      await page.reload();
      await expect(page.getByText('Bryggen 4')).toBeVisible();
      await page.goto('/orders');
      await expect(main(page).getByRole('link', { name: number })).toBeVisible();

      await main(page).getByRole('link', { name: 'Sign up' }).click();
      await expect(page).toHaveURL('/signup?next=%2Forders');
      if (javaScriptEnabled) await awake(page);
      await page.getByLabel('Name').fill('Astrid Lunde');
      await page.getByLabel('Email').fill(freshAddress());
      await page.getByLabel('Password', { exact: true }).fill('kittiwake over the bay');
      await page.getByRole('button', { name: 'Sign up', exact: true }).click();
      await expect(page).toHaveURL('/orders');
      await main(page).getByRole('link', { name: number }).click();
      await expect(page.getByRole('button', { name: 'Order again' })).toBeVisible();
    });
  });
}

test('the next person in a browser sees no orders of a guest after a log-out, and the address of an order still opens it', async ({ page, context, baseURL, browser }) => {
  await toCheckout(page);
  await awake(page);
  await page.getByLabel('Email').fill('guest@example.com');
  await fillAddress(page);
  await order(page).click();
  await expect(page.getByText('Thank you.')).toBeVisible();
  const address = page.url().replace('?placed=1', '');
  await signIn(context, baseURL!, second);
  await open(page, '/orders');
  await expect(page.getByText('No orders yet')).toBeVisible();
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/orders');
  await expect(page).toHaveURL('/login?next=%2Forders');

  const elsewhere = await browser.newPage({ baseURL: baseURL! });
  await elsewhere.goto(address);
  await expect(elsewhere.getByText('Bryggen 4')).toBeVisible();
  await elsewhere.goto('/orders');
  await expect(elsewhere).toHaveURL('/login?next=%2Forders');
  await elsewhere.close();
});

test.describe('a form that was drawn for a visitor', () => {
  test.use({ excused: ['POST /api/place_order 422'] });

  test('orders nothing for the person who has logged in since, says so beside the button, and keeps what was typed', async ({ page, context, baseURL }) => {
    await toCheckout(page);
    await awake(page);
    await page.getByLabel('Email').fill('guest@example.com');
    await fillAddress(page);
    await signIn(context, baseURL!, customer);
    await order(page).click();
    await expect(page.getByRole('alert')).toContainText('You have logged in since this page was opened.');
    await expect(street(page)).toHaveValue('Bryggen 4');
    await open(page, '/orders');
    await expect(page.getByText('No orders yet')).toBeVisible();
  });

  test('with a plan says that it needs an account, and the refusal says so again', async ({ page }) => {
    await open(page, '/plans');
    await page.getByRole('button', { name: 'Choose Harbour' }).click();
    await expect(page.getByRole('status').getByText('Harbour is in the cart.')).toBeVisible();
    await open(page, '/checkout');
    await expect(main(page).getByText('Both need an account')).toBeVisible();
    await page.getByLabel('Email').fill('guest@example.com');
    await fillAddress(page);
    await order(page).click();
    await expect(page.getByRole('alert')).toContainText('Plans and subscriptions need an account');
    await expect(street(page)).toHaveValue('Bryggen 4');
  });
});

test('the log-in page and the sign-up page say that the cart waits, if there is one and the check-out comes next', async ({ page }) => {
  await toCheckout(page);
  await main(page).getByRole('link', { name: 'log in' }).click();
  await expect(page).toHaveURL('/login?next=%2Fcheckout');
  await expect(main(page).getByText('Your cart waits.')).toBeVisible();
  await main(page).getByRole('link', { name: 'Sign up' }).click();
  await expect(page).toHaveURL('/signup?next=%2Fcheckout');
  await expect(main(page).getByText('Your cart waits.')).toBeVisible();
  await open(page, '/login?next=/orders');
  await expect(h1(page)).toBeVisible();
  await expect(main(page).getByText('Your cart waits.')).toHaveCount(0);
});

test('what was typed at the check-out is there after a reload, and after the cart and Back', async ({ page }) => {
  await toCheckout(page);
  await awake(page);
  await page.getByLabel('Email').fill('guest@example.com');
  await fillAddress(page);
  await page.getByLabel('Country').selectOption('Sweden');
  await page.reload();
  await awake(page);
  const all = async () => {
    await expect(page.getByLabel('Email')).toHaveValue('guest@example.com');
    await expect(street(page)).toHaveValue('Bryggen 4');
    await expect(page.getByLabel('Country')).toHaveValue('SE');
  };
  await all();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Cart' }).click();
  await expect(h1(page)).toHaveText('Cart');
  await page.goBack();
  await expect(h1(page)).toHaveText('Check out');
  await all();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Cart' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await expect(h1(page)).toHaveText('Check out');
  await all();

  await order(page).click();
  await expect(page.getByText('Thank you.')).toBeVisible();
  await expect.poll(() => kept(page), 'after the order, nothing is kept').toBe(null);
});

test('what a person types before the page’s code has come stays, and the rest is filled in', async ({ page }) => {
  await toCheckout(page);
  await awake(page);
  await fillAddress(page);
  const release = await holdWasm(page);
  await page.goto('/checkout', { waitUntil: 'commit' });
  await street(page).fill('Kaigaten 7');
  await page.getByLabel('Town').fill('Oslo');
  release();
  await awake(page);
  await expect(page.getByLabel('Postcode')).toHaveValue('5003');
  await expect(street(page)).toHaveValue('Kaigaten 7');
  await expect(page.getByLabel('Town')).toHaveValue('Oslo');
  expect(await kept(page)).toContain('Kaigaten 7');
});

test('nothing that one person typed is there for the next, in no tab', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByRole('status').getByText('Kelp Forest is in the cart.')).toBeVisible();
  await open(page, '/checkout');
  await fillAddress(page);
  const other = await context.newPage();
  await open(other, '/checkout');
  await street(other).fill('Kaigaten 7');
  await expect.poll(() => kept(other)).toContain('Kaigaten 7');
  // Where the visitor who comes next has the title that is there already.
  await open(other, '/coffees');

  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).toHaveURL('/');
  await expect.poll(() => kept(page)).toBe(null);
  await signIn(context, baseURL!, second);
  await context.request.post(`${baseURL}/api/add_to_cart`, { headers: { Origin: baseURL! }, form: { coffee: 'kelp-forest' } });
  for (const tab of [page, other]) {
    await open(tab, '/checkout');
    await expect(street(tab)).toHaveValue('');
    expect(await kept(tab)).toBe(null);
  }
  await other.close();
});

test('nothing that a visitor typed is there for the person who logs in', async ({ page, context, baseURL }) => {
  await toCheckout(page);
  await awake(page);
  await page.getByLabel('Email').fill('guest@example.com');
  await fillAddress(page);
  await main(page).getByRole('link', { name: 'log in' }).click();
  await expect(page).toHaveURL('/login?next=%2Fcheckout');
  await logIn(page, second);
  await expect(page).toHaveURL('/checkout');
  await expect(street(page)).toHaveValue('');
  await expect.poll(() => kept(page)).toBe(null);
  await signOut(context, baseURL!);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'the saved address' : 'the saved address without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('is where the last order went, until the customer has it forgotten; the order keeps it', async ({ page, context, baseURL }) => {
      await signIn(context, baseURL!, customer);
      const add = () => context.request.post(`${baseURL}/api/add_to_cart`, { headers: { Origin: baseURL! }, form: { coffee: 'kelp-forest' } });
      await add();
      await page.goto('/checkout');
      const forget = page.getByRole('button', { name: 'Forget this address' });
      await expect(order(page)).toBeVisible();
      await expect(forget).toHaveCount(0);
      await fillAddress(page);
      await order(page).click();
      await expect(page.getByText('Thank you.')).toBeVisible();
      const placed = page.url();

      await add();
      await page.goto('/checkout');
      if (javaScriptEnabled) await awake(page);
      await expect(street(page)).toHaveValue('Bryggen 4');
      await page.getByLabel('Town').fill('Oslo');
      await forget.click();
      await expect(street(page)).toHaveValue('');
      await expect(page.getByLabel('Town')).toHaveValue('');
      await expect(forget).toHaveCount(0);
      await page.goto(placed);
      await expect(page.getByText('Bryggen 4')).toBeVisible();
    });
  });
}
