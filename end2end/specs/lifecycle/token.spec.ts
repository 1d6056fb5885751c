// The token call: slow, failing, refused, renewed, about somebody else.
import type { Route } from '@playwright/test';
import { ownClock } from '../../fixtures/clock.ts';
import { customer, second } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

const TOKEN = '**/api/messenger_token';

/** Questions, or answers that were given at once, wait until they are let go. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    open,
    holdQuestion: (route: Route) => opened.then(() => route.continue()).catch(() => {}),
    holdAnswer: async (route: Route) => {
      const response = await route.fetch();
      await opened;
      await route.fulfill({ response }).catch(() => {});
    },
  };
}

/** What the server says through its function when it does not know. */
const unavailable = (route: Route) => route.fulfill({ status: 503, contentType: 'application/json', body: '"Unavailable"' });

test('while the token is slow nobody is booted in the user’s place, and the shop goes on', async ({ page, shop, messenger }) => {
  await ownClock(page);
  const slow = gate();
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await page.route(TOKEN, slow.holdAnswer);
  await shop.startLogIn(customer);
  await shop.coffees();
  await shop.coffee('First Tide');
  await page.reload();
  await shop.shows('First Tide');
  await expect.poll(() => messenger.tokenRequests()).toBe(2);
  // Apart from what was sent for the visitor before the reload, nothing is sent for anybody.
  const before = messenger.story();
  expect(before.filter((line) => line.startsWith('boot'))).toEqual(['boot visitor at /login']);
  await messenger.receivesNoMore(page, before);
  await shop.coffees();
  slow.open();
  await messenger.receivesNoMore(page, [...before, 'boot customer at /coffees']);
});

test('an answer that comes after the log-out boots nobody', async ({ page, shop, messenger }) => {
  await ownClock(page);
  const slow = gate();
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await page.route(TOKEN, slow.holdAnswer);
  await shop.startLogIn(customer);
  await shop.shows('Account');
  await expect.poll(() => messenger.tokenRequests()).toBe(1);
  await shop.logOut();
  const story = ['boot visitor at /login', '→ log_in', 'shutdown', '→ log_out', 'boot visitor at /'];
  await messenger.receives(story);
  const answered = page.waitForResponse(TOKEN);
  slow.open();
  await answered;
  await messenger.receivesNoMore(page, story);
});

test('a token call that fails is made again, later each time, and then the user boots', async ({ page, shop, messenger, watch }) => {
  await ownClock(page);
  watch.expectFailure('POST /api/messenger_token 503 ×4+');
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await page.route(TOKEN, unavailable);
  await shop.startLogIn(customer);
  await shop.shows('Account');
  const requests = () => messenger.tokenRequests();
  await expect.poll(requests).toBe(1);
  // Half a second at least, then twice that, and so on: by half a wait at a time.
  for (let call = 1; call < 5; call++) {
    await expect
      .poll(async () => {
        await page.clock.runFor(500 * 2 ** (call - 1));
        return requests();
      }, { intervals: [50] })
      .toBeGreaterThan(call);
  }
  const asked = messenger.journal.filter(({ name }) => name === '/api/messenger_token').map(({ at }) => at);
  const waits = asked.slice(1).map((at, index) => at - asked[index]);
  for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
  await page.unroute(TOKEN);
  await expect
    .poll(async () => {
      await page.clock.runFor(5_000);
      return messenger.user();
    }, { intervals: [50] })
    .toBe(customer.user);
  expect(messenger.story().filter((line) => line.startsWith('boot'))).toEqual(['boot visitor at /login', 'boot customer at /account']);
});

test('a 401 shuts down, has the host look again, and the visitor boots', { tag: '@host' }, async ({ page, context, shop, messenger, watch }) => {
  await ownClock(page);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(before);
  await shop.coffees();
  before.push('update at /coffees');
  await messenger.receives(before);
  await context.clearCookies({ name: 'session' });
  watch.expectFailure('POST /api/messenger_token 401');
  await messenger.answered();
  await page.clock.fastForward('01:40:00');
  await messenger.receives([...before, 'shutdown', 'boot visitor at /coffees']);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  expect(messenger.journal.some(({ name }) => name === '/api/current_account')).toBe(true);
});

test('a session that the server rounds down ends with the visitor booted, however late the host knows', { tag: '@host' }, async ({ page, context, baseURL, shop, messenger, watch }) => {
  await ownClock(page);
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login?next=/coffees', '→ log_in', 'boot customer at /coffees'];
  await messenger.receives(before);
  await messenger.answered();
  await page.waitForLoadState('networkidle');
  // The host's answers of the session's last second, when the token call rounds it down to nothing.
  const answer = await context.request.post('/api/current_account', { headers: { Origin: baseURL ?? '' } });
  const old = { status: answer.status(), headers: answer.headers(), body: await answer.body() };
  const looks = () => messenger.journal.filter(({ name }) => name === '/api/current_account').length;
  const looked = looks();
  await page.route('**/api/current_account', (route) => route.fulfill(old));
  await page.route(TOKEN, (route) => route.fulfill({ status: 401, contentType: 'application/json', body: '"SessionOver"' }));
  watch.expectFailure('POST /api/messenger_token 401 ×2+');
  messenger.expectRefusals();
  await page.clock.fastForward('01:40:00');
  await messenger.receives([...before, 'shutdown']);
  await context.clearCookies({ name: 'session' });
  await page.unroute(TOKEN);
  const pass = (seconds: number) => async () => {
    await page.clock.runFor(seconds * 1_000);
    return looks();
  };
  await expect.poll(pass(2), { intervals: [50] }).toBeGreaterThan(looked + 2);
  await expect(shop.menu).toBeVisible();
  await messenger.receives([...before, 'shutdown']);
  await page.unroute('**/api/current_account');
  const stale = looks();
  await expect.poll(pass(10), { intervals: [50] }).toBeGreaterThan(stale);
  await messenger.receives([...before, 'shutdown', 'boot visitor at /coffees']);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});

test('a 403 is not asked again, boots nobody, and the shop goes on', async ({ page, shop, messenger, watch }) => {
  await ownClock(page);
  watch.expectFailure('POST /api/messenger_token 403');
  watch.expectWarning(/the server refuses this page a token/);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await page.route(TOKEN, (route) => route.fulfill({ status: 403, contentType: 'application/json', body: '"Refused"' }));
  await shop.startLogIn(customer);
  await shop.shows('Account');
  await expect.poll(() => messenger.tokenRequests()).toBe(1);
  await shop.coffees();
  await messenger.answered();
  await page.clock.fastForward('00:30:00');
  expect(messenger.tokenRequests()).toBe(1);
  expect(messenger.story().filter((line) => line.startsWith('boot'))).toEqual(['boot visitor at /login']);
});

test('a 403 at the renewal has the host look again and again, and the person stays', { tag: '@host' }, async ({ page, shop, messenger, watch }) => {
  await ownClock(page);
  watch.expectFailure('POST /api/messenger_token 403');
  watch.expectWarning(/the server refuses this page a token/);
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login?next=/coffees', '→ log_in', 'boot customer at /coffees'];
  await messenger.receives(before);
  await messenger.answered();
  await page.waitForLoadState('networkidle');
  await page.route(TOKEN, (route) => route.fulfill({ status: 403, contentType: 'application/json', body: '"Refused"' }));
  const looks = () => messenger.journal.filter(({ name }) => name === '/api/current_account').length;
  const looked = looks();
  await page.clock.fastForward('01:40:00');
  await messenger.until(looks).toBe(looked + 1);
  await messenger.receivesNoMore(page, before);
  await expect
    .poll(async () => {
      await page.clock.runFor(2_000);
      return looks();
    }, { intervals: [50] })
    .toBeGreaterThan(looked + 1);
  await messenger.receivesNoMore(page, before);
  expect(messenger.tokenRequests()).toBe(2);
});

test('at four fifths of its life the token is renewed and handed over by a boot', async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login?next=/coffees', '→ log_in', 'boot customer at /coffees'];
  await messenger.receives(before);
  await messenger.answered();
  await page.clock.fastForward('01:29:00');
  await messenger.receivesNoMore(page, before);
  expect(messenger.tokenRequests()).toBe(1);
  await page.clock.fastForward('00:07:00');
  await messenger.receivesNoMore(page, [...before, 'boot customer at /coffees']);
  expect(messenger.tokenRequests()).toBe(2);
});

test('a token that dies unrenewed shuts down, and a fresh one boots the same person again', async ({ page, shop, messenger, watch }) => {
  await ownClock(page);
  // A page that wakes after its token's death may ask once before it shuts down.
  watch.expectFailure('POST /api/messenger_token 503 ×0+');
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login?next=/coffees', '→ log_in', 'boot customer at /coffees'];
  await messenger.receives(before);
  await page.route(TOKEN, unavailable);
  await messenger.answered();
  // The computer sleeps for longer than the token lives.
  await page.clock.fastForward('02:10:00');
  await messenger.receives([...before, 'shutdown']);
  // A token that came before the jump would have its boot wait for an answer over the jump.
  const slow = gate();
  await page.route(TOKEN, slow.holdQuestion);
  await page.clock.fastForward('00:02:00');
  slow.open();
  await messenger.receives([...before, 'shutdown', 'boot customer at /coffees']);
});

test('a token of another session boots nobody: the host looks again first', { tag: '@host' }, async ({ page, context, people, shop, messenger }) => {
  await ownClock(page);
  const slow = gate();
  await shop.open('/login?next=/coffees');
  await messenger.receives(['boot visitor at /login?next=/coffees']);
  await page.route(TOKEN, slow.holdQuestion);
  await shop.startLogIn(customer);
  await shop.shows('Coffees');
  await expect.poll(() => messenger.tokenRequests()).toBe(1);
  const reply = await context.request.post('/api/log_in', { headers: { Origin: new URL(page.url()).origin }, form: { ...(await people.as(second)) } });
  expect(reply.ok()).toBe(true);
  slow.open();
  await messenger.until(() => messenger.user()).toBe(second.user);
  expect(messenger.pings().some(({ user }) => user === customer.user)).toBe(false);
  // The page knows by then whom it shows.
  const looked = messenger.journal.findIndex(({ name }) => name === '/api/current_account');
  const booted = messenger.journal.findIndex(({ name, argument }) => name === 'boot' && JSON.stringify(argument).includes('intercom_user_jwt'));
  expect(looked).toBeGreaterThan(-1);
  expect(booted).toBeGreaterThan(looked);
  await expect(page.getByRole('button', { name: `Account menu of ${messenger.pings().at(-1)?.claims?.name}` })).toBeVisible();
});

test('a change of name while the old token is on its way is reported with the new one', { tag: '@host' }, async ({ page, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  const slow = gate();
  await page.route(TOKEN, slow.holdAnswer);
  const [once, twice] = [`Marit ${Date.now()}`, `Marit ${Date.now() + 1}`];
  for (const name of [once, twice]) {
    const saved = page.waitForResponse('**/api/save_profile');
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    await saved;
    await expect(page.getByRole('button', { name: `Account menu of ${name}` })).toBeVisible();
  }
  slow.open();
  await messenger.receivesNoMore(page, ['boot visitor at /login', '→ log_in', 'boot customer at /account', 'update customer at /account']);
  expect(messenger.pings().at(-1)?.claims).toMatchObject({ name: twice });
});
