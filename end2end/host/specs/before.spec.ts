// Sessions that were stored before the app had the Messenger.
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test.beforeEach(({ messenger }) => messenger.expectHashes());

test('a session stored before the Messenger came stays logged in and boots its user, and the next log-in has a key of its own', async ({ page, context, people, baseURL, shop, messenger }) => {
  const headers = { Origin: baseURL ?? '' };
  const token = async () => (await (await context.request.post('/api/messenger_token', { headers })).json()) as { key: string };
  await context.request.post('/api/log_in', { headers, form: { ...(await people.as(customer)) } });
  const own = (await token()).key;
  expect((await context.request.get('/before')).ok()).toBe(true);

  await page.goto('/coffees');
  await expect(shop.menu).toBeVisible();
  await messenger.receives(['boot customer at /coffees']);
  const standIn = (await token()).key;
  expect(standIn).toMatch(/^person-/);
  expect(await messenger.marker(page)).toBe(standIn);

  await shop.logOut();
  await messenger.receives(['boot customer at /coffees', 'shutdown', '→ log_out', 'boot visitor at /']);
  await context.request.post('/api/log_in', { headers, form: { ...(await people.as(customer)) } });
  const next = (await token()).key;
  expect(next).not.toMatch(/^person-/);
  expect(next).not.toBe(own);
});
