// What the embedded workspace received, beside what the page called.
import { customer, second } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { signUp } from '../../people.ts';
import type { Page } from '@playwright/test';

/** Shows in the inspector's window the moments with these words alone: what other tests do on the same server moves the list on. */
async function finds(inspector: Page, words: string) {
  const awake = inspector.getByText('Following').or(inspector.getByRole('button', { name: /^All [1-9]/ }));
  await expect(awake.first()).toBeVisible();
  await inspector.getByRole('searchbox', { name: 'Find a path or a call' }).fill(words);
}

test('each call arrives as one ping, from the same page, in the same order, and is believed', async ({ shop, messenger, baseURL }) => {
  await shop.open('/');
  await messenger.receives(['boot visitor at /']);
  await shop.coffees();
  await messenger.receives(['boot visitor at /', 'update at /coffees']);
  await shop.coffee('First Tide');
  await expect.poll(() => messenger.pings().length).toBe(3);
  await shop.goToLogIn();
  await expect.poll(() => messenger.pings().length).toBe(4);
  await shop.logIn(second);
  await expect.poll(() => messenger.pings().length).toBe(5);
  await expect.poll(() => messenger.received.length).toBe(5);

  const called = messenger.pings().map(({ method, url, title }) => ({ call: method, url: `${baseURL}${url}`, title }));
  expect(messenger.received.map(({ body: { call, page } }) => ({ call, url: page.url, title: page.title }))).toEqual(called);
  const people = () => messenger.received.map(({ reply }) => reply.person?.type);
  await expect.poll(people).toEqual(['visitor', 'visitor', 'visitor', 'visitor', 'user']);
});

test('after a change of name the workspace knows the person by the new one, and counts no impression', async ({ page, context, shop, messenger, baseURL }) => {
  const inspector = await context.newPage();
  await inspector.goto('/lifecycle');
  await signUp(context, baseURL!);
  await shop.open('/account');
  await expect.poll(() => messenger.user()).toBeTruthy();
  const name = `Astrid ${Date.now()}`;
  await finds(inspector, name);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => messenger.received.at(-1)?.reply.person).toEqual({ type: 'user', name });
  await expect(inspector.getByRole('button', { name: `token /account Renewed ${name}, ${messenger.user()}: no impression` })).toBeVisible();
});

test('after a log-out the next visitor is somebody new', async ({ page, context, shop, messenger }) => {
  await shop.open('/');
  await expect.poll(async () => (await messenger.cookies(context))['intercom-id']).toBeTruthy();
  const { 'intercom-id': visitor } = await messenger.cookies(context);
  await shop.goToLogIn();
  await shop.logIn(customer);
  await expect.poll(() => messenger.received.at(-1)?.reply.person?.type).toBe('user');
  const ended = page.waitForResponse('**/messenger/web/shutdown');
  await shop.logOut();
  expect((await ended).status()).toBe(204);
  await expect.poll(() => messenger.received.at(-1)?.reply.person?.type).toBe('visitor');
  await expect.poll(async () => (await messenger.cookies(context))['intercom-id']).toBeTruthy();
  expect((await messenger.cookies(context))['intercom-id']).not.toBe(visitor);
});

test('the inspector’s window shows each call, and the ping that the workspace received for it', async ({ page, context, shop, messenger }) => {
  const inspector = await context.newPage();
  await inspector.goto('/lifecycle');
  await expect(inspector.getByRole('heading', { level: 1, name: 'Lifecycle' })).toBeVisible();
  const timeline = inspector.getByRole('region', { name: 'Timeline' });
  const address = `/coffees/first-tide#${Date.now()}`;
  await finds(inspector, address);
  await shop.open('/coffees');
  await shop.coffee('First Tide');
  // Before that, the page may report its first address as the one with the hash: four moments.
  await messenger.receives(['boot visitor at /coffees', 'update at /coffees/first-tide']);
  await page.evaluate((hash) => void (location.hash = hash), address.split('#')[1]);
  await expect(timeline.getByText(address)).toHaveCount(2);
});
