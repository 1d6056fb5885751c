// The Messenger's code is a file of its own. Until it has come, the page keeps what the app asks of the Messenger.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { ownClock } from '../../fixtures/clock.ts';
import { CODE, holdCode } from '../../fixtures/code.ts';
import { customer, signIn } from '../../people.ts';

async function add(page: Page, coffee: string, name: string) {
  await open(page, `/coffees/${coffee}`);
  await addHere(page, name);
}

async function addHere(page: Page, name: string) {
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByRole('status').getByText(`${name} is in the cart.`)).toBeVisible();
}

test('calls made before the Messenger’s code has come arrive in order, for the person who made them', async ({ page, context, baseURL, messenger }) => {
  const release = await holdCode(page);
  await signIn(context, baseURL!, customer);
  await add(page, 'kelp-forest', 'Kelp Forest');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Ballast' }).first().click();
  await addHere(page, 'Ballast');
  expect(messenger.calls()).toEqual([]);
  release();
  await expect.poll(() => messenger.events().map(([, { coffee }]: any) => coffee)).toEqual(['kelp-forest', 'ballast']);
  expect(messenger.story()).toEqual(['boot demo-customer at /coffees/ballast']);
});

test('a call that one person made before the code has come never reaches the next person', async ({ page, context, baseURL, messenger }) => {
  const release = await holdCode(page);
  await signIn(context, baseURL!, customer);
  await ownClock(page);
  await add(page, 'kelp-forest', 'Kelp Forest');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
  await page.getByLabel('Email').fill('second@example.com');
  await page.getByLabel('Password').fill('demo-password');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByRole('button', { name: /^Account menu/ })).toBeVisible();
  release();
  await messenger.receivesNoMore(page, ['→ log_out', '→ log_in', 'boot demo-second at /']);
  expect(messenger.events()).toEqual([]);
});

test('a page whose code did not come works without the Messenger, and the next page asks again', async ({ page, watch, messenger }) => {
  watch.expectFailure('GET /v/*/pkg/split_messenger.wasm network ×1+');
  watch.expectWarning(/^TypeError: Failed to fetch/);
  watch.expectError(/^Failed to fetch$/);
  let [asked, isMissing] = [0, true];
  await page.route(CODE, (route) => (++asked, isMissing ? route.abort() : route.continue()));
  await open(page, '/');
  await expect.poll(() => asked).toBeGreaterThan(0);
  isMissing = false;
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await messenger.receives(['boot visitor at /coffees']);
});
