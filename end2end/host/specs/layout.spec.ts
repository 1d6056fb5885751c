// What only the layout host can show: forms that log out, a Resource that says who is here, a layout that comes and
// goes, a lazy page titled by its data, and a policy of its own.
import type { APIRequestContext, BrowserContext, Page, Request, Response } from '@playwright/test';
import { drawn } from '../../clean.ts';
import type { Messenger } from '../../fixtures/messenger.ts';
import { ownClock } from '../../fixtures/clock.ts';
import { customer } from '../../fixtures/people.ts';
import { Shop } from '../../fixtures/shop.ts';
import { expect, test } from '../../fixtures/test.ts';

/** Has a server function of this context's requests fail, until `works` is called. */
const fail = (context: BrowserContext, baseURL: string | undefined, name: string) =>
  context.addCookies([{ name: 'fail', value: name, url: baseURL }]);
const works = (context: BrowserContext) => context.clearCookies({ name: 'fail' });

/** How many scripts of the widget are in the document. */
const scripts = (page: Page) => page.locator('script[src*="/widget/"]').count();

/** What the hosted widget draws, under the name by which a page's own CSS may know it. */
async function drawWidget(page: Page) {
  await page.evaluate(() => {
    const container = document.body.appendChild(document.createElement('div'));
    container.id = 'intercom-container';
    container.textContent = 'Chat with us';
  });
  return page.locator('#intercom-container');
}

const wake = (page: Page) => page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

/** A visitor opens the log-in page, and logs in when the page is reported. Returns the story until the next page is. */
async function openAndLogIn(shop: Shop, messenger: Messenger, next: string): Promise<string[]> {
  const from = `/login?next=${next}`;
  await shop.open(from);
  await messenger.receives([`boot visitor at ${from}`]);
  await shop.logIn(customer);
  const story = [`boot visitor at ${from}`, '→ log_in', `boot ${customer.user} at ${next}`];
  await messenger.receives(story);
  return story;
}

// The layout host sends the older hash too.
test.beforeEach(({ messenger }) => messenger.expectHashes());

const asked = (messenger: Messenger, path: string) => messenger.journal.filter(({ name }) => name === path).length;

test('a log-out by ActionForm shuts down before its request leaves, each time', async ({ page, shop, messenger }) => {
  await shop.open('/login');
  const story = ['boot visitor at /login'];
  await messenger.receives(story);
  for (let time = 0; time < 3; time++) {
    await shop.logIn(customer);
    await messenger.receives((story.push('→ log_in', 'boot customer at /account'), story));
    await shop.logOut();
    await messenger.receives((story.push('shutdown', '→ log_out', 'boot visitor at /'), story));
    await shop.goToLogIn();
    await messenger.receives((story.push('update at /login'), story));
  }
  const leaving = messenger.journal.filter(({ name }) => name === '/api/log_out');
  expect(leaving.length).toBe(3);
  for (const { cookies } of leaving) expect(cookies).not.toMatch(/intercom-(session|id)/);
});

test('the page that follows a log-in is reported when the host knows of it, as the person’s', async ({ page, shop, messenger }) => {
  await shop.open('/login?next=/coffees');
  const story = ['boot visitor at /login?next=/coffees'];
  await messenger.receives(story);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/current_account', (route) => released.then(() => route.continue()));
  await shop.sendLogIn(customer);
  await shop.shows('Coffees');
  // Far longer than a page in place has to be quiet.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  await messenger.receives([...story, '→ log_in']);
  release();
  await messenger.receives([...story, '→ log_in', 'boot customer at /coffees']);
  expect(messenger.pings().map(({ url }) => url)).toEqual(['/login?next=/coffees', '/coffees']);
});

test('a log-out that the server fails boots the user again, and the next one goes through', async ({ page, context, baseURL, shop, messenger, watch }) => {
  const story = await openAndLogIn(shop, messenger, '/account');
  watch.expectFailure('POST /api/log_out 500 ×3');
  await fail(context, baseURL, 'log_out');
  for (let time = 0; time < 3; time++) {
    await shop.openMenu();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await messenger.receives((story.push('shutdown', '→ log_out', 'boot customer at /account'), story));
    await expect(page.getByRole('alert')).toContainText('still logged in');
  }
  await works(context);
  await shop.logOut();
  await messenger.receives([...story, 'shutdown', '→ log_out', 'boot visitor at /']);
});

test('a log-out by a route of axum expires the widget’s cookies, and the next page is a visitor’s', async ({ page, context, shop, messenger }) => {
  const story = await openAndLogIn(shop, messenger, '/account');
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeTruthy();
  // The page that follows is held, to see what the reply alone has done.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/', (route) => held.then(() => route.continue()));
  const reply = page.waitForResponse('**/leave');
  await link(page, 'Leave by a link');
  const lines = (await (await reply).headersArray()).filter(({ name }) => name.toLowerCase() === 'set-cookie').map(({ value }) => value);
  for (const cookie of ['intercom-session', 'intercom-id']) {
    expect(lines.join('\n')).toMatch(new RegExp(`^${cookie}-${messenger.appId}=; Path=/; Max-Age=0`, 'm'));
  }
  expect(Object.keys(await messenger.cookies(context))).toEqual(['intercom-device-id']);
  release();
  await shop.shows('Coffee that keeps harbour hours');
  await messenger.receives([...story, 'shutdown', 'boot visitor at /']);
});

test('a user endpoint that fails while a user is here shuts nobody down and boots no visitor', async ({ page, context, baseURL, shop, messenger, watch }) => {
  const story = await openAndLogIn(shop, messenger, '/coffees');
  // The page asks again after two seconds, and at each page.
  watch.expectFailure('POST /api/current_account 500 ×1+');
  watch.expectWarning(/still Session::Unknown/);
  await fail(context, baseURL, 'current_account');
  const before = asked(messenger, '/api/current_account');
  await wake(page);
  await expect(page.getByRole('banner')).toContainText('We cannot tell who you are');
  expect(asked(messenger, '/api/current_account')).toBeGreaterThan(before);
  await shop.coffee('First Tide');
  await messenger.receives(story);
  await works(context);
  await wake(page);
  await expect(shop.menu).toBeVisible();
  await messenger.receives([...story, 'update at /coffees/first-tide']);
});

test('a user endpoint that fails while the page is rendered boots nobody, and the user once it answers', async ({ page, context, baseURL, shop, messenger, watch }) => {
  const story = await openAndLogIn(shop, messenger, '/coffees');
  watch.expectFailure('POST /api/current_account 500 ×0+');
  watch.expectWarning(/still Session::Unknown/);
  await fail(context, baseURL, 'current_account');
  await page.reload();
  await expect(page.getByRole('banner')).toContainText('We cannot tell who you are');
  await shop.coffee('First Tide');
  await messenger.receives(story);
  await works(context);
  // Once: while the host checks again, the page counts as moving, and a boot from the queue would be reported twice.
  await wake(page);
  await expect(shop.menu).toBeVisible();
  await messenger.receives([...story, 'boot customer at /coffees/first-tide']);
});

test('a visitor’s Messenger that is taken out and mounted again keeps its session, hidden meanwhile, with one script', async ({ page, context, shop, messenger }) => {
  await shop.open('/');
  const story = ['boot visitor at /'];
  await messenger.receives(story);
  const visitor = async () => (await messenger.cookies(context))['intercom-id'];
  const before = await visitor();
  const widget = await drawWidget(page);
  await expect(widget).toBeVisible();
  for (let time = 0; time < 3; time++) {
    await link(page, 'Imprint');
    await shop.shows('Imprint');
    await expect(widget).toBeHidden();
    expect(await scripts(page)).toBe(1);
    await link(page, 'Home');
    await shop.shows('Coffee that keeps harbour hours');
    await messenger.receives(story);
    await expect(widget).toBeVisible();
    expect(await scripts(page)).toBe(1);
  }
  await shop.coffees();
  await messenger.receives([...story, 'update at /coffees']);
  expect(await visitor()).toBe(before);
});

test('a user’s Messenger that is taken out is shut down, and boots when it is mounted again, with one script', async ({ page, context, shop, messenger }) => {
  const story = await openAndLogIn(shop, messenger, '/coffees');
  for (let time = 0; time < 3; time++) {
    await link(page, 'Imprint');
    await shop.shows('Imprint');
    await messenger.receives((story.push('shutdown'), story));
    expect((await messenger.cookies(context))['intercom-session']).toBeUndefined();
    expect(await scripts(page)).toBe(1);
    await link(page, 'Home');
    await messenger.receives((story.push('boot customer at /'), story));
    expect(await scripts(page)).toBe(1);
  }
});

test('a Messenger that is taken out before its script comes is mounted again with the same script', async ({ page, shop, messenger }) => {
  messenger.script('late');
  const requested = page.waitForRequest(/\/widget\//);
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await requested;
  await link(page, 'Imprint');
  await shop.shows('Imprint');
  await link(page, 'Home');
  await shop.shows('Coffee that keeps harbour hours');
  expect(await scripts(page)).toBe(1);
  messenger.release();
  await expect.poll(() => messenger.story()[0]).toBe('boot visitor at /');
  // If the page was still moving when the script came, the page in place is reported once more.
  expect(messenger.story().slice(1).filter((entry) => entry !== 'update at /')).toEqual([]);
});

test('a first page without the Messenger loads nothing of it, and the first page with it boots', async ({ page, shop, messenger }) => {
  const requests: string[] = [];
  page.on('request', (request) => void requests.push(request.url()));
  await page.goto('/imprint');
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => url.includes('intercom'))).toEqual([]);
  await link(page, 'Home');
  await shop.shows('Coffee that keeps harbour hours');
  await messenger.receives(['boot visitor at /']);
  await shop.coffees();
  await messenger.receives(['boot visitor at /', 'update at /coffees']);
  expect(await scripts(page)).toBe(1);
});

test('a user whose first page is without the Messenger boots on the first page with it', async ({ page, context, shop, messenger }) => {
  const story = await openAndLogIn(shop, messenger, '/account');
  await page.goto('/imprint');
  await page.waitForLoadState('networkidle');
  await messenger.receives(story);
  await link(page, 'Home');
  await messenger.receives([...story, 'boot customer at /']);
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeTruthy();
});

test('a tab outside the layout while another one logs out comes back as a visitor’s', async ({ page, context, people, shop, messenger, watch }) => {
  // It may ask for a token before it hears who is logged in.
  watch.expectFailure('POST /api/messenger_token 401 ×0+');
  await openAndLogIn(shop, messenger, '/coffees');
  const other = new Shop(await context.newPage(), people, messenger);
  await other.open('/coffees');
  const story = ['boot customer at /coffees'];
  await messenger.receives(story, other.page);
  await link(other.page, 'Imprint');
  await other.shows('Imprint');
  await messenger.receives((story.push('shutdown'), story), other.page);
  await shop.logOut();
  await expect.poll(() => messenger.story(page).at(-1)).toBe('boot visitor at /');
  await link(other.page, 'Home');
  await expect.poll(() => messenger.story(other.page).at(-1)).toBe('boot visitor at /');
  expect(messenger.story(other.page)).toEqual(expect.arrayContaining(story));
  expect(messenger.story(other.page).filter((line) => line.startsWith('boot customer'))).toEqual(['boot customer at /coffees']);
  await expect(other.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});

test('a lazy page of its own load wakes up, boots, and goes on', async ({ page, shop, messenger }) => {
  await page.goto('/brewing');
  await messenger.receives(['boot visitor at /brewing']);
  await shop.goToLogIn();
  await messenger.receives(['boot visitor at /brewing', 'update at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /brewing', 'update at /login', '→ log_in', 'boot customer at /account']);
});

test('a log-out by a plain form, without a script, is made up for by the next page with scripts: shutdown first', async ({ browser, page, context, baseURL, shop, messenger }) => {
  const story = await openAndLogIn(shop, messenger, '/account');
  await expect.poll(async () => (await messenger.cookies(context))['intercom-session']).toBeTruthy();
  await page.goto('about:blank');

  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL, storageState: await context.storageState() });
  const still = await plain.newPage();
  await still.goto('/account');
  await still.locator('summary').click();
  await still.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(still).toHaveURL('/');
  const left = (await plain.cookies()).map(({ name }) => name);
  expect(left.filter((name) => /^(session|intercom-session|intercom-id)/.test(name))).toEqual([]);
  await context.clearCookies();
  await context.addCookies(await plain.cookies());
  await plain.close();

  await page.goto('/coffees');
  await messenger.receives([...story, 'shutdown', 'boot visitor at /coffees']);
});

/** Seconds that a token of this session lives; none for nobody. */
async function lifeOfToken(request: APIRequestContext, Origin = ''): Promise<number | undefined> {
  const reply = await request.post('/api/messenger_token', { headers: { Origin } });
  expect([200, 401]).toContain(reply.status());
  return reply.ok() ? (await reply.json()).expires_in : undefined;
}

test('a token lives as long as its session; asking for one prolongs nothing, and use does', async ({ request, people, baseURL }) => {
  await request.post('/api/log_in', { headers: { Origin: baseURL ?? '' }, form: { ...(await people.as(customer)) } });
  const life = () => lifeOfToken(request, baseURL);
  const about = (minutes: number) => ({ from: minutes * 60 - 30, to: minutes * 60 });
  const expectLife = async ({ from, to }: { from: number; to: number }) => {
    const seconds = await life();
    expect(seconds).toBeGreaterThan(from);
    expect(seconds).toBeLessThanOrEqual(to);
  };
  await expectLife(about(30));
  expect((await request.get('/age/600')).ok()).toBe(true);
  for (let time = 0; time < 3; time++) await expectLife(about(20));
  await request.get('/api/coffee?slug=first-tide');
  await expectLife(about(30));
  await request.get('/age/1800');
  expect(await life()).toBeUndefined();
});

test('a token dies no earlier than its session: what is left is rounded up', async ({ request, people, baseURL }) => {
  const form = { ...(await people.as(customer)) };
  const before = Date.now();
  await request.post('/api/log_in', { headers: { Origin: baseURL ?? '' }, form });
  const life = await lifeOfToken(request, baseURL);
  // The session began after `before`, and the server answered by now.
  expect(life).toBeGreaterThanOrEqual(30 * 60 - (Date.now() - before) / 1_000);
  expect(life).toBeLessThanOrEqual(30 * 60);
});

test('a user who goes on using the app outlives their tokens, and is shut down when they stop', async ({ page, context, shop, messenger, watch }) => {
  await ownClock(page);
  /** Seconds that the page's token still lives; unknown while it asks for one. */
  let life: number | undefined;
  const isForToken = (of: Request | Response) => of.url().endsWith('/api/messenger_token');
  page.on('request', (request) => void (isForToken(request) && (life = undefined)));
  page.on('response', async (answer) => void (isForToken(answer) && (life = answer.ok() ? (await answer.json()).expires_in : 0)));
  await shop.open('/login?next=/coffees');
  await shop.logIn(customer);
  await expect.poll(() => messenger.user()).toBe(customer.user);
  /** For the session and in the page, in steps that pass no renewal and the token's end at once. */
  const pass = async (minutes: number) => {
    for (let [passed, step] = [0, 0]; passed < minutes * 60; passed += step) {
      await expect.poll(() => life, { intervals: [5] }).toBeDefined();
      step = Math.max(15, Math.floor(life! / 5));
      life! -= step;
      await context.request.get(`/age/${step}`);
      await page.clock.fastForward(step * 1_000);
      // What the page asks for by then, it has asked for.
      await drawn(page);
    }
  };
  for (const name of ['First Tide', 'Herring Gull', 'Deep Fathom', 'First Tide']) {
    await pass(28);
    await shop.coffee(name);
  }
  expect(messenger.story()).not.toContain('shutdown');
  // The page may hear of the end from the account's endpoint first: then it asks for no token.
  watch.expectFailure('POST /api/messenger_token 401 ×0+');
  await pass(31);
  await expect.poll(() => messenger.story().slice(-2)).toEqual(['shutdown', 'boot visitor at /coffees/first-tide']);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});

test('the page’s own policy keeps what it says and lets the widget in', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const sources = new Map(policy.split(';').map((directive) => directive.trim().split(/\s+/)).map(([name, ...values]) => [name, values]));
  expect(sources.get('default-src')).toEqual(["'self'"]);
  expect(sources.get('script-src')).toEqual(expect.arrayContaining(["'strict-dynamic'", "'wasm-unsafe-eval'", expect.stringMatching(/^'nonce-.+'$/), 'https://widget.intercom.io']));
  // Absent in the app's own: it begins with what default-src allowed.
  expect(sources.get('connect-src')).toEqual(expect.arrayContaining(["'self'", 'https://api-iam.eu.intercom.io']));
  // A source of the widget's takes the place of 'none' nowhere but where it is added.
  expect(sources.get('base-uri')).toEqual(["'none'"]);
  expect(sources.get('object-src')).toEqual(["'none'"]);
  // Absent, with no fallback: anything is allowed, and stays so.
  expect(sources.has('form-action')).toBe(false);
});
