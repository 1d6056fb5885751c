// What only the hosted workspace has: its region, and its cookies.
import { customer } from '../../fixtures/people.ts';
import { hosted } from '../../hosted.ts';
import { expect, test } from '../../fixtures/test.ts';

test('the script comes from the one host of every region, and each boot names app and region', async ({ page, shop, messenger }) => {
  const script = page.waitForRequest(/widget\.intercom\.io/);
  await shop.open('/login');
  expect((await script).url()).toBe(`https://widget.intercom.io/widget/${hosted.appId}`);
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await shop.logOut();
  await expect.poll(() => messenger.story().at(-1)).toBe('boot visitor at /');
  for (const { settings } of messenger.calls().filter(({ method }) => method === 'boot')) {
    expect(settings).toMatchObject({ app_id: hosted.appId, api_base: 'https://api-iam.eu.intercom.io' });
  }
});

test('an update that only reports a page change carries nothing', async ({ shop, messenger }) => {
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await shop.logIn(customer);
  await expect.poll(() => messenger.user()).toBe(customer.user);
  await shop.coffee('First Tide');
  await expect.poll(() => messenger.story().at(-1)).toBe('update at /coffees/first-tide');
  expect(messenger.pings().at(-1)?.settings).toEqual({});
});

test('without a shutdown the widget would bring the last person back: it is shut down before it can', async ({ page, context, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBe(messenger.pings().at(-1)?.claims?.user_id);
  await page.goto('about:blank');
  // The shop's session goes; the widget's cookie lives a week.
  await context.clearCookies({ name: 'session' });
  await page.goto('/');
  await expect.poll(() => messenger.story().slice(3)).toEqual(['shutdown', 'boot visitor at /']);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeUndefined();
});
