// Every form and link works without a script.
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test.describe('with JavaScript off', { tag: '@shop' }, () => {
  test.use({ javaScriptEnabled: false });

  test('one browses, logs in and logs out', async ({ page, shop, messenger }) => {
    await page.goto('/');
    await shop.coffees();
    await shop.coffee('First Tide');
    await shop.goToLogIn();
    await shop.startLogIn(customer);
    await shop.shows('First Tide');
    await shop.logOut();
    await shop.shows('Coffee that keeps harbour hours');
    await page.goto('/account');
    await shop.shows('Welcome back aboard');
    expect(messenger.journal).toEqual([]);
  });
});

test('a log-out with scripts off is made up for by the next page with scripts: shutdown first', { tag: '@shop' }, async ({ browser, page, context, shop, messenger, baseURL }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(before);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeTruthy();
  await page.goto('about:blank');

  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL, storageState: await context.storageState() });
  const still = await plain.newPage();
  await still.goto('/');
  await still.getByRole('button', { name: /^Account menu of / }).click();
  await still.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(still.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  // The reply has expired the widget's session and visitor cookies, too.
  const left = (await plain.cookies()).map(({ name }) => name);
  expect(left.filter((name) => /^(session|intercom-session|intercom-id)/.test(name))).toEqual([]);
  await context.clearCookies();
  await context.addCookies(await plain.cookies());
  await plain.close();

  await page.goto('/coffees');
  await messenger.receives([...before, 'shutdown', 'boot visitor at /coffees']);
});
