// One browser, one person after the other.
import type { BrowserContext, Page } from '@playwright/test';
import { ownClock } from '../../fixtures/clock.ts';
import { homeLogInLeadsTo, isHost } from '../../fixtures/messenger.ts';
import { customer, second } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

/** Everything that scripts of the page can find in it and its storage. */
async function leftInBrowser(page: Page, context: BrowserContext): Promise<string> {
  const inPage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.intercomSettings, document.cookie, history.state]));
  const cookies = (await context.cookies()).filter(({ httpOnly }) => !httpOnly).map(({ name, value }) => `${name}=${value}`);
  return [inPage, ...cookies].join('\n');
}

test('a visitor browses, logs in, changes their name, logs out, and the next person finds nothing of theirs', { tag: '@host' }, async ({ page, context, people, shop, messenger }, { project }) => {
  const [logIn, back] = [isHost(project.name) ? '/login' : '/login?next=%2F', homeLogInLeadsTo(project.name)];
  const story: string[] = [];
  const next = async (...lines: string[]) => messenger.receives((story.push(...lines), story));

  await page.goto('/');
  await next('boot visitor at /');
  // The embedded workspace sets it with its answer.
  await expect.poll(async () => Object.keys(await messenger.cookies(context))).toContain('intercom-id');
  await shop.coffees();
  await next('update at /coffees');
  await shop.home();
  await next('update at /');
  await shop.goToLogIn();
  await next(`update at ${logIn}`);
  await shop.logIn(customer);
  // The conversation comes along: no shutdown between visitor and user.
  await next('→ log_in', `boot customer at ${back}`);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeTruthy();

  await shop.coffees();
  await next('update at /coffees');
  await shop.account();
  await next('update at /account');
  const marit = `Marit ${Date.now()}`;
  await page.getByLabel('Name').fill(marit);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await next('update customer at /account');
  const { email } = await people.as(customer);
  const { claims } = messenger.pings().at(-1)!;
  expect(claims).toMatchObject({ name: marit, email });
  const key = await messenger.marker(page);
  expect(key).toBeTruthy();

  await shop.logOut();
  await shop.shows('Coffee that keeps harbour hours');
  await next('shutdown', '→ log_out', 'boot visitor at /');
  expect(await leftInBrowser(page, context)).not.toContain(key);

  const first = messenger.journal.length;
  await shop.goToLogIn();
  await next(`update at ${logIn}`);
  await shop.logIn(second);
  await next('→ log_in', `boot second at ${back}`);
  await shop.coffees();
  await next('update at /coffees');
  const theirs = JSON.stringify(messenger.journal.slice(first)) + (await leftInBrowser(page, context));
  for (const trace of [claims!.user_id as string, email, marit, key as string]) expect(theirs).not.toContain(trace);
});

test('a reload at any step goes on with the same person and shuts nobody down', async ({ page, shop, messenger }) => {
  const story: string[] = [];
  const next = async (...lines: string[]) => messenger.receives((story.push(...lines), story));

  await page.goto('/');
  await next('boot visitor at /');
  await page.reload();
  await next('boot visitor at /');
  await shop.coffee('First Tide');
  await next('update at /coffees/first-tide');
  await page.reload();
  await next('boot visitor at /coffees/first-tide');
  await shop.open('/login?next=/account');
  await next('boot visitor at /login?next=/account');
  await shop.logIn(customer);
  await next('→ log_in', 'boot customer at /account');
  await page.reload();
  await next('boot customer at /account');
  await page.getByLabel('Name').fill(`Marit ${Date.now()}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await next('update customer at /account');
  await page.reload();
  await next('boot customer at /account');
  await shop.logOut();
  await next('shutdown', '→ log_out', 'boot visitor at /');
  await page.reload();
  await next('boot visitor at /');
  await shop.open('/login');
  await next('boot visitor at /login');
  await shop.logIn(second);
  await next('→ log_in', 'boot second at /account');
  await page.reload();
  await next('boot second at /account');
});

test('at log-out the widget is shut down and its cookies are gone before the request leaves', async ({ page, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await shop.logOut();
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account', 'shutdown', '→ log_out', 'boot visitor at /']);
  const leaving = messenger.journal.find(({ name }) => name === '/api/log_out');
  expect(leaving?.cookies).not.toContain('intercom-session');
  expect(leaving?.cookies).not.toContain('intercom-id');
});

test('the log-out reply expires the widget’s session and visitor cookies by itself', async ({ page, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await expect.poll(() => messenger.user()).toBe(customer.user);
  const reply = page.waitForResponse('**/api/log_out');
  await shop.logOut();
  const lines = (await (await reply).headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value);
  for (const cookie of ['intercom-session', 'intercom-id']) {
    expect(lines.join('\n')).toMatch(new RegExp(`^${cookie}-${messenger.appId}=; Path=/; Max-Age=0`, 'm'));
  }
});

test('the next person gets a listener for unread messages of their own', async ({ page, shop, messenger }) => {
  const listeners = () => messenger.calls().filter(({ method }) => method === 'onUnreadCountChange').length;
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await expect.poll(listeners).toBe(1);
  await shop.logIn(customer);
  const story = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(story);
  expect(listeners()).toBe(1);
  await shop.logOut();
  await messenger.receives([...story, 'shutdown', '→ log_out', 'boot visitor at /']);
  await expect.poll(listeners).toBe(2);
});

test('a log-out that fails leaves the person logged in, says so, and brings their Messenger back', { tag: '@host' }, async ({ page, shop, messenger, watch }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  const before = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
  await messenger.receives(before);
  watch.expectFailure('POST /api/log_out network');
  await page.route('**/api/log_out', (route) => route.abort());
  await shop.openMenu();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('still logged in');
  await messenger.receives([...before, 'shutdown', '→ log_out', 'boot customer at /account']);
  expect(messenger.tokenRequests()).toBe(2);
  // A second try goes through.
  await page.unroute('**/api/log_out');
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await messenger.receives([...before, 'shutdown', '→ log_out', 'boot customer at /account', 'shutdown', '→ log_out', 'boot visitor at /']);
});

test('a session that ended while no page was open is shut down at the next load, before anything else', { tag: '@host' }, async ({ page, context, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  const key = (await messenger.marker(page)) ?? '';
  await page.goto('about:blank');
  await context.clearCookies({ name: 'session' });
  messenger.journal.length = 0;
  await page.goto('/coffees');
  await messenger.receives(['shutdown', 'boot visitor at /coffees']);
  await expect.poll(() => messenger.marker(page)).toBeNull();
  expect(await leftInBrowser(page, context)).not.toContain(key);
  // Once is enough: from here on the visitor is a returning one.
  await page.reload();
  await messenger.receives(['shutdown', 'boot visitor at /coffees', 'boot visitor at /coffees']);
});

test('another person’s session found at load is shut down before the new person boots', async ({ page, context, people, shop, messenger }) => {
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await page.goto('about:blank');
  const origin = new URL(test.info().project.use.baseURL ?? '').origin;
  const reply = await context.request.post('/api/log_in', { headers: { Origin: origin }, form: { ...(await people.as(second)) } });
  expect(reply.ok()).toBe(true);
  messenger.journal.length = 0;
  await page.goto('/coffees');
  await messenger.receives(['shutdown', 'boot second at /coffees']);
});

test('a returning visitor is not shut down and keeps their visitor cookie', async ({ page, context, messenger }) => {
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-id']).toBeTruthy();
  const { 'intercom-id': visitor } = await messenger.cookies(context);
  await page.goto('about:blank');
  await page.goto('/coffees');
  await messenger.receives(['boot visitor at /', 'boot visitor at /coffees']);
  expect((await messenger.cookies(context))['intercom-id']).toBe(visitor);
});

test('a log-in elsewhere in this browser is noticed at the next token: the former person is shut down first', async ({ page, context, people, shop, messenger }) => {
  await ownClock(page);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  const origin = new URL(page.url()).origin;
  await context.request.post('/api/log_in', { headers: { Origin: origin }, form: { ...(await people.as(second)) } });
  await messenger.answered();
  // To the renewal.
  await page.clock.fastForward('01:40:00');
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account', 'shutdown', 'boot second at /account']);
});
