// Where a page stands before its data, blocks of the data's size stand in its place: nothing moves when it comes.
// On servers of their own: these tests sell what is on the shelf.
import type { Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, fillAddress, logIn, signUp } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const cart = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Cart, / });
const skeletons = (page: Page) => page.locator('main .skeleton');

/** Keeps the answers of these functions from the page until the function that this gives is called. */
async function hold(page: Page, functions: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(new RegExp(`/api/(${functions})(\\?|$)`), async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Where each part begins on the page and how high it is, in whole pixels. */
const places = (parts: Locator[]) =>
  Promise.all(parts.map((part) => part.evaluate((element) => {
    const { top, height } = element.getBoundingClientRect();
    return `${Math.round(top + scrollY)} ${Math.round(height)}`;
  })));

/** The data comes in place of the skeletons, and each of the parts is where it was. */
async function nothingMoves(page: Page, release: () => void, parts: Locator[]): Promise<void> {
  await expect(skeletons(page).first()).toBeVisible();
  const before = await places(parts);
  release();
  await expect(skeletons(page)).toHaveCount(0);
  expect(await places(parts)).toEqual(before);
}

async function fillCart(page: Page): Promise<void> {
  await open(page, '/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 1 item');
}

async function goFromMenu(page: Page, name: string): Promise<void> {
  await accountMenu(page).click();
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click();
}

for (const [window, viewport] of [['a desktop', { width: 1440, height: 900 }], ['a phone', { width: 390, height: 844 }]] as const) {
  test.describe(`on ${window}`, () => {
    test.use({ viewport });

    test('the account page moves nothing when subscriptions and sessions come', async ({ page, context, baseURL }) => {
      await signUp(context, baseURL);
      await open(page, '/');
      const release = await hold(page, 'about_account|subscriptions');
      await goFromMenu(page, 'Account');
      await expect(h1(page)).toHaveText('Account');
      await nothingMoves(page, release, [
        page.getByRole('heading', { name: 'You', exact: true }),
        page.locator('.sessions > li'),
        page.getByRole('button', { name: 'Log out everywhere' }),
        page.getByText('Delete account', { exact: true }),
        page.getByRole('contentinfo'),
      ]);
    });

    test('the list of coffees stands where its skeleton stood', async ({ page }) => {
      await open(page, '/');
      const release = await hold(page, 'coffees');
      await page.getByRole('main').getByRole('link', { name: 'Shop the coffees' }).click();
      await expect(h1(page)).toHaveText('Coffees');
      const top = async () => (await places([page.locator('.coffees')]))[0]?.split(' ')[0];
      await expect(skeletons(page).last()).toBeVisible();
      const before = await top();
      release();
      await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
      expect(await top()).toBe(before);
    });

    test('checkout, orders and an order stand where their skeletons stood', async ({ page, context, baseURL }) => {
      await signUp(context, baseURL);
      await fillCart(page);
      await cart(page).click();
      let release = await hold(page, 'checkout');
      await page.getByRole('link', { name: 'Check out' }).click();
      await expect(h1(page)).toHaveText('Check out');
      await expect(skeletons(page)).toHaveCount(2);
      const [top] = await places([page.locator('main .two')]);
      release();
      await fillAddress(page);
      expect((await places([page.locator('main .two')]))[0]?.split(' ')[0]).toBe(top?.split(' ')[0]);
      await page.getByRole('button', { name: /^Place the order/ }).click();
      await expect(h1(page)).toHaveText(/^Order /);

      release = await hold(page, 'orders');
      await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Your orders' }).click();
      await expect(h1(page)).toHaveText('Your orders');
      await nothingMoves(page, release, [page.locator('.orders > li').first(), page.getByRole('contentinfo')]);

      release = await hold(page, 'order');
      await page.locator('.orders').getByRole('link').click();
      await nothingMoves(page, release, [page.locator('h1'), page.locator('h1 + .hint')]);
    });
  });
}

test('a cart that a log-in of another tab changes leaves no hole until the account’s is here', async ({ page, context, baseURL }) => {
  const person = await signUp(context, baseURL);
  await context.clearCookies();
  await fillCart(page);
  await open(page, '/cart');
  const release = await hold(page, 'cart');
  const other = await context.newPage();
  await open(other, '/login');
  await logIn(other, person, person.password);
  await expect(other).toHaveURL('/account');
  await expect(skeletons(page)).toHaveCount(2);
  release();
  await expect(skeletons(page)).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Number of bags of Kelp Forest' })).toBeVisible();
});
