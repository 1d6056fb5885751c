// Rule R10: the hosted Messenger takes 20 updates in 30 minutes.
import { ownClock } from '../../fixtures/clock.ts';
import { expect, test } from '../../fixtures/test.ts';

const MINUTE = 60_000;

test('of many pages eight are reported at once, then one each 225 seconds, and the last one always', async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  const updates = () => messenger.calls().filter(({ method }) => method === 'update');
  for (let round = 1; round <= 10; round++) {
    await shop.coffee('First Tide');
    await page.clock.runFor(200);
    await shop.coffees();
    await page.clock.runFor(200);
  }
  await expect.poll(() => updates().length).toBe(8);
  await shop.home();
  await page.clock.runFor(1_000);
  expect(updates().length).toBe(8);
  await page.clock.runFor(225_000);
  await expect.poll(() => updates().length).toBe(9);
  expect(updates().at(-1)?.url).toBe('/');
  // Nothing is left over.
  await page.clock.runFor(60 * MINUTE);
  expect(updates().length).toBe(9);
});

test('half an hour of restless clicking never makes more than 20 updates', async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  // A page a minute wants more than there is at every moment; the machine's own tests hold the rule for every rhythm.
  for (let round = 0; round < 15; round++) {
    await shop.coffee('First Tide');
    await page.clock.runFor(MINUTE);
    await shop.coffees();
    await page.clock.runFor(MINUTE);
  }
  const updates = messenger.calls().filter(({ method }) => method === 'update').length;
  expect(updates).toBeGreaterThanOrEqual(14);
  expect(updates).toBeLessThanOrEqual(16);
});
