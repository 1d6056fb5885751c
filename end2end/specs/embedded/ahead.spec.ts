// What is fetched ahead of a click, while a mouse is over a link.
import type { Page, Request } from '@playwright/test';

import { awake, expect, open, test } from '../../clean.ts';
import { accountMenu, customer, logIn, second, signIn } from '../../people.ts';

/** What these pages ask the server for, but for the Messenger's part. */
function asked(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => void (/\/(messenger|widget|lifecycle)\//.test(request.url()) || requests.push(request)));
  return requests;
}

/** Lets the mouse pass over every link and button that leads on. */
async function hoverAll(page: Page): Promise<number> {
  const links = await page.locator('a[href^="/"]:visible').all();
  for (const link of links) {
    // Not `hover`, which waits until nothing lies over the link.
    await link.dispatchEvent('pointerover', { bubbles: true });
  }
  return links.length;
}

const brewing = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Brewing' });

test('a link on which a mouse rests before the code for going on is there is asked for once it is', async ({ page }) => {
  let come = () => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  await page.route(/split_served/, async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto('/');
  await awake(page);
  const requests = asked(page);
  const code = page.waitForRequest(/split_served/);
  await brewing(page).hover();
  await code;
  expect(requests.filter((request) => request.url().endsWith('/brewing'))).toEqual([]);
  come();
  await expect.poll(() => requests.filter((request) => request.url().endsWith('/brewing')).length).toBe(1);
});

test('a mouse over the links asks for nothing that changes anything, and for nobody’s data but one’s own', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/coffees');
  await accountMenu(page).click();
  const requests = asked(page);
  await brewing(page).hover();
  await expect.poll(() => requests.some((request) => request.url().endsWith('/brewing')), 'the link on which the mouse rests').toBe(true);
  expect(await hoverAll(page)).toBeGreaterThan(30);
  await page.getByRole('banner').getByRole('link', { name: 'Plans' }).dispatchEvent('pointerover');
  await expect.poll(() => requests.some((request) => request.url().endsWith('/plans')), 'after all those it passed over').toBe(true);
  expect(new Set(requests.map((request) => request.method())), 'before a click').toEqual(new Set(['GET']));
  await page.getByRole('banner').getByRole('link', { name: 'Account', exact: true }).click();
  await expect(page.getByLabel('Email')).toHaveValue(customer.email);
  for (const request of requests) {
    expect(new URL(request.url()).origin).toBe(baseURL);
    const answer = await request.response();
    expect(answer?.status(), request.url()).toBeLessThan(400);
    expect(await answer?.text().catch(() => ''), request.url()).not.toMatch(new RegExp(`${second.email}|${second.name}`));
  }
});

test('what was fetched for one person is shown to nobody after them', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/');
  await accountMenu(page).click();
  const account = page.getByRole('banner').getByRole('link', { name: 'Account', exact: true });
  const ahead = page.waitForResponse('**/account');
  await account.hover();
  await (await ahead).finished();
  // Elsewhere, for a mouse that goes to another link here would drop it.
  const other = await context.newPage();
  await open(other, '/');
  await accountMenu(other).click();
  await other.getByRole('button', { name: 'Log out', exact: true }).click();
  await other.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
  await logIn(other, second);
  await expect(accountMenu(page)).toHaveAccessibleName(new RegExp(second.name));
  await page.evaluate((email) => {
    const look = () => document.body.innerHTML.includes(email) && Object.assign(window, { wasSeen: true });
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  }, customer.email);
  await page.locator('.menu a[href="/account"]').evaluate((link: HTMLElement) => link.click());
  await expect(page.getByLabel('Email')).toHaveValue(second.email);
  expect(await page.evaluate(() => 'wasSeen' in window), 'not for a moment').toBe(false);
});
