// What an app may add: consent, a launcher of its own that is the façade, a way out where the widget is blocked, addresses
// that it keeps to itself, and the older proof of identity beside the token.
import type { Page } from '@playwright/test';
import { drawn } from '../../clean.ts';
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

const launcher = (page: Page) => page.getByRole('button', { name: 'Open the chat' });
const consent = (page: Page) => page.getByRole('button', { name: 'Allow the chat, or not' });
const state = (page: Page) => page.locator('.state');

/** Until the page has woken up. */
async function open(page: Page, path: string) {
  await page.goto(path);
  await expect(state(page)).not.toBeEmpty();
}

test.beforeEach(({ messenger }) => messenger.expectHashes());

test('nothing of the widget is loaded before the launcher is clicked, which loads and opens it', async ({ page, messenger }) => {
  const requests: string[] = [];
  page.on('request', (request) => void requests.push(request.url()));
  await open(page, '/');
  await page.waitForLoadState('networkidle');
  await expect(state(page)).toHaveText('Idle');
  expect(requests.filter((url) => url.includes('intercom'))).toEqual([]);
  expect(await page.evaluate(() => window.Intercom)).toBeUndefined();
  await launcher(page).click();
  await messenger.receives(['boot visitor at /']);
  await expect.poll(() => messenger.calls().map(({ method }) => method)).toContain('show');
  await expect(state(page)).toHaveText('Live(Visitor)');
});

test('the first interaction anywhere loads it, and each page after that is reported', async ({ page, messenger, shop }) => {
  await open(page, '/');
  await page.keyboard.press('Shift');
  await messenger.receives(['boot visitor at /']);
  const story = ['boot visitor at /'];
  const next = async (url: string) => messenger.receives((story.push(`update at ${url}`), story));
  await shop.coffees();
  await next('/coffees');
  await page.getByRole('link', { name: 'Light' }).click();
  await next('/coffees?roast=light');
  await shop.coffee('First Tide');
  await next('/coffees/first-tide');
  await page.goBack();
  await shop.shows('Coffees');
  await next('/coffees?roast=light');
  await page.evaluate(() => void (location.hash = 'list'));
  await next('/coffees?roast=light#list');
});

test('a widget that is to load at once waits for nothing that the page still loads', async ({ page, messenger }) => {
  let held = false;
  await page.route('**/held.png', () => void (held = true));
  await page.addInitScript(() => void (new Image().src = '/held.png'));
  await page.goto('/?at-once', { waitUntil: 'commit' });
  await messenger.receives(['boot visitor at /?at-once']);
  expect([held, await page.evaluate(() => document.readyState)]).toEqual([true, 'interactive']);
});

test('a boot carries the token and the older hash of the same person', async ({ page, messenger, shop }) => {
  await open(page, '/login');
  await shop.logIn(customer);
  await shop.shows('Account');
  await expect.poll(() => messenger.user()).toBe(customer.user);
  const { settings, claims } = messenger.pings().findLast(({ user }) => user)!;
  expect(settings).toMatchObject({ user_id: claims?.user_id, user_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await shop.logOut();
  await expect.poll(() => messenger.story().slice(-3)).toEqual(['shutdown', '→ log_out', 'boot visitor at /']);
});

test('without consent nothing is loaded; withdrawn, the widget is shut down and its cookies go', async ({ page, context, messenger }) => {
  await open(page, '/');
  // The very first click says no.
  await consent(page).focus();
  await page.evaluate(() => (document.activeElement as HTMLElement).click());
  await expect(state(page)).toHaveText('AwaitingConsent');
  await page.keyboard.press('Shift');
  await drawn(page);
  await expect(launcher(page)).toBeHidden();
  expect(await page.evaluate(() => window.Intercom)).toBeUndefined();
  await consent(page).click();
  await messenger.receives(['boot visitor at /']);
  await expect.poll(async () => Object.keys(await messenger.cookies(context))).toContain('intercom-id');
  await consent(page).click();
  await messenger.receives(['boot visitor at /', 'shutdown']);
  await expect.poll(() => messenger.cookies(context)).toEqual({});
  await expect(state(page)).toHaveText('AwaitingConsent');
});

test('where the widget is blocked a link to write to stands in its place', async ({ page, messenger, shop }) => {
  messenger.script('blocked');
  // In development the console says so, with a cause and what to do.
  const said = page.waitForEvent('console', (message) => message.text().includes('ContactFallback'));
  await open(page, '/');
  await launcher(page).click();
  await expect(page.getByRole('link', { name: 'Write to us' })).toHaveAttribute('href', 'mailto:crew@tidewater.example');
  await said;
  await expect(launcher(page)).toBeHidden();
  await shop.coffees();
});

test('a page whose data change in place is reported when they are there, with their own title', async ({ page, messenger, shop }) => {
  await open(page, '/coffees/first-tide');
  await page.keyboard.press('Shift');
  await messenger.receives(['boot visitor at /coffees/first-tide']);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/coffee?*', (route) => held.then(() => route.continue()));
  await page.getByRole('link', { name: 'Herring Gull' }).click();
  await expect(page).toHaveURL('/coffees/herring-gull');
  // Far longer than a page in place has to be quiet.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await messenger.receives(['boot visitor at /coffees/first-tide']);
  release();
  await shop.shows('Herring Gull');
  await messenger.receives(['boot visitor at /coffees/first-tide', 'update at /coffees/herring-gull']);
});

test('at an address with a secret nothing boots and nothing is reported; the next page is', async ({ page, messenger, shop }) => {
  await open(page, '/coffees?token=secret');
  await page.keyboard.press('Shift');
  await page.waitForLoadState('networkidle');
  // Far longer than a page in place has to be quiet.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await messenger.receives([]);
  await shop.coffee('First Tide');
  await messenger.receives(['boot visitor at /coffees/first-tide']);
  await page.goBack();
  await shop.shows('Coffees');
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await shop.coffee('Herring Gull');
  await messenger.receives(['boot visitor at /coffees/first-tide', 'update at /coffees/herring-gull']);
  expect(JSON.stringify(messenger.calls())).not.toContain('secret');
});

test('with view transitions each page is reported once, under its own title', async ({ page, messenger, shop }) => {
  await page.addInitScript(() => {
    const start = document.startViewTransition.bind(document);
    const counted = window as unknown as { __transitions: number };
    counted.__transitions = 0;
    document.startViewTransition = (...given: Parameters<typeof start>) => {
      counted.__transitions++;
      return start(...given);
    };
  });
  await open(page, '/');
  await launcher(page).click();
  const story = ['boot visitor at /'];
  await messenger.receives(story);
  await shop.coffees();
  await messenger.receives([...story, 'update at /coffees']);
  await shop.coffee('First Tide');
  await messenger.receives([...story, 'update at /coffees', 'update at /coffees/first-tide']);
  expect(await page.evaluate(() => (window as unknown as { __transitions: number }).__transitions)).toBeGreaterThan(0);
});

test('a second provider on the page stays off and says so, and the first one goes on', async ({ page, messenger, watch, shop }) => {
  watch.expectWarning(/a second <Messenger> is on this page/);
  const said = page.waitForEvent('console', (message) => message.text().includes('a second <Messenger> is on this page'));
  await open(page, '/?second=1');
  await said;
  await launcher(page).click();
  await messenger.receives(['boot visitor at /?second=1']);
  await shop.coffees();
  await messenger.receives(['boot visitor at /?second=1', 'update at /coffees']);
});

test('a callback outlives shutdown and boot, and goes with its component or by its handle', async ({ page, messenger, shop }) => {
  const heard = (counts: string) => expect(page.locator('.heard')).toHaveText(counts);
  const toggle = async (open: boolean) => {
    await launcher(page).click();
    await expect(launcher(page)).toHaveAttribute('aria-expanded', String(open));
  };
  await open(page, '/login');
  await toggle(true);
  await heard('1 1');
  await shop.logIn(customer);
  await shop.logOut();
  await expect.poll(() => messenger.story().at(-1)).toBe('boot visitor at /');
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await toggle(true);
  await heard('2 2');
  await toggle(false);
  await page.getByRole('button', { name: 'Unmount' }).click();
  await toggle(true);
  await heard('2 3');
  await toggle(false);
  await page.getByRole('button', { name: 'Stop' }).click();
  await toggle(true);
  await heard('2 3');
  const observed = await page.locator('.observed').textContent();
  await shop.coffees();
  await expect.poll(() => messenger.story().at(-1)).toBe('update at /coffees');
  await expect(page.locator('.observed')).toHaveText(observed ?? '');
});

test('a log-out that the app gives up before it is sent gives the person their Messenger back', async ({ page, messenger, shop }) => {
  await open(page, '/login');
  await shop.logIn(customer);
  await shop.shows('Account');
  await expect.poll(() => messenger.user()).toBe(customer.user);
  // The user may have been booted before the log-in page was left.
  await expect.poll(() => messenger.pings().at(-1)?.url).toBe('/account');
  const before = messenger.story();
  await page.getByRole('button', { name: 'Give up logging out' }).click();
  await messenger.receives([...before, 'shutdown', `boot ${customer.user} at /account`]);
});

test('a session that ended elsewhere is shut down at the next page', async ({ page, context, messenger, shop }) => {
  await open(page, '/login');
  await shop.logIn(customer);
  await shop.shows('Account');
  await expect.poll(() => messenger.user()).toBe(customer.user);
  await shop.coffees();
  await messenger.until(() => messenger.story().at(-1)).toBe('update at /coffees');
  await context.clearCookies({ name: 'session' });
  await shop.coffee('First Tide');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await messenger.until(() => messenger.story().slice(-2)).toEqual(['shutdown', 'boot visitor at /coffees/first-tide']);
});
