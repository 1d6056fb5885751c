// What surrounds every page of the desk: one rail, and one bar with who is logged in and a log-out. On servers of their own.
import type { Page } from '@playwright/test';

import { awake, expect, test } from '../../alone.ts';
import { customer, signIn, signOut, teammate } from '../../people.ts';

/** Each page's address and title, and its name in the rail. */
const PAGES = [
  { path: '/workspace/inbox', title: 'Inbox', name: 'Inbox' },
  { path: '/workspace/messages', title: 'Messages', name: 'Messages' },
  { path: '/workspace/messages/new', title: 'Messages', name: 'Messages' },
  { path: '/workspace/people', title: 'People', name: 'People' },
  { path: '/workspace/people/import', title: 'Import people', name: 'People' },
  { path: '/workspace/companies', title: 'Companies', name: 'People' },
  { path: '/workspace/notes', title: 'Notes', name: 'Tags and segments' },
  { path: '/workspace/subscriptions', title: 'Subscription types', name: 'Tags and segments' },
  { path: '/workspace/tags', title: 'Tags and segments', name: 'Tags and segments' },
  { path: '/workspace/keys', title: 'Identity keys', name: 'Keys' },
  { path: '/workspace/teammates', title: 'Teammates', name: 'Teammates' },
  { path: '/workspace/messenger', title: 'Messenger', name: 'Messenger' },
  { path: '/workspace/second-factor', title: 'Second factor', name: 'Second factor' },
];
/** Name and address. */
const RAIL = [
  ['Inbox', '/workspace/inbox'],
  ['Messages', '/workspace/messages'],
  ['People', '/workspace/people'],
  ['Tags and segments', '/workspace/tags'],
  ['Keys', '/workspace/keys'],
  ['Teammates', '/workspace/teammates'],
  ['Messenger', '/workspace/messenger'],
  ['Second factor', '/workspace/second-factor'],
  ['Lifecycle', '/lifecycle'],
  ['Back to the shop', '/'],
];

const rail = (page: Page) => page.getByRole('navigation', { name: 'Workspace' });
const bar = (page: Page) => page.getByRole('banner');
const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const logOut = (page: Page) => bar(page).getByRole('button', { name: 'Log out' });
const links = (page: Page) =>
  rail(page).getByRole('link').evaluateAll((all) => all.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')]));

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    const open = async (page: Page, path: string) => {
      const answer = await page.goto(path);
      if (javaScriptEnabled) await awake(page);
      return answer;
    };

    test('every page has the same rail, which marks it, and says its title and who is logged in', async ({ page, context, baseURL }) => {
      await signIn(context, baseURL, teammate);
      for (const { path, title, name } of PAGES) {
        await open(page, path);
        expect(await links(page), path).toEqual(RAIL);
        await expect(rail(page).locator('[aria-current=page]'), path).toHaveAccessibleName(name);
        await expect(page).toHaveTitle(`${title} · Tidewater Coffee`);
        await expect(h1(page), path).toHaveText(title);
        await expect(bar(page), path).toContainText(`Logged in as ${teammate.name}`);
        await expect(page.getByRole('main'), path).toHaveCount(1);
        await expect(page.getByRole('link', { name: 'Skip to content' }), path).toHaveAttribute('href', '#main');
      }
    });

    for (const { path } of PAGES) {
      test(`the log-out of ${path} ends the session`, async ({ page, context, baseURL, watch }) => {
        await signIn(context, baseURL, teammate);
        await open(page, path);
        // The inbox's stream ends with the session, and asks once more perhaps.
        watch.expectFailure('GET /workspace/inbox/stream 401 ×0+');
        await logOut(page).click();
        await expect(page).toHaveURL('/');
        await expect(bar(page).getByRole('link', { name: 'Log in' })).toBeVisible();
        await open(page, path);
        await expect(page).toHaveURL(new RegExp(`/login\\?next=${path}$`));
      });
    }

    test('a customer is told whose page it is, and logs out there', async ({ page, context, baseURL, watch }) => {
      watch.expectFailure('GET /workspace/* 403 ×2');
      await signIn(context, baseURL, customer);
      for (const path of ['/workspace/second-factor', '/workspace/inbox']) {
        expect((await open(page, path))?.status()).toBe(403);
        await expect(h1(page)).toHaveText('For teammates');
        await expect(bar(page)).toContainText(`Logged in as ${customer.name}`);
        await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toHaveCount(0);
      }
      await logOut(page).click();
      await expect(page).toHaveURL('/');
      await expect(bar(page).getByRole('link', { name: 'Log in' })).toBeVisible();
    });
  });
}

test('the inbox lists its keyboard shortcuts, and no other page has them', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await page.goto('/workspace/inbox');
  await awake(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
  await page.goto('/workspace/keys');
  await awake(page);
  await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toHaveCount(0);
});

test('where the server does not answer, one stays logged in and is told so', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await page.goto('/workspace/teammates');
  await awake(page);
  watch.expectFailure('POST /api/log_out network');
  await page.route('**/api/log_out', (route) => route.abort());
  await logOut(page).click();
  await expect(bar(page).getByRole('alert')).toContainText('You are still logged in');
  await page.unroute('**/api/log_out');
  await logOut(page).click();
  await expect(page).toHaveURL('/');
});

test('with the session, the rail and the log-out go', async ({ page, context, baseURL }) => {
  for (const path of ['/workspace/teammates', '/workspace/second-factor']) {
    await signIn(context, baseURL, teammate);
    await page.goto(path);
    await awake(page);
    await expect(logOut(page)).toBeVisible();
    await signOut(context, baseURL);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await expect(h1(page)).toHaveText('You have been logged out');
    await expect(rail(page)).toHaveCount(0);
    await expect(logOut(page)).toHaveCount(0);
    await expect(bar(page)).not.toContainText(teammate.name);
  }
});

test('on a phone the rail lies below the page, whole and within reach of a thumb', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(context, baseURL, teammate);
  const page = await context.newPage();
  for (const { path } of PAGES) {
    await page.goto(path);
    await awake(page);
    const [box, main] = [(await rail(page).boundingBox())!, (await page.getByRole('main').boundingBox())!];
    expect([box.x, box.width, box.y + box.height], path).toEqual([0, 390, 844]);
    expect([main.x, main.width], `${path}: the page has the width`).toEqual([0, 390]);
    for (const link of await rail(page).getByRole('link').all()) {
      const { x, width, height } = (await link.boundingBox())!;
      expect(Math.min(width, height), path).toBeGreaterThanOrEqual(44);
      expect(x >= 0 && x + width <= 390, `${path}: no link is out of sight`).toBe(true);
    }
  }
  await context.close();
});
