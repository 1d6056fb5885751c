import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { accountMenu, customer, freshAddress, logIn } from '../../people.ts';

const secret = 'kittiwake over the bay';

const submit = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sign up', exact: true });

async function fill(page: Page, email: string, password = secret): Promise<void> {
  await page.getByLabel('Name').fill('Astrid Lunde');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
}

test('what was typed as a password can be shown and hidden again, on every page that asks for one', async ({ page }) => {
  await open(page, '/signup');
  const password = page.getByLabel('Password');
  await password.fill(secret);
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await expect(password).toHaveValue(secret);
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).toHaveAttribute('type', 'password');
  await fill(page, freshAddress());
  await submit(page).click();
  await expect(page).toHaveURL('/account');
  for (const id of ['email_password', 'current_password', 'new_password']) {
    const field = page.locator('.field', { has: page.locator(`#${id}`) });
    await field.getByRole('button', { name: 'Show password' }).click();
    await expect(page.locator(`#${id}`)).toHaveAttribute('type', 'text');
  }
  await page.context().clearCookies();
  await open(page, '/login');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(page.getByLabel('Password')).toHaveAttribute('type', 'text');
});

test('a password may be pasted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/signup');
  await page.evaluate((text) => navigator.clipboard.writeText(text), secret);
  await page.getByLabel('Password').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.getByLabel('Password')).toHaveValue(secret);
});

test.describe('what cannot be taken', () => {
  test.use({ excused: ['POST /api/sign_up 422 ×4'] });

  test('is said at its field, and nothing that was typed is lost', async ({ page }) => {
    await open(page, '/signup');
    const [email, password] = [page.getByLabel('Email'), page.getByLabel('Password')];
    await fill(page, customer.email.toUpperCase());
    await submit(page).click();
    await expect(email).toHaveAccessibleDescription('This address has an account already. Log in, or use a different one.');
    await expect(password).toHaveValue(secret);
    const free = freshAddress();
    for (const [weak, words] of [
      ['short', /^This is too short/],
      ['Password1234', /^This is one of the passwords that are tried first/],
      ['astridlunde1', /^This is too much like your name or address/],
    ] as const) {
      await fill(page, free, weak);
      await submit(page).click();
      await expect(password).toHaveAccessibleDescription(words);
      await expect(password).toHaveValue(weak);
      await expect(email).not.toHaveAttribute('aria-invalid', 'true');
    }
    await password.fill(secret);
    await submit(page).click();
    await expect(page).toHaveURL('/account');
  });
});

test.describe('all that cannot be taken', () => {
  test.use({ excused: ['POST /api/sign_up 422'] });

  test('is said at once, each at its field, and the first wrong field has the focus', async ({ page }) => {
    await open(page, '/signup');
    const [name, email, password] = [page.getByLabel('Name'), page.getByLabel('Email'), page.getByLabel('Password')];
    await email.fill('astrid@example');
    await password.fill('short');
    await submit(page).click();
    await expect(name).toHaveAccessibleDescription('Tell us what to call you.');
    await expect(email).toHaveAccessibleDescription('This address is not complete. It should look like name@example.com.');
    await expect(password).toHaveAccessibleDescription(/^This is too short/);
    await expect(name).toBeFocused();
    await expect(email).toHaveValue('astrid@example');
    await expect(password).toHaveValue('short');
  });
});

test.describe('too many tries', () => {
  test.use({ excused: ['POST /api/log_in 429'] });

  test('are reported in plain words', async ({ page, baseURL }) => {
    const form = { email: freshAddress(), password: 'wrong' };
    for (let n = 0; n < 10; n += 1) {
      await page.request.post('/api/log_in', { headers: { Origin: baseURL!, Accept: 'application/json' }, form });
    }
    await open(page, '/login');
    const answer = page.waitForResponse('**/api/log_in');
    await logIn(page, form, 'wrong');
    expect((await answer).headers()['retry-after']).toMatch(/^\d+$/);
    await expect(page.getByRole('alert')).toHaveText('Too many tries. Try again in a minute.');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('one signs up, after a refusal that keeps what was typed, and logs out and in again', async ({ page }) => {
    await page.goto('/orders');
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Come aboard');
    await expect(page.getByRole('button', { name: 'Show password' })).toHaveCount(0);
    const email = freshAddress();
    await fill(page, email, 'password1234');
    await submit(page).click();
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/tried first/);
    await expect(page.getByLabel('Name')).toHaveValue('Astrid Lunde');
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    expect(page.url()).not.toMatch(/password1234|astrid/);
    await page.getByLabel('Password').fill(secret);
    await submit(page).click();
    await expect(page).toHaveURL('/orders');
    await accountMenu(page).click();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.goto('/login?next=%2Forders');
    await logIn(page, { email }, secret);
    await expect(page).toHaveURL('/orders');
  });
});
