// `trackEvent`: what a page reports of a person reaches the workspace, with their session's credential.
import type { Request } from '@playwright/test';

import { open, test as withShop } from '../../alone.ts';
import { expect, test } from '../../plain.ts';

const isEvent = (request: Request) =>
  request.url().endsWith('/messenger/web/event') && request.method() === 'POST';

test('an event goes to the workspace with the session’s credential, and is stored', async ({ page, plain, workspace }) => {
  await plain.boot();
  const sent = page.waitForRequest(isEvent);
  await plain.intercom('trackEvent', 'added-to-cart', { coffee: 'kelp-forest', price: { amount: 1450, currency: 'eur' } });
  const request = await sent;
  expect(request.postDataJSON()).toMatchObject({
    app_id: workspace.appId,
    name: 'added-to-cart',
    metadata: { coffee: 'kelp-forest', price: { amount: 1450, currency: 'eur' } },
  });
  expect(await request.headerValue('authorization')).toMatch(/^Bearer .{20}/);
  expect(await request.headerValue('cookie')).toBeNull();
  expect((await request.response())!.status()).toBe(200);
});

test('equal events in quick succession are all stored, and a request that comes again is not', async ({ page, plain }) => {
  // The page reads no answer to an event, so the browser keeps none.
  const answers: unknown[] = [];
  const requests: Request[] = [];
  await page.route('**/messenger/web/event', async (route) => {
    if (!isEvent(route.request())) return route.continue();
    const response = await route.fetch();
    requests.push(route.request());
    answers.push(await response.json());
    return route.fulfill({ response });
  });
  await plain.boot();
  await page.evaluate(() => {
    for (let n = 0; n < 3; n++) (window as any).Intercom('trackEvent', 'added-to-cart', { coffee: 'kelp-forest' });
  });
  await expect.poll(() => answers).toEqual([{ duplicate: false }, { duplicate: false }, { duplicate: false }]);
  const request = requests[0]!;
  const again = await page.request.post(request.url(), {
    headers: { Authorization: (await request.headerValue('authorization'))! },
    data: request.postDataJSON(),
  });
  expect(await again.json()).toEqual({ duplicate: true });
});

withShop('the inspector shows an event’s name and what was said with it, and counts no impression', async ({ context }) => {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  const shop = await context.newPage();
  await open(shop, '/');
  await expect(inspector.locator('li.crossed')).toHaveCount(1);
  await shop.evaluate(() => {
    (window as any).Intercom('trackEvent', 'read-guide', { guide: 'pour-over', price: { amount: 1450, currency: 'eur' } });
  });
  const event = inspector.locator('li.crossed').filter({ hasText: 'trackEvent' });
  await expect(event.locator('.work')).toContainText(/event\s*read-guide/);
  await expect(event.locator('.work')).toContainText('guide pour-over · price 1450 eur');
  await event.locator('.work button').click();
  const card = inspector.getByRole('complementary', { name: 'Selected moment' });
  await expect(card).toContainText('Event “read-guide”');
  await expect(card).toContainText('guide: pour-over');
  await expect(card).toContainText('no impression');
});

withShop('the card of an entry leads to the ledger of its person', async ({ context }) => {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  const shop = await context.newPage();
  await open(shop, '/');
  await inspector.locator('li.crossed .work button').click();
  const [ledger] = await Promise.all([
    context.waitForEvent('page'),
    inspector.getByRole('link', { name: 'The ledger of the person' }).click(),
  ]);
  await expect(ledger.locator('body')).toContainText(/\d{4}-\d\d-\d\d [\d:]{8} person_created by person/);
});
