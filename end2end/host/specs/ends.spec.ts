// A host whose sessions end soon (SESSION_IDLE_SECONDS), and one whose user endpoint fails at first: nobody wakes these pages.
import { ownClock } from '../../fixtures/clock.ts';
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test.beforeEach(({ messenger }) => messenger.expectHashes());

test('a session that ends on the server ends with the visitor booted and nobody in the header', async ({ page, shop, messenger, watch }) => {
  await shop.open('/login?next=/coffees');
  watch.expectFailure('POST /api/messenger_token 401 ×1+');
  messenger.expectEnds();
  await shop.logIn(customer);
  const story = ['boot visitor at /login?next=/coffees', '→ log_in', 'boot customer at /coffees'];
  await expect.poll(() => messenger.story().slice(0, 3)).toEqual(story);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect.poll(() => messenger.story().slice(-2)).toEqual(['shutdown', 'boot visitor at /coffees']);
});

test('a user endpoint that fails at the first load is asked again without a wake, and the visitor boots', async ({ page, context, baseURL, messenger }) => {
  await ownClock(page);
  await context.addCookies([{ name: 'fail', value: 'current_account', url: baseURL }]);
  await page.goto('/');
  await expect(page.getByRole('banner')).toContainText('We cannot tell who you are');
  await messenger.receives([]);
  await context.clearCookies({ name: 'fail' });
  await expect
    .poll(async () => {
      await page.clock.runFor(500);
      return messenger.story();
    }, { intervals: [50] })
    .toEqual(['boot visitor at /']);
});
