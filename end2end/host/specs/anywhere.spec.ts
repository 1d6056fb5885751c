// Calls of the Messenger on a page that has none. That a log-out is wrapped above the router, each lifecycle test shows: the
// README puts the line there.
import type { Page } from '@playwright/test';
import { ownClock } from '../../fixtures/clock.ts';
import { expect, test } from '../../fixtures/test.ts';

// The button is enabled as soon as the page is awake: the click waits for that.
const ask = (page: Page) => page.getByRole('button', { name: 'Ask us' }).click();
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const missing = /use_messenger\(\) was called while no <Messenger> is in the page/;

test.beforeEach(({ messenger }) => messenger.expectHashes());

test('a call before the first Messenger comes waits for it', async ({ page, shop, messenger }) => {
  await page.goto('/imprint');
  await ask(page);
  await messenger.receives([]);
  await link(page, 'Home');
  await shop.shows('Coffee that keeps harbour hours');
  await messenger.receives(['boot visitor at /']);
  await expect.poll(() => messenger.calls().map(({ method }) => method)).toContain('show');
});

test('a call that still waits for a Messenger after ten seconds is said, once', async ({ page, watch }) => {
  watch.expectWarning(missing);
  const lines: string[] = [];
  page.on('console', (message) => void (missing.test(message.text()) && lines.push(message.text())));
  await ownClock(page);
  await page.goto('/imprint');
  await ask(page);
  await page.clock.runFor(9_000);
  expect(lines).toEqual([]);
  await ask(page);
  await page.clock.runFor(60_000);
  await expect.poll(() => lines.length).toBe(1);
});

test('a call after the last Messenger has left is dropped, and said', async ({ page, shop, messenger, watch }) => {
  watch.expectWarning(missing);
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await link(page, 'Imprint');
  await shop.shows('Imprint');
  const said = page.waitForEvent('console', (message) => missing.test(message.text()));
  await ask(page);
  await said;
  await link(page, 'Home');
  await shop.coffees();
  await expect.poll(() => messenger.story().at(-1)).toBe('update at /coffees');
  expect(messenger.calls().map(({ method }) => method)).not.toContain('show');
});
