// Whoever changes their mind while something is on its way gets what they asked for last, at its own address.
import type { Page, Route } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { customer, logIn } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const cart = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Cart, / });
const main = (page: Page, name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
const home = (page: Page) => page.getByRole('banner').locator('a.brand');

/** Holds requests of this path back until they are let go; says when the first one has come. */
async function hold(page: Page, path: string): Promise<{ came: Promise<void>; go: () => void }> {
  let go = () => {};
  let come = () => {};
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  const came = new Promise<void>((resolve) => (come = resolve));
  await page.route((url) => url.pathname === path, async (route: Route) => {
    come();
    await mayGo;
    await route.continue();
  });
  return { came, go };
}

test('a page that was asked for and is not wanted any more does not come', async ({ page }) => {
  await open(page, '/');
  const title = await h1(page).innerText();
  const coffees = await hold(page, '/api/coffees');
  await main(page, 'Coffees').click();
  await coffees.came;
  await home(page).click();
  const late = page.waitForResponse('**/api/coffees?*');
  coffees.go();
  await (await late).finished();
  await expect(page.locator('#main')).not.toHaveAttribute('aria-busy');
  await expect(h1(page)).toHaveText(title);
  await expect(page).toHaveURL('/');
  await main(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  await expect(page).toHaveURL('/coffees');
});

test('a filter that is taken back before its list has come leaves the whole list', async ({ page }) => {
  await open(page, '/coffees');
  const box = page.getByRole('form', { name: 'Filter and sort' }).getByRole('checkbox', { name: /^Light/ });
  const cards = page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem');
  let go = () => {};
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  const filtered = (url: URL) => url.pathname === '/api/coffees' && url.search.includes('roast');
  await page.route(filtered, async (route) => {
    await mayGo;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => filtered(new URL(request.url())));
  await box.click();
  await asked;
  await box.click();
  await expect(page).toHaveURL('/coffees');
  const answered = page.waitForResponse((response) => filtered(new URL(response.url())));
  go();
  await (await answered).finished();
  await expect(cards).toHaveCount(24);
  await expect(box).not.toBeChecked();
  await box.click();
  await expect(cards).toHaveCount(8);
});

test('an answer to a form does not call back whoever has gone on, and what it changed is shown there', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await page.getByRole('link', { name: 'See the cart' }).click();
  await expect(h1(page)).toHaveText('Cart');
  await expect(cart(page)).toHaveAccessibleName('Cart, 1 item');
  const more = await hold(page, '/api/set_quantity');
  await page.getByRole('button', { name: 'One more' }).click();
  await more.came;
  await main(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  more.go();
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
  await expect(h1(page)).toHaveText('Coffees');
  await expect(page).toHaveURL('/coffees');
  await main(page, 'Plans').click();
  await expect(page).toHaveURL('/plans');
});

test('a form that waits for its answer is not sent again after another form changed the page', async ({ page }) => {
  for (const coffee of ['kelp-forest', 'first-tide']) {
    await open(page, `/coffees/${coffee}`);
    await page.getByRole('button', { name: /^Add to cart/ }).click();
    await expect(page.getByText(/is in the cart/)).toBeVisible();
  }
  await page.getByRole('link', { name: 'See the cart' }).click();
  await expect(h1(page)).toHaveText('Cart');
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
  const sent: string[] = [];
  page.on('request', (request) => void (request.url().endsWith('/api/remove_from_cart') && sent.push(request.url())));
  const removal = await hold(page, '/api/remove_from_cart');
  const remove = page.getByRole('button', { name: 'Remove Kelp Forest' });
  await remove.click();
  await removal.came;
  await page.getByRole('group', { name: 'Number of bags of First Tide' }).getByRole('button', { name: 'One more' }).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 3 items');
  await expect(page.getByRole('group', { name: 'Number of bags of First Tide' }).locator('output')).toHaveText('2');
  await remove.click();
  removal.go();
  await expect(cart(page)).toHaveAccessibleName('Cart, 2 items');
  await expect(remove).toHaveCount(0);
  expect(sent).toHaveLength(1);
});

test('every page stands at its address, whichever way one went back and forward before', async ({ page }) => {
  await open(page, '/');
  await main(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  await page.getByRole('link', { name: 'Kelp Forest' }).first().click();
  await expect(h1(page)).toHaveText('Kelp Forest');
  await page.goBack();
  await expect(h1(page)).toHaveText('Coffees');
  await page.goForward();
  await expect(h1(page)).toHaveText('Kelp Forest');
  await main(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  await expect(page).toHaveURL('/coffees');
  await page.goBack();
  await expect(page).toHaveURL('/coffees/kelp-forest');
});

test('a page that took the place of another in the history is found at its address again', async ({ page }) => {
  await open(page, '/');
  const title = await h1(page).innerText();
  await page.getByRole('contentinfo').getByRole('link', { name: 'Your orders' }).click();
  await logIn(page, customer);
  await expect(page).toHaveURL('/orders');
  await page.goBack();
  await expect(h1(page)).toHaveText(title);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Your orders' }).click();
  await expect(h1(page)).toHaveText('Your orders');
  await expect(page).toHaveURL('/orders');
});
