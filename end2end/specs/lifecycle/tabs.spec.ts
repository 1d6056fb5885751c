// Rule R13: several tabs of one browser.
import type { BrowserContext, Page } from '@playwright/test';
import { customer, second } from '../../fixtures/shop.ts';
import { Shop } from '../../fixtures/shop.ts';
import { expect, test } from '../../fixtures/test.ts';

/** Two tabs on the list of coffees, both of this person. */
async function twoTabs(context: BrowserContext, page: Page, messenger: import('../../fixtures/messenger.ts').Messenger) {
  const first = new Shop(page);
  await first.open('/login');
  await first.logIn(customer);
  await first.coffees();
  const other = new Shop(await context.newPage());
  await other.open('/coffees');
  await messenger.receives(['boot demo-customer at /coffees'], other.page);
  await messenger.answered();
  return { first, other };
}

test('a log-out in one tab shuts the other one down, and both go on as visitors', async ({ page, context, messenger }) => {
  const { first, other } = await twoTabs(context, page, messenger);
  const session = async () => (await messenger.cookies(context))['intercom-session'];
  await expect.poll(session).toBeTruthy();
  const theirs = await session();
  await first.logOut();
  await messenger.receives(['boot demo-customer at /coffees', 'shutdown', 'boot visitor at /coffees'], other.page);
  await expect(other.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect.poll(() => messenger.marker(other.page)).toBeNull();
  await expect.poll(session).not.toBe(theirs);
});

test('two tabs with two people in turn: the one who was there first is gone before anything else is reported', async ({ page, context, messenger }) => {
  const { first, other } = await twoTabs(context, page, messenger);
  await first.logOut();
  const story = ['boot demo-customer at /coffees', 'shutdown', 'boot visitor at /coffees'];
  await messenger.receives(story, other.page);
  await first.goToLogIn();
  await first.logIn(second);
  await expect.poll(() => messenger.story(first.page).at(-1)).toBe('boot demo-second at /account');
  await messenger.receives([...story, 'boot demo-second at /coffees'], other.page);
  await other.home();
  await messenger.receives([...story, 'boot demo-second at /coffees', 'update at /'], other.page);
  await other.logOut();
  await expect(first.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect.poll(() => messenger.story(first.page).slice(-2)).toEqual(['shutdown', 'boot visitor at /account']);
});

test('a visitor’s tab takes over the log-in of another, with its conversation', async ({ page, context, messenger }) => {
  const first = new Shop(page);
  await first.open('/coffees');
  await messenger.receives(['boot visitor at /coffees'], page);
  const other = new Shop(await context.newPage());
  await other.open('/login');
  await other.logIn(customer);
  await messenger.receives(['boot visitor at /coffees', 'boot demo-customer at /coffees'], page);
  await expect(first.menu).toBeVisible();
});

test('a log-out whose message was lost shows at the tab’s next step', async ({ page, context, messenger, watch }) => {
  // It may ask for its person's token before it hears that nobody is logged in.
  watch.expectFailure('POST /api/messenger_token 401 ×0+');
  await context.addInitScript(() => {
    // @ts-expect-error A browser that has none.
    delete window.BroadcastChannel;
    // Nor does it report changes in storage.
    window.addEventListener('storage', (event) => event.stopImmediatePropagation(), { capture: true });
  });
  const { first, other } = await twoTabs(context, page, messenger);
  await first.logOut();
  await messenger.receives(['boot demo-customer at /coffees'], other.page);
  await other.coffee('First Tide');
  await expect.poll(() => messenger.story(other.page).slice(0, 2)).toEqual(['boot demo-customer at /coffees', 'shutdown']);
  await expect(other.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await messenger.receives(['boot demo-customer at /coffees', 'shutdown', 'boot visitor at /coffees/first-tide'], other.page);
});

test('consent withdrawn in one tab is withdrawn in the other, and given again in both', { tag: '@shop' }, async ({ page, context, messenger }) => {
  const { first, other } = await twoTabs(context, page, messenger);
  await other.page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click();
  await other.shows('Privacy');
  const chat = other.page.getByRole('switch', { name: 'Chat on this site' });
  await chat.click();
  await expect.poll(() => messenger.story(page).at(-1)).toBe('shutdown');
  await expect.poll(() => messenger.cookies(context)).toEqual({});
  await expect.poll(() => messenger.marker(page)).toBeNull();
  await first.coffee('First Tide');
  await first.coffees();
  expect(messenger.story(page).at(-1)).toBe('shutdown');
  await chat.click();
  await expect.poll(() => messenger.story(page).at(-1)).toBe('boot demo-customer at /coffees');
});
