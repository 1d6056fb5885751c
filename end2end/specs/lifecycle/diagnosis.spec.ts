// What goes wrong in the field, said once in the console of a developer, with cause and fix.
import { ownClock } from '../../fixtures/clock.ts';
import { inProduction, said } from '../../fixtures/console.ts';
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test('a blocked script is said once, and what to offer instead', async ({ page, shop, messenger, watch }) => {
  const lines = said(page);
  messenger.script('blocked');
  await page.goto('/coffees');
  await expect.poll(() => lines).toEqual([expect.stringMatching(/could not be fetched.*<ContactFallback\/>/)]);
  await shop.coffee('First Tide');
  expect(lines.length).toBe(1);
});

test('a policy that refuses the script is distinguished from an extension that blocks it', async ({ page, messenger, watch }) => {
  test.skip(messenger.mode === 'embedded', 'the embedded widget comes from the page’s own origin');
  await page.route('**/coffees', async (route) => {
    const response = await route.fetch();
    const own = response.headers()['content-security-policy']; // a host may have none
    const policy = [own, "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"].filter(Boolean).join(', ');
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto('/coffees');
  const complaints: string[] = [];
  await expect.poll(() => (complaints.push(...watch.take()), complaints.sort())).toEqual([
    expect.stringMatching(/^console error: .* violates the following Content Security Policy/),
    expect.stringMatching(/^console warning: messenger: the widget's script could not be fetched/),
    expect.stringMatching(/Content-Security-Policy refused the widget: pass it through merge_policy/),
    expect.stringMatching(/^policy: script-src-elem refused https:\/\/widget\.intercom\.io/),
  ]);
});

test('a second Messenger on the page is said', async ({ page, messenger, watch }) => {
  test.skip(messenger.mode === 'embedded', 'the same code; only the hosted script is known before it is asked for');
  watch.expectWarning(/another snippet/);
  const lines = said(page);
  await page.addInitScript(() => {
    window.Intercom = (name, ...rest) => void window.__write('call', name, rest[0]);
  });
  await page.goto('/coffees');
  await expect.poll(() => lines).toEqual([expect.stringMatching(/another snippet on this page loads a Messenger too/)]);
  await messenger.receives(['boot visitor at /coffees']);
});

test('a script that does not come is said after ten seconds, once', async ({ page, messenger }) => {
  const lines = said(page);
  await ownClock(page);
  messenger.script('never');
  await messenger.asks(page, '/coffees');
  await page.clock.runFor(10_500);
  await expect.poll(() => lines).toEqual([expect.stringMatching(/the widget's script has not come for ten seconds/)]);
  await page.clock.runFor(60_000);
  expect(lines.length).toBe(1);
});

test('a widget on which no ping succeeds is said after a while, once', async ({ page, messenger }) => {
  const lines = said(page);
  await ownClock(page);
  messenger.instead(() => {
    window.__write('script', 'arrived');
    window.Intercom = () => {};
  });
  await page.goto('/coffees');
  await messenger.until(() => messenger.journal.some(({ kind }) => kind === 'script')).toBe(true);
  await page.clock.runFor(18_000);
  expect(lines).toEqual([]);
  await page.clock.runFor(60_000);
  await expect.poll(() => lines).toEqual([expect.stringMatching(/compare app id, region and identity secret/)]);
});

for (const [failure, status, words] of [
  ['NoHost', 500, /layer\(messenger::server::layer\(host\)\) is missing/],
  ['NoUserId', 500, /answered without a user_id/],
  ['Refused', 403, /did not come from its own origin/],
] as const) {
  test(`a token that the server will never give (${failure}) is said once and not asked for again`, async ({ page, shop, messenger, watch }) => {
    watch.expectWarning(words);
    watch.expectFailure(`POST /api/messenger_token ${status}`);
    const lines = said(page);
    await ownClock(page);
    await page.route('**/api/messenger_token', (route) => route.fulfill({ status, contentType: 'application/json', body: `"${failure}"` }));
    await shop.open('/login');
    await shop.startLogIn(customer);
    await shop.shows('Account');
    await expect.poll(() => lines).toEqual([expect.stringMatching(words)]);
    // A ping that is still to be answered would be said after twenty seconds.
    await messenger.answered();
    await page.clock.runFor(120_000);
    expect(lines.length).toBe(1);
    expect(messenger.tokenRequests()).toBe(1);
  });
}

test('in production a mistake in the code is said, and a blocked script is not', async ({ page, shop, messenger, watch }) => {
  watch.expectWarning(/answered without a user_id/);
  watch.expectFailure('POST /api/messenger_token 500');
  const lines = said(page);
  messenger.script('blocked');
  await inProduction(page, '**/login');
  await page.route('**/api/messenger_token', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '"NoUserId"' }));
  const blocked = page.waitForEvent('requestfailed', (request) => request.url().includes('/widget/'));
  await shop.open('/login');
  await blocked;
  await shop.startLogIn(customer);
  await shop.shows('Account');
  await expect.poll(() => lines).toEqual([expect.stringMatching(/answered without a user_id/)]);
});
