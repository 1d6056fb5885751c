// Back after a log-out, in a browser that keeps pages: Playwright's own keeps none.
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

/** Back, twice: to the log-in page each time. */
async function showsNothing(page: Page): Promise<void> {
  for (const path of ['/orders', '/account']) {
    // The page may be left before it answers.
    void page.evaluate(() => history.back()).catch(() => {});
    await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
    await expect(page.getByLabel('Email')).toHaveValue('');
    await expect(accountMenu(page)).toHaveCount(0);
  }
}

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
