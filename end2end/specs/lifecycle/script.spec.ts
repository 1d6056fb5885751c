// The widget's script: late, blocked, broken. Whatever it does, the shop goes on (R14).
import type { Page } from '@playwright/test';
import { drawn } from '../../clean.ts';
import { ownClock } from '../../fixtures/clock.ts';
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

const contact = (page: Page) => page.getByRole('link', { name: 'Write to us' });

/** What the script would find. */
const queue = (page: Page) => page.evaluate(() => JSON.stringify(window.Intercom?.q));

test('a blocked script leaves a contact link, and the shop goes on', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  messenger.script('blocked');
  await page.goto('/');
  await expect(contact(page)).toHaveAttribute('href', 'mailto:crew@tidewater.example');
  await shop.coffees();
  await shop.goToLogIn();
  await shop.logIn(customer);
  await shop.logOut();
  await expect(contact(page)).toBeVisible();
});

test('a script that does not come in ten seconds leaves a contact link', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  await ownClock(page);
  messenger.script('never');
  await messenger.asks(page, '/');
  await page.clock.runFor(2_000);
  await drawn(page);
  await expect(contact(page)).toBeHidden();
  await page.clock.runFor(8_500);
  await expect(contact(page)).toBeVisible();
  await shop.coffees();
});

test('a script that comes after all goes live with the visitor, and the contact link goes', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  await ownClock(page);
  messenger.script('late');
  await messenger.asks(page, '/');
  await page.clock.runFor(10_500);
  await expect(contact(page)).toBeVisible();
  await shop.coffees();
  await page.clock.runFor(100);
  messenger.release();
  await messenger.receives(['boot visitor at /coffees']);
  await expect(contact(page)).toBeHidden();
  await shop.coffee('First Tide');
  await messenger.receivesNoMore(page, ['boot visitor at /coffees', 'update at /coffees/first-tide']);
});

test('a script that comes after a log-in boots the user alone', async ({ page, shop, messenger }) => {
  await ownClock(page);
  messenger.script('late');
  await messenger.asks(page, '/login?next=/coffees');
  await shop.logIn(customer);
  await shop.shows('Coffees');
  await messenger.until(() => messenger.tokenRequests()).toBe(1);
  await messenger.until(() => queue(page)).toContain('intercom_user_jwt');
  messenger.release();
  await messenger.receivesNoMore(page, ['→ log_in', 'boot customer at /coffees']);
});

test('a script that comes after a log-out starts with the shutdown and boots the visitor alone', async ({ page, shop, messenger }) => {
  await ownClock(page);
  messenger.script('late');
  await messenger.asks(page, '/login?next=/coffees');
  await shop.logIn(customer);
  await messenger.until(() => queue(page)).toContain('intercom_user_jwt');
  await shop.logOut();
  await shop.shows('Coffee that keeps harbour hours');
  await messenger.until(() => queue(page)).toContain('boot');
  expect(await queue(page)).not.toContain('intercom_user_jwt');
  messenger.release();
  await messenger.receivesNoMore(page, ['→ log_in', '→ log_out', 'shutdown', 'boot visitor at /']);
});

test('a script that comes while the page changes is reported once more when it is in place', { tag: '@shop' }, async ({ page, messenger }) => {
  await ownClock(page);
  let data = () => {};
  const held = new Promise<void>((resolve) => (data = resolve));
  messenger.script('late');
  await messenger.asks(page, '/coffees');
  await page.route('**/api/coffee?*', (route) => held.then(() => route.continue()));
  await page.getByRole('link', { name: 'First Tide', exact: true }).first().click();
  messenger.release();
  await messenger.receives(['boot visitor at /coffees']);
  data();
  await messenger.receivesNoMore(page, ['boot visitor at /coffees', 'update at /coffees/first-tide']);
});

test('a widget that throws at every call disturbs nothing', async ({ page, shop, messenger }) => {
  messenger.script('throwing');
  await page.goto('/');
  await expect.poll(() => messenger.journal.some(({ kind }) => kind === 'script')).toBe(true);
  await shop.coffees();
  await expect.poll(() => messenger.calls().map(({ method }) => method)).toContain('update');
  await shop.goToLogIn();
  await shop.logIn(customer);
  await shop.logOut();
  await shop.shows('Coffee that keeps harbour hours');
});

test('a script that could not be fetched is fetched again when the network is back, by one element at a time', { tag: '@shop' }, async ({ page, shop, messenger }) => {
  await ownClock(page);
  messenger.script('blocked');
  await messenger.asks(page, '/');
  await expect(contact(page)).toBeVisible();
  const elements = () => page.locator('script[src*="/widget/"]').count();
  expect(await elements()).toBe(1);
  messenger.script('on time');
  await page.clock.runFor(2_000);
  await page.evaluate(() => void dispatchEvent(new Event('online')));
  await page.clock.runFor(2_000);
  await messenger.receives(['boot visitor at /']);
  await expect(contact(page)).toBeHidden();
  expect(await elements()).toBe(1);
  await shop.coffees();
});

test('the stub takes calls by `c` as well, as in the usual snippet', async ({ page, messenger }) => {
  await ownClock(page);
  messenger.script('late');
  await messenger.asks(page, '/');
  const last = await page.evaluate(() => {
    const stub = window.Intercom as unknown as { c(call: unknown[]): void; q: unknown[][] };
    stub.c(['trackEvent', 'by another tool']);
    return stub.q.at(-1);
  });
  expect(last).toEqual(['trackEvent', 'by another tool']);
});
