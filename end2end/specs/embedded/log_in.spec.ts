import type { BrowserContext, Page } from '@playwright/test';

import { awake, expect, holdWasm, open, test } from '../../clean.ts';
import { accountMenu, customer, freshAddress, fromOwnPage, logIn, password, second, signIn, signUp, type Newcomer } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });

/** Somebody who has an account, and no session and no past in this browser: their tries are no other test's. */
async function newcomer(context: BrowserContext, origin: string): Promise<Newcomer> {
  const person = await signUp(context, origin);
  await context.clearCookies();
  return person;
}

async function logOut(page: Page): Promise<void> {
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
}

for (const path of ['/account', '/orders', '/orders?from=mail&page=2']) {
  test(`${path} asks for the log-in and comes back`, async ({ page }) => {
    await open(page, path);
    await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
    await logIn(page, customer);
    await expect(page).toHaveURL(path);
    await expect(h1(page)).toHaveText(path === '/account' ? 'Account' : 'Your orders');
    await expect(accountMenu(page)).toBeVisible();
  });
}

for (const [path, title] of [['/coffees?roast=dark', 'Coffees'], ['/', 'Coffee that keeps harbour hours']] as const) {
  test(`a log-in leads back to ${path} if one went there from it`, async ({ page }) => {
    await open(page, path);
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
    await expect(h1(page)).toHaveText('Welcome back aboard');
    await logIn(page, customer);
    await expect(page).toHaveURL(path);
    await expect(h1(page)).toHaveText(title);
    await expect(accountMenu(page)).toBeVisible();
  });
}

test('a link to a protected page asks for the log-in without a reload, and the log-in leaves no step in the history', async ({
  page,
}) => {
  await open(page, '/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Your orders' }).click();
  await expect(page).toHaveURL('/login?next=%2Forders');
  await logIn(page, customer);
  await expect(page).toHaveURL('/orders');
  await expect(h1(page)).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/');
});

test('a demo account is one click', async ({ page }) => {
  await open(page, '/login?next=/orders');
  await page.getByRole('button', { name: 'Tomas Lindqvist' }).click();
  await expect(page).toHaveURL('/orders');
  await expect(page.getByRole('button', { name: 'Account menu of Tomas Lindqvist' })).toBeVisible();
});

test('whoever is logged in already is sent on from the log-in page', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/login');
  await expect(page).toHaveURL('/account');
  await open(page, '/login?next=%2Forders%3Fpage%3D2');
  await expect(page).toHaveURL('/orders?page=2');
});

const EVIL = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/%2F/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '@evil.example',
  '/login?next=//evil.example',
];

test.describe('a next that leads elsewhere', () => {
  test('never leaves the site, neither from the form nor from the page', async ({ page, context, baseURL }) => {
    const elsewhere: string[] = [];
    context.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== baseURL && request.isNavigationRequest()) elsewhere.push(request.url());
    });
    for (const next of EVIL) {
      // A page that is still open would ask in the name of the session before.
      await page.goto('about:blank');
      const headers = { Origin: baseURL!, Accept: 'text/html' };
      const form = { email: customer.email, password, next };
      const answer = await page.request.post('/api/log_in', { headers, form, maxRedirects: 0 });
      expect([answer.status(), answer.headers()['location']], next).toEqual([302, '/account']);
      await page.goto(`/login?next=${encodeURIComponent(next)}`);
      await expect(page, next).toHaveURL('/account');
    }
    await page.goto('about:blank');
    await context.clearCookies();
    await open(page, `/login?next=${encodeURIComponent('//evil.example')}`);
    await logIn(page, customer);
    await expect(page).toHaveURL('/account');
    expect(elsewhere).toEqual([]);
  });
});

test('log-in and log-out work before the page has woken up', async ({ page }) => {
  const wake = await holdWasm(page);
  await page.goto('/login?next=/orders', { waitUntil: 'commit' });
  await logIn(page, customer);
  await expect(page).toHaveURL('/orders');
  await logOut(page);
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  wake();
  await awake(page);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});

test('what was typed before the page woke up is still there afterwards', async ({ page, messenger }) => {
  const wake = await holdWasm(page);
  await page.goto('/login?next=/orders', { waitUntil: 'commit' });
  await page.getByLabel('Email').fill(second.email);
  await page.getByLabel('Password').fill(password);
  wake();
  await awake(page);
  await expect(page.getByLabel('Email')).toHaveValue(second.email);
  // leptos_router changes the address before the next page's code is here. A visitor's boot at that moment names that address.
  await messenger.receives(['boot visitor at /login?next=/orders']);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page).toHaveURL('/orders');
});

test('a second press while the first log-in is on its way does nothing', async ({ page }) => {
  let calls = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/log_in', async (route) => {
    calls += 1;
    await held;
    await route.continue();
  });
  await open(page, '/login?next=/orders');
  await logIn(page, customer);
  const button = page.getByRole('button', { name: 'Log in', exact: true });
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await button.click();
  release();
  await expect(page).toHaveURL('/orders');
  expect(calls).toBe(1);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('one can log in, come back to where one wanted to go, and log out', async ({ page }) => {
    await page.goto('/orders');
    await expect(page).toHaveURL('/login?next=%2Forders');
    await logIn(page, customer);
    await expect(page).toHaveURL('/orders');
    await expect(h1(page)).toHaveText('Your orders');
    await logOut(page);
    await expect(page).toHaveURL('/');
    await page.goto('/orders');
    await expect(page).toHaveURL('/login?next=%2Forders');
  });

  test('a wrong password comes back with the reason and the e-mail, without the password', async ({ page, context, baseURL }) => {
    const person = await newcomer(context, baseURL!);
    await page.goto('/login?next=/orders');
    await logIn(page, person, 'sesame');
    await expect(page.getByRole('alert')).toHaveText('Email or password is not right. Check both and try again.');
    await expect(page.getByLabel('Email')).toHaveValue(person.email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    expect(page.url()).not.toContain('sesame');
    expect(page.url()).not.toContain(encodeURIComponent(person.email));
    await logIn(page, person, person.password);
    await expect(page).toHaveURL('/orders');
  });
});

test.describe('a wrong password', () => {
  test.use({ excused: ['POST /api/log_in 401 ×2'] });

  test('is 401, says so, keeps the e-mail and says the same for an unknown one', async ({ page, context, baseURL }) => {
    const person = await newcomer(context, baseURL!);
    for (const email of [freshAddress(), person.email]) {
      // A page that has reported nothing yet.
      await open(page, '/login?next=/orders');
      const answer = page.waitForResponse('**/api/log_in');
      await logIn(page, { email }, 'sesame');
      expect((await answer).status()).toBe(401);
      await expect(page.getByRole('alert')).toHaveText('Email or password is not right. Check both and try again.');
      await expect(page.getByLabel('Email')).toHaveValue(email);
    }
    await expect(page).toHaveURL('/login?next=/orders');
    await logIn(page, person, person.password);
    await expect(page).toHaveURL('/orders');
  });
});

test('a call that lacks a field is 422, not a failure of the server', async ({ page, baseURL }) => {
  const headers = fromOwnPage(baseURL!);
  for (const name of ['log_in', 'save_profile']) {
    const answer = await page.request.post(`/api/${name}`, { headers, form: { unknown: 'x' } });
    expect([answer.status(), Object.keys(await answer.json())], name).toEqual([422, ['Invalid']]);
  }
});
