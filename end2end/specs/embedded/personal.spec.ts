// What is one person's is seen by nobody after them.
import { expect, open, test } from '../../clean.ts';
import { accountMenu, customer, logIn, second, signIn, signOut } from '../../people.ts';

const h1 = 'h1';

test.describe('a session that ends elsewhere', () => {
  test.use({ excused: ['POST /api/messenger_token 401'] });

  for (const path of ['/account', '/orders']) {
    test(`takes what is personal off ${path}`, async ({ page, context, baseURL }) => {
      await signIn(context, baseURL!, customer);
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/api/messenger_token', async (route) => {
        await held;
        await route.continue();
      });
      await open(page, path);
      await expect(accountMenu(page)).toBeVisible();
      await signOut(context, baseURL!);
      release();

      await expect(page.locator(h1)).toHaveText('You have been logged out');
      await expect(accountMenu(page)).toHaveCount(0);
      await expect(page.getByText(/Marit|customer@/)).toHaveCount(0);
      await expect(page.locator('input')).toHaveCount(0);
      await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
      await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
    });
  }
});

test('after a log-out neither back nor a direct visit shows what was personal', async ({ page }) => {
  await open(page, '/login');
  await logIn(page, customer);
  await expect(page.getByLabel('Email')).toHaveValue(customer.email);
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).toHaveURL('/');
  await expect(page.locator(h1)).toHaveText('Coffee that keeps harbour hours');
  await page.goBack();
  await expect(page).toHaveURL('/login?next=%2Faccount');
  await expect(page.getByLabel('Email')).toHaveValue('');
  await open(page, '/account');
  await expect(page).toHaveURL('/login?next=%2Faccount');
});

test('the next person at the same page sees nothing of the one before', async ({ page, context }) => {
  await open(page, '/login');
  await logIn(page, customer);
  await expect(page.getByLabel('Email')).toHaveValue(customer.email);
  // Other tests change this name meanwhile.
  const name = await page.getByLabel('Name').inputValue();
  await page.getByLabel('Name').fill('Half typed and never saved');
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
  await logIn(page, second);
  await expect(page).toHaveURL('/account');
  await expect(page.getByLabel('Name')).toHaveValue(second.name);
  await expect(page.getByLabel('Email')).toHaveValue(second.email);
  const seen = await page.evaluate(() => document.body.innerHTML);
  expect(seen).not.toMatch(/Half typed/);
  expect(seen.replace(/<script[\s\S]*?<\/script>/g, '')).not.toContain(name);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect(kept).not.toMatch(/Marit|customer@/);
  expect(JSON.stringify(await context.cookies())).not.toMatch(/Marit|customer@/);
});
