// Sessions, and the account's end, on servers of their own: these tests change accounts.
import type { Browser, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, fromOwnPage, password, signIn } from '../../people.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

const sessions = (page: Page) => page.getByRole('region', { name: 'Where you are logged in' }).getByRole('listitem');
const deletion = (page: Page) => page.getByRole('form', { name: 'Delete account' });

/** A phone of the same person; whether its session still lives. */
async function phone(browser: Browser, baseURL: string): Promise<() => Promise<boolean>> {
  const context = await browser.newContext({ baseURL, userAgent: IPHONE });
  await signIn(context, baseURL, customer);
  const ask = () => context.request.post('/api/current_account', { headers: fromOwnPage(baseURL) });
  return async () => (await (await ask()).json()) !== null;
}

async function deleteAccount(page: Page, secret: string): Promise<void> {
  if (!(await deletion(page).isVisible())) await page.getByRole('heading', { name: 'Delete account' }).click();
  await deletion(page).getByLabel('Your password').fill(secret);
  await deletion(page).getByRole('button', { name: 'Delete account for good' }).click();
}

test('a person sees where they are logged in, ends one session, and this one goes on', async ({ page, context, browser, baseURL }) => {
  const lives = await phone(browser, baseURL!);
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  await expect(sessions(page)).toHaveCount(2);
  await expect(sessions(page).first()).toContainText(/^Chrome on \w+ This one/);
  await expect(sessions(page).last()).toContainText('Safari on iPhone');
  await expect(sessions(page).last().getByRole('time')).toHaveAttribute('title', /\d/);
  await page.getByLabel('Name').fill('Half a na');
  await page.getByRole('button', { name: 'Log out Safari on iPhone' }).click();
  await expect(sessions(page)).toHaveCount(1);
  await expect(page.getByLabel('Name'), 'what is being typed stays').toHaveValue('Half a na');
  expect(await lives()).toBe(false);
  await page.reload();
  await expect(sessions(page)).toHaveCount(1);
  await expect(accountMenu(page)).toBeVisible();
});

test.describe('the account', () => {
  test.use({ excused: ['POST /api/delete_account 422'] });

  test('is deleted for whoever knows the password; the Messenger is shut down first and then a visitor’s', async ({
    page,
    context,
    browser,
    baseURL,
    messenger,
  }) => {
    const lives = await phone(browser, baseURL!);
    await signIn(context, baseURL!, customer);
    await open(page, '/account');
    const before = ['boot demo-customer at /account'];
    await messenger.receives(before);

    await deleteAccount(page, 'sesame open');
    await expect(deletion(page).getByLabel('Your password')).toHaveAccessibleDescription(/not your current password/);
    const refused = [...before, 'shutdown', '→ delete_account', ...before];
    await messenger.receives(refused);
    expect(await lives()).toBe(true);

    await deleteAccount(page, password);
    await expect(page).toHaveURL('/login?deleted=1');
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
    await messenger.receives([...refused, 'shutdown', '→ delete_account', 'boot visitor at /login?deleted=1']);
    expect(await lives()).toBe(false);
    const form = { email: customer.email, password };
    const again = await page.request.post('/api/log_in', { headers: fromOwnPage(baseURL!), form });
    expect(again.status()).toBe(401);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a session is ended and the account deleted by plain forms', async ({ page, context, browser, baseURL }) => {
    const lives = await phone(browser, baseURL!);
    await signIn(context, baseURL!, customer);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Log out Safari on iPhone' }).click();
    await expect(page).toHaveURL('/account?session_ended=1');
    await expect(sessions(page)).toHaveCount(1);
    expect(await lives()).toBe(false);
    await deleteAccount(page, 'sesame open');
    await expect(deletion(page).getByLabel('Your password')).toHaveAccessibleDescription(/not your current password/);
    expect(page.url()).not.toContain('sesame');
    await deleteAccount(page, password);
    await expect(page).toHaveURL('/login?deleted=1');
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await page.goto('/account');
    await expect(page).toHaveURL('/login?next=%2Faccount');
  });
});
