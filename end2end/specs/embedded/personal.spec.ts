// What is one person's is seen by nobody after them.
import { expect, open, test } from '../../clean.ts';
import { accountMenu, customer, fromOwnPage, logIn, password, second, signIn, signOut, signUp, teammate } from '../../people.ts';

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

test('a session that ends in another browser takes the person’s words out of the panel at the next page', async ({ page, context, browser, baseURL, messenger }) => {
  messenger.expectRefusals();
  const { email, password } = await signUp(context, baseURL!);
  await open(page, '/plans');
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await panel.getByRole('button', { name: /^Send us a message/ }).click();
  await panel.getByLabel('Message', { exact: true }).fill('Words of mine');
  await panel.getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel.locator('.said.mine time')).toHaveCount(1);
  const elsewhere = await browser.newContext({ baseURL });
  await signIn(elsewhere, baseURL!, { email }, password);
  const ended = await elsewhere.request.post('/api/log_out_everywhere', { headers: fromOwnPage(baseURL!) });
  expect(ended.status()).toBe(200);
  await elsewhere.close();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await messenger.until(() => messenger.story().at(-1)).toBe('boot visitor at /coffees');
  const words = async () => (await Promise.all(page.frames().map((frame) => frame.locator('body').textContent()))).join();
  expect(await words()).not.toContain('Words of mine');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await expect(panel.getByRole('button', { name: /^Send us a message/ })).toBeVisible();
  expect(await words()).not.toContain('Words of mine');
});

test.describe('a teammate’s session that ends elsewhere', () => {
  for (const [path, act] of [
    ['/workspace/keys', 'is refused'],
    ['/workspace/messenger', 'is seen again'],
    ['/workspace/messages', 'is seen again'],
    ['/workspace/inbox', 'is refused'],
  ] as const) {
    test(`takes ${path} away when the page ${act}`, async ({ page, context, baseURL, watch }) => {
      await signIn(context, baseURL!, teammate);
      await open(page, path);
      await expect(page.getByRole('link', { name: 'Back to the shop' }).first()).toBeVisible();
      await signOut(context, baseURL!);
      if (act === 'is seen again') {
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      } else if (path === '/workspace/keys') {
        watch.expectFailure('POST /api/* 401 ×1+');
        await page.getByLabel('Your password').first().fill(password);
        await page.getByRole('button', { name: /next key|Make a key/ }).first().click();
      } else {
        watch.expectFailure('GET /api/* 401 ×0+');
        watch.expectFailure('POST /api/* 401 ×0+');
        watch.expectFailure('GET /workspace/inbox/stream 401 ×0+');
        await page.getByRole('link', { name: /^Closed/ }).click();
      }
      await expect(page.locator(h1)).toHaveText('You have been logged out');
      await page.getByRole('link', { name: 'Log in' }).click();
      await expect(page).toHaveURL(`/login?next=${path}`);
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
  await expect(page).toHaveURL('/');
  await accountMenu(page).click();
  await page.getByRole('banner').getByRole('link', { name: 'Account', exact: true }).click();
  await expect(page.getByLabel('Name')).toHaveValue(second.name);
  await expect(page.getByLabel('Email')).toHaveValue(second.email);
  const seen = await page.evaluate(() => document.body.innerHTML);
  expect(seen).not.toMatch(/Half typed/);
  expect(seen.replace(/<script[\s\S]*?<\/script>/g, '')).not.toContain(name);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect(kept).not.toMatch(/Marit|customer@/);
  expect(JSON.stringify(await context.cookies())).not.toMatch(/Marit|customer@/);
});
