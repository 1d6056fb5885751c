// Back after a log-out, in a browser that keeps pages: Playwright's own keeps none. Chromium keeps a `no-store` page too,
// until a script of that page receives a `no-store` answer or a cookie changes (developer.chrome.com, "Enabling bfcache for Cache-Control: no-store").
import { chromium as browserType, type Browser, type Page } from '@playwright/test';

import { wholeChromium } from '../../chromium.mjs';
import { awake, expect, test as shared } from '../../clean.ts';
import { accountMenu, customer, signIn, signOut } from '../../people.ts';

const test = shared.extend<{ keeping: Browser }>({
  keeping: async ({}, use) => {
    const browser = await browserType.launch({ ...wholeChromium, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    await use(browser);
    await browser.close();
  },
});

/** Back, twice: each page is asked for again, and the log-in page comes. */
async function showsNothing(page: Page): Promise<void> {
  for (const path of ['/orders', '/account']) {
    const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === path);
    // The page may be left before it answers.
    void page.evaluate(() => history.back()).catch(() => {});
    expect((await asked).headers().location, 'the server is asked').toBe(`/login?next=${encodeURIComponent(path)}`);
    await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
    await expect(page.getByLabel('Email')).toHaveValue('');
    await expect(accountMenu(page)).toHaveCount(0);
  }
}

test('a browser that keeps the page of a visitor keeps none that has reported a user', async ({ keeping, baseURL }) => {
  const context = await keeping.newContext({ baseURL });
  const shown: string[] = [];
  // Playwright cannot talk to a page that has come back: the page tells by itself.
  await context.exposeBinding('__shown', (_, what: string) => void shown.push(what));
  await context.addInitScript(() => {
    const tell = (window as unknown as { __shown(what: string): void }).__shown;
    if (window === window.top) window.addEventListener('pageshow', ({ persisted }) => tell(`${location.pathname} ${persisted ? 'kept' : 'loaded'}`));
  });
  for (const [path, how] of [['/brewing', 'kept'], ['/account', 'loaded']] as const) {
    if (path === '/account') await signIn(context, baseURL!, customer);
    const page = await context.newPage();
    const reported = page.waitForResponse('**/messenger/web/ping');
    await page.goto(path);
    await reported;
    await awake(page);
    await page.goto('/healthz');
    await expect.poll(() => shown).toEqual([`${path} loaded`, '/healthz loaded']);
    void page.evaluate(() => history.back()).catch(() => {});
    await expect.poll(() => shown.slice(2)).toEqual([`${path} ${how}`]);
    shown.length = 0;
    await page.close();
  }
});

test('a page that somebody left before they logged out elsewhere is not shown again', async ({ keeping, baseURL }) => {
  const context = await keeping.newContext({ baseURL });
  await signIn(context, baseURL!, customer);
  const page = await context.newPage();
  for (const path of ['/account', '/orders']) {
    await page.goto(path);
    await awake(page);
    await expect(accountMenu(page)).toBeVisible();
  }
  await page.goto('/healthz');
  await signOut(context, baseURL!);
  await showsNothing(page);
});

test('without JavaScript the pages before a log-out are not shown again', async ({ keeping, baseURL }) => {
  const context = await keeping.newContext({ baseURL, javaScriptEnabled: false });
  await signIn(context, baseURL!, customer);
  const page = await context.newPage();
  for (const path of ['/account', '/orders']) await page.goto(path);
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page).toHaveURL('/');
  await showsNothing(page);
});
