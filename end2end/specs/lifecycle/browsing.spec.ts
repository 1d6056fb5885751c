import { test } from '../../fixtures/test.ts';

test.beforeEach(async ({ page }) => {
  await page.clock.install();
});

test('every settled address is told once: links, back, forward, query, hash', async ({ page, shop, messenger }) => {
  await page.goto('/');
  await messenger.tells(['boot visitor at /']);
  await shop.coffees();
  await messenger.tells(['boot visitor at /', 'update at /coffees']);
  await page.getByRole('link', { name: 'Light', exact: true }).click();
  await messenger.tells(['boot visitor at /', 'update at /coffees', 'update at /coffees?roast=light']);
  await page.goBack();
  await page.clock.runFor(100);
  await page.goForward();
  await messenger.tellsNoMore(page, [
    'boot visitor at /',
    'update at /coffees',
    'update at /coffees?roast=light',
    'update at /coffees',
    'update at /coffees?roast=light',
  ]);
});
