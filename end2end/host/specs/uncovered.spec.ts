// An app that mounts the routes of server functions itself, where the layer does not reach them.
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test('the console names the line that is missing, nobody is booted, and the app goes on', async ({ page, messenger, shop, watch }) => {
  watch.expectFailure('POST /api/messenger_token 500');
  const missing = /the token's server function runs without the host: \.layer\(messenger::server::layer\(host\)\) is missing over its route/;
  watch.expectWarning(missing);
  const said = page.waitForEvent('console', (message) => missing.test(message.text()));
  await page.goto('/login');
  await expect(page.locator('.state')).not.toBeEmpty();
  await page.keyboard.press('Shift');
  await messenger.receives(['boot visitor at /login']);
  await shop.startLogIn(customer);
  await said;
  await expect(page.locator('.state')).toHaveText('Refused(NoHost)');
  await shop.coffees();
  expect(messenger.pings().some(({ user }) => user !== undefined)).toBe(false);
});
