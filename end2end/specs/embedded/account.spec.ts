// On servers of their own: these tests change accounts.
import type { Browser, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, fromOwnPage, logIn, password, second, signIn, signUp } from '../../people.ts';

const emailPassword = (page: Page) => page.locator('#email_password');
const changeEmail = (page: Page) => page.getByRole('button', { name: 'Change email' });

test('name, company and e-mail can be changed, and everything that shows them follows', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  await expect(page.getByText(`Customer · ${customer.email}`)).toBeVisible();
  await page.getByLabel('Name').fill('  Marit S. Berg ');
  await page.getByLabel('Company (optional)').fill('Fjordlight Studio');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').getByText('Saved')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account menu of Marit S. Berg' })).toBeVisible();
  await page.getByLabel('Email').fill('Marit.Berg@example.com');
  await emailPassword(page).fill(password);
  await changeEmail(page).click();
  await expect(page.getByRole('status').getByText('Email changed')).toBeVisible();
  await expect(emailPassword(page)).toHaveValue('');
  await expect(page.getByText('Customer · Marit.Berg@example.com')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Marit S. Berg');
  await expect(page.getByLabel('Company (optional)')).toHaveValue('Fjordlight Studio');
  await expect(page.getByLabel('Email')).toHaveValue('Marit.Berg@example.com');
});

test('the account says since which day one has been a customer', async ({ page, context, baseURL }) => {
  const today = () => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format();
  const before = today();
  await signUp(context, baseURL!);
  await open(page, '/account');
  // Midnight may pass meanwhile.
  await expect(page.getByText(/^Customer since /)).toHaveText(new RegExp(`^Customer since (${before}|${today()})$`));
});

test.describe('what cannot be taken', () => {
  test.use({ excused: ['POST /api/save_profile 422', 'POST /api/change_email 422 ×3'] });

  test('is said at its field, loses nothing that was typed, and changes nothing', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await open(page, '/account');
    const answered = async (path: string, button: string) => {
      const answer = page.waitForResponse(`**/api/${path}`);
      await page.getByRole('button', { name: button }).click();
      return (await answer).status();
    };
    const [name, email] = [page.getByLabel('Name'), page.getByLabel('Email')];

    await name.fill('   ');
    expect(await answered('save_profile', 'Save')).toBe(422);
    await expect(name).toHaveAccessibleDescription('Tell us what to call you.');
    await expect(name).toHaveAttribute('aria-invalid', 'true');

    await email.fill('marit@example');
    await emailPassword(page).fill(password);
    expect(await answered('change_email', 'Change email')).toBe(422);
    await expect(email).toHaveAccessibleDescription(/It should look like name@example.com/);
    await expect(email).toHaveValue('marit@example');

    await email.fill(second.email.toUpperCase());
    expect(await answered('change_email', 'Change email')).toBe(422);
    await expect(email).toHaveAccessibleDescription(/Another account has this address. Use a different one./);

    await email.fill('marit@example.com');
    await emailPassword(page).fill('sesame open');
    expect(await answered('change_email', 'Change email')).toBe(422);
    await expect(emailPassword(page)).toHaveAccessibleDescription('This is not your current password. Check it and try again.');
    await expect(email).not.toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByText('Saved')).toHaveCount(0);
    await expect(page.getByText('Email changed')).toHaveCount(0);

    await page.reload();
    await expect(name).toHaveValue(customer.name);
    await expect(email).toHaveValue(customer.email);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a profile is saved, and a refused one comes back with what was typed', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await page.goto('/account');
    await page.getByLabel('Email').fill('marit@example');
    await emailPassword(page).fill(password);
    await changeEmail(page).click();
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/It should look like name@example.com/);
    await expect(page.getByLabel('Email')).toHaveValue('marit@example');
    await expect(emailPassword(page)).toHaveValue('');
    await page.getByLabel('Email').fill('marit@example.com');
    await emailPassword(page).fill(password);
    await changeEmail(page).click();
    await expect(page.getByText('Email changed')).toBeVisible();
    await page.getByLabel('Name').fill('Marit Berg');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved')).toBeVisible();
    await expect(accountMenu(page)).toHaveAccessibleName('Account menu of Marit Berg');
  });
});

test('markup in a name stays text', async ({ page, context, baseURL }) => {
  const name = '<img src=x onerror=alert(1)>"\'&</script>';
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue(name);
  await expect(accountMenu(page)).toHaveAccessibleName(`Account menu of ${name}`);
});

const everywhere = (page: Page) => page.getByRole('button', { name: 'Log out everywhere' });
const change = (page: Page) => page.getByRole('button', { name: 'Change password' });
const NEW = 'a longer one';

/** Another browser of the same person; whether its session still lives. */
async function elsewhere(browser: Browser, baseURL: string): Promise<() => Promise<boolean>> {
  const context = await browser.newContext({ baseURL });
  await signIn(context, baseURL, customer);
  const ask = () => context.request.post('/api/current_account', { headers: fromOwnPage(baseURL) });
  return async () => (await (await ask()).json()) !== null;
}

test('log out everywhere ends the sessions of all browsers; the Messenger is shut down first and then a visitor’s', async ({
  page,
  context,
  browser,
  baseURL,
  messenger,
}) => {
  const lives = await elsewhere(browser, baseURL!);
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  const before = ['boot demo-customer at /account'];
  await messenger.receives(before);
  expect(await lives()).toBe(true);
  await everywhere(page).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await messenger.receives([...before, 'shutdown', '→ log_out_everywhere', 'boot visitor at /']);
  expect(await lives()).toBe(false);
  await open(page, '/account');
  await expect(page).toHaveURL('/login?next=%2Faccount');
});

test('a log-out everywhere that does not reach the server leaves the person logged in, says so, and brings their Messenger back', async ({
  page,
  context,
  baseURL,
  messenger,
  watch,
}) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  const before = ['boot demo-customer at /account'];
  await messenger.receives(before);
  watch.expectFailure('POST /api/log_out_everywhere network');
  await page.route('**/api/log_out_everywhere', (route) => route.abort());
  await everywhere(page).click();
  await expect(page.getByRole('alert')).toHaveText('You are still logged in everywhere: the server did not answer. Try again.');
  await messenger.receives([...before, 'shutdown', '→ log_out_everywhere', 'boot demo-customer at /account']);
  await page.unroute('**/api/log_out_everywhere');
  await everywhere(page).click();
  await expect(page).toHaveURL('/');
});

test('a new password is taken, ends the other browser’s session and disturbs nothing here', async ({
  page,
  context,
  browser,
  baseURL,
  messenger,
}) => {
  const lives = await elsewhere(browser, baseURL!);
  await signIn(context, baseURL!, customer);
  await open(page, '/account');
  const story = ['boot demo-customer at /account'];
  await messenger.receives(story);
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password').fill(NEW);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').getByText('Password changed')).toBeVisible();
  await expect(page.getByLabel('Current password')).toHaveValue('');
  await expect(page.getByLabel('New password')).toHaveValue('');
  expect(await lives()).toBe(false);
  // What was signed before opens nothing any more.
  story.push('update demo-customer at /account');
  await messenger.receives(story);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account');
  await messenger.receives([...story, 'boot demo-customer at /account']);
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
  await logIn(page, customer, NEW);
  await expect(page).toHaveURL('/');
  await expect(accountMenu(page)).toBeVisible();
});

test.describe('a password that cannot be taken', () => {
  test.use({ excused: ['POST /api/change_password 422 ×2'] });

  test('is said at its field, loses nothing that was typed, and changes nothing', async ({ page, context, baseURL, messenger }) => {
    await signIn(context, baseURL!, customer);
    await open(page, '/account');
    // A boot that came after the change would bring the token of before.
    await messenger.receives(['boot demo-customer at /account']);
    const [current, fresh] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    await current.fill('sesame open');
    await fresh.fill('123456789');
    await change(page).click();
    await expect(fresh).toHaveAccessibleDescription(/This is too short.*At least 10 characters/);
    await expect(fresh).toHaveAttribute('aria-invalid', 'true');
    await expect(current).not.toHaveAttribute('aria-invalid', 'true');

    await fresh.fill(NEW);
    await change(page).click();
    await expect(current).toHaveAccessibleDescription('This is not your current password. Check it and try again.');
    await expect(fresh).not.toHaveAttribute('aria-invalid', 'true');
    await expect(fresh).toHaveValue(NEW);
    await expect(page.getByText('Password changed')).toHaveCount(0);
    await current.fill(password);
    await change(page).click();
    await expect(page.getByText('Password changed')).toBeVisible();
  });
});

test.describe('without JavaScript, on the same page', () => {
  test.use({ javaScriptEnabled: false });

  test('a password is changed, a refused one says why, and neither shows a password', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL!, customer);
    await page.goto('/account');
    const [current, fresh] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    await current.fill('sesame open');
    await fresh.fill(NEW);
    await change(page).click();
    await expect(current).toHaveAccessibleDescription(/not your current password/);
    await expect(current).toHaveValue('');
    expect(page.url()).not.toMatch(/sesame|longer/);
    await current.fill(password);
    await fresh.fill(NEW);
    await change(page).click();
    await expect(page.getByText('Password changed')).toBeVisible();
    await expect(current).not.toHaveAttribute('aria-invalid', 'true');
  });

  test('log out everywhere leads home and ends the other browser’s session', async ({ page, context, browser, baseURL }) => {
    const lives = await elsewhere(browser, baseURL!);
    await signIn(context, baseURL!, customer);
    await page.goto('/account');
    await everywhere(page).click();
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
    expect(await lives()).toBe(false);
  });
});
