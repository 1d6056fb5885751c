// Rule R13: several tabs of one browser.
import type { BrowserContext, Page } from '@playwright/test';
import { customer, second, type People } from '../../fixtures/people.ts';
import { Shop } from '../../fixtures/shop.ts';
import { homeLogInLeadsTo, type Messenger } from '../../fixtures/messenger.ts';
import { expect, test } from '../../fixtures/test.ts';

/**
 * Whose a tab was in turn: `visitor`, a user's id, `nobody` after a shutdown. Where it was then, and how often it said so,
 * each tab's own tests assert: here two tabs race, and one may look once more than the other.
 */
function turns(messenger: Messenger, tab: Page): string[] {
  const people = messenger.story(tab).flatMap((line) => (line === 'shutdown' ? 'nobody' : (/^boot (\S+)/.exec(line)?.[1] ?? [])));
  return people.filter((who, at) => who !== people[at - 1]);
}

/** Waits until the tab has been theirs in this order. */
const hasTurns = (messenger: Messenger, tab: Page, expected: string[]) =>
  expect.poll(() => turns(messenger, tab), { message: 'whose the tab was' }).toEqual(expected);

/** Where the tab's last boot or update was. */
const isAt = (messenger: Messenger, tab: Page, path: string) =>
  expect.poll(() => messenger.story(tab).findLast((line) => / at /.test(line))?.replace(/.* at /, '')).toBe(path);

/** Two tabs on the list of coffees, both of this person. */
async function twoTabs(context: BrowserContext, page: Page, people: People, messenger: Messenger) {
  const first = new Shop(page, people, messenger);
  await first.open('/login');
  await first.logIn(customer);
  await first.coffees();
  const other = new Shop(await context.newPage(), people, messenger);
  await other.open('/coffees');
  await hasTurns(messenger, other.page, [customer.user]);
  await messenger.answered();
  return { first, other };
}

test('a log-out in one tab shuts the other one down, and both go on as visitors', { tag: '@host' }, async ({ page, context, people, messenger }) => {
  const { first, other } = await twoTabs(context, page, people, messenger);
  const session = async () => (await messenger.cookies(context))['intercom-session'];
  await expect.poll(session).toBeTruthy();
  const theirs = await session();
  await first.logOut();
  await hasTurns(messenger, other.page, [customer.user, 'nobody', 'visitor']);
  await isAt(messenger, other.page, '/coffees');
  await expect(other.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect.poll(() => messenger.marker(other.page)).toBeNull();
  await expect.poll(session).not.toBe(theirs);
});

test('two tabs with two people in turn: the one who was there first is gone before anything else is reported', async ({ page, context, people, messenger }, { project }) => {
  const back = homeLogInLeadsTo(project.name);
  const { first, other } = await twoTabs(context, page, people, messenger);
  await first.logOut();
  const before = [customer.user, 'nobody', 'visitor'];
  await hasTurns(messenger, other.page, before);
  await first.goToLogIn();
  await first.logIn(second);
  await isAt(messenger, first.page, back);
  await hasTurns(messenger, other.page, [...before, second.user]);
  await other.home();
  await isAt(messenger, other.page, '/');
  expect(turns(messenger, other.page), 'a page change changes nobody').toEqual([...before, second.user]);
  await other.logOut();
  await expect(first.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect.poll(() => turns(messenger, first.page).slice(-3)).toEqual([second.user, 'nobody', 'visitor']);
  await isAt(messenger, first.page, back);
});

test('a visitor’s tab takes over the log-in of another, with its conversation', { tag: '@host' }, async ({ page, context, people, messenger }) => {
  const first = new Shop(page, people, messenger);
  await first.open('/coffees');
  const other = new Shop(await context.newPage(), people, messenger);
  await other.open('/login');
  await other.logIn(customer);
  // Nobody was shut down in between: the workspace makes the visitor's conversation the user's.
  await hasTurns(messenger, page, ['visitor', customer.user]);
  await isAt(messenger, page, '/coffees');
  await expect(first.menu).toBeVisible();
});

test('a log-out whose message was lost shows at the tab’s next step', async ({ page, context, people, messenger, watch }) => {
  // It may ask for its person's token before it hears that nobody is logged in.
  watch.expectFailure('POST /api/messenger_token 401 ×0+');
  await context.addInitScript(() => {
    // @ts-expect-error A browser that has none.
    delete window.BroadcastChannel;
    // Nor does it report changes in storage.
    window.addEventListener('storage', (event) => event.stopImmediatePropagation(), { capture: true });
  });
  const { first, other } = await twoTabs(context, page, people, messenger);
  await first.logOut();
  expect(turns(messenger, other.page), 'it has heard of nothing').toEqual([customer.user]);
  await other.coffee('First Tide');
  await hasTurns(messenger, other.page, [customer.user, 'nobody', 'visitor']);
  await expect(other.page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await isAt(messenger, other.page, '/coffees/first-tide');
  expect(messenger.story(other.page), 'the page is not reported as the former person’s').not.toContain('update at /coffees/first-tide');
});

test('consent withdrawn in one tab is withdrawn in the other, and given again in both', { tag: '@shop' }, async ({ page, context, people, messenger }) => {
  const { first, other } = await twoTabs(context, page, people, messenger);
  await other.page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click();
  await other.shows('Privacy');
  const chat = other.page.getByRole('switch', { name: 'Chat on this site' });
  await chat.click();
  await expect.poll(() => turns(messenger, page).at(-1)).toBe('nobody');
  await expect.poll(() => messenger.cookies(context)).toEqual({});
  await expect.poll(() => messenger.marker(page)).toBeNull();
  await first.coffee('First Tide');
  await first.coffees();
  expect(turns(messenger, page).at(-1)).toBe('nobody');
  await chat.click();
  await expect.poll(() => turns(messenger, page).at(-1)).toBe(customer.user);
  await isAt(messenger, page, '/coffees');
});
