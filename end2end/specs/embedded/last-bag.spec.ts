// Two people at two tills, and one bag.
import type { BrowserContext, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { customer, fillAddress, fromOwnPage, second, signIn } from '../../people.ts';

const order = (page: Page) => page.getByRole('button', { name: /^Place the order/ });
const thanks = (page: Page) => page.getByText('Thank you.');

/** Puts so many kilos of one coffee into the cart. */
async function put(context: BrowserContext, origin: string, grind: string, quantity: number, often = 'once'): Promise<void> {
  const form = { coffee: 'kelp-forest', size: '1kg', grind, quantity, often };
  const answer = await context.request.post(`${origin}/api/add_to_cart`, { headers: fromOwnPage(origin), form });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function checkOut(page: Page): Promise<void> {
  await open(page, '/checkout');
  await fillAddress(page);
}

test.use({ excused: ['POST /api/place_order 422'] });

test('the last kilo is sold to one of two who want it, and the other sees why not', async ({ page, context, browser, baseURL, watch }) => {
  await signIn(context, baseURL!, customer);
  // Of 480 bags, four to a kilo, all but four.
  for (const grind of ['whole-bean', 'filter', 'french-press', 'moka', 'espresso']) await put(context, baseURL!, grind, 20);
  await put(context, baseURL!, 'whole-bean', 19, '2-weeks');
  await checkOut(page);
  await order(page).click();
  await expect(thanks(page)).toBeVisible();

  const others = await browser.newContext({ baseURL });
  // Which of the two is refused is chance.
  await watch.over(others);
  await signIn(others, baseURL!, second);
  const other = await others.newPage();
  for (const [tab, tabs] of [[page, context], [other, others]] as const) {
    await put(tabs, baseURL!, 'whole-bean', 1);
    await checkOut(tab);
  }
  await Promise.all([order(page).click(), order(other).click()]);
  const [lucky, late] = await Promise.race([thanks(page).waitFor().then(() => [page, other]), thanks(other).waitFor().then(() => [other, page])]);
  await expect(late!.getByRole('alert')).toContainText('Nothing was ordered');
  await expect(late!.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(thanks(late!)).toHaveCount(0);
  await expect(lucky!).toHaveURL(/placed=1$/);
  await expect(late!).toHaveURL('/checkout');
  await late!.getByRole('link', { name: 'Look at the cart' }).click();
  await expect(late!.getByText('Sold out since you chose it.')).toBeVisible();
  await open(late!, '/coffees/kelp-forest');
  await expect(late!.getByRole('main').getByText('Sold out', { exact: true }).first()).toBeVisible();
  await others.close();
});
