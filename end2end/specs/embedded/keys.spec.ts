// /workspace/keys, on a server whose keys are its own and that nobody else talks to.
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { customer, logIn, password, second, signIn, teammate } from '../../people.ts';

// No key from the environment.
test.use({ settings: { INTERCOM_IDENTITY_SECRET: '' } });

const KEYS = '/workspace/keys';

const web = (page: Page) => page.getByRole('region', { name: 'Web', exact: true });

/** The password, once more, in the form that this button sends. */
const again = async (page: Page, button: string | RegExp) => {
  const form = page.locator('form', { has: page.getByRole('button', { name: button, exact: typeof button === 'string', includeHidden: true }) });
  await form.first().getByLabel('Your password').fill(password);
};

async function roll(page: Page, name = ''): Promise<string> {
  await web(page).getByLabel(/^Name of the new/).fill(name);
  await again(page, /next key|Make a key/);
  await web(page).getByRole('button', { name: /next key|Make a key/ }).click();
  const secret = page.getByLabel('Secret', { exact: true });
  await expect(secret).not.toHaveValue('');
  return secret.inputValue();
}

async function retire(page: Page, name: string): Promise<void> {
  await page.getByLabel(`Retire ${name}`, { exact: true }).click();
  await again(page, `Retire “${name}” now`);
  await page.getByRole('button', { name: `Retire “${name}” now` }).click();
  await expect(page.getByRole('status').getByText('The key is retired.')).toBeVisible();
}

/** Opens a page of the shop and waits for its boot's answer. */
async function boots(page: Page, path: string): Promise<number> {
  const answer = page.waitForResponse('**/messenger/web/ping');
  await open(page, path);
  return (await answer).status();
}

async function pings(page: Page): Promise<number> {
  const answer = page.waitForResponse('**/messenger/web/ping');
  await page.getByRole('banner').getByRole('link', { name: 'Coffees' }).click();
  return (await answer).status();
}

test('a key is rolled and the old one retired while people shop: whom it proved is refused at the next ping, and the inspector says why', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const before = await browser.newContext({ baseURL });
  const after = await browser.newContext({ baseURL });
  await signIn(context, baseURL, teammate);
  await signIn(before, baseURL, customer);
  await signIn(after, baseURL, second);

  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await open(page, KEYS);
  const old = await before.newPage();
  expect(await boots(old, '/account')).toBe(200);

  await roll(page, 'Autumn');
  await expect(web(page).getByText('Signs and verifies')).toHaveCount(1);
  expect(await pings(old), 'the old key still verifies').toBe(200);
  const fresh = await after.newPage();
  expect(await boots(fresh, '/account')).toBe(200);

  await retire(page, 'First key');
  await old.getByRole('banner').getByRole('link', { name: 'Tidewater' }).click();
  await expect(inspector.getByText(/The key that proved this session.s user was retired/).first()).toBeVisible();
  expect(await pings(fresh), 'the new key signed this one').toBe(200);

  const again = await before.newPage();
  expect(await boots(again, '/account'), 'the next boot is signed with the new key').toBe(200);
  await Promise.all([before.close(), after.close()]);
});

test('a secret is shown once', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, KEYS);
  const secret = await roll(page);
  expect(secret.length).toBeGreaterThan(40);
  expect(await page.content(), 'it stands in the field as if typed').not.toContain(secret);
  await expect(page.getByLabel('Secret', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByLabel('Secret', { exact: true })).toHaveCount(0);
  const reloaded = await page.reload();
  await awake(page);
  const shown = [await reloaded?.text(), await page.content()].join();
  expect(shown).toContain('Key 2');
  expect(shown).not.toContain(secret.slice(0, 8));
});

test('whoever retires the last active key sees what follows', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, KEYS);
  await page.getByLabel('Retire First key', { exact: true }).click();
  await expect(page.getByText(/It is the last active web key/)).toBeVisible();
  await again(page, 'Retire “First key” now');
  await page.getByRole('button', { name: 'Retire “First key” now' }).click();
  await expect(web(page).getByText(/There is no active web key/)).toBeVisible();
});

test('names, the switch, protected attributes and other apps, by keyboard alone', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await open(page, KEYS);
  const said = (text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
  const press = async (name: string) => {
    await page.getByLabel(name, { exact: true }).focus();
    await page.keyboard.press('Enter');
  };

  await press('Rename First key');
  await page.getByLabel('New name').first().fill('Spring');
  await page.keyboard.press('Enter');
  await said('The key is renamed.');
  await expect(web(page).getByText('Spring', { exact: true })).toBeVisible();

  await press('Switch off enforcement for web');
  await page.keyboard.press('Tab');
  watch.expectFailure('POST /api/workspace_enforce 422');
  await page.keyboard.type('sesame');
  await page.keyboard.press('Enter');
  await said('This is not your current password.');
  await again(page, 'Switch off enforcement for web now');
  await page.keyboard.press('Enter');
  await said('The switch is set.');
  await expect(page.getByText('Any page may take any user’s name on web.')).toBeVisible();
  await again(page, 'Switch on enforcement for web');
  await press('Switch on enforcement for web');
  await expect(page.getByText('Any page may take any user’s name on web.')).toHaveCount(0);

  await page.getByRole('textbox', { name: 'Attribute' }).fill('plan');
  await page.keyboard.press('Enter');
  await said('The attribute is protected.');
  await press('No longer protect plan');
  await said('The attribute is no longer protected.');
  await expect(page.getByLabel('No longer protect plan', { exact: true })).toHaveCount(0);

  await page.getByText('Make another app').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name of the app' }).fill('Second shop');
  await page.keyboard.press('Enter');
  await said('The app is made.');
  await page.getByLabel('Show the keys of').selectOption({ label: await secondShop(page) });
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(web(page).getByText(/There is no active web key/)).toBeVisible();
});

/** The option's whole label. */
async function secondShop(page: Page): Promise<string> {
  return (await page.locator('option', { hasText: 'Second shop' }).textContent()) ?? '';
}

test('a customer is refused, and a visitor is asked to log in', async ({ page, context, baseURL, watch }) => {
  await page.goto(KEYS);
  await expect(page).toHaveURL(`/login?next=${KEYS}`);
  await awake(page);
  await logIn(page, teammate);
  await expect(page.getByRole('heading', { level: 1, name: 'Identity keys' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' }), 'the desk is outside the shop').toHaveCount(0);

  await context.clearCookies();
  await signIn(context, baseURL, customer);
  watch.expectFailure(`GET ${KEYS} 403`);
  expect((await page.goto(KEYS))?.status()).toBe(403);
  await expect(page.getByRole('heading', { name: 'For teammates' })).toBeVisible();
  await expect(page.getByText('First key')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the keys can be read', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL, teammate);
    await page.goto(KEYS);
    await expect(web(page).getByText('First key', { exact: true })).toBeVisible();
    await expect(web(page).getByText('Signs and verifies')).toBeVisible();
  });
});
