// /workspace/messenger: what teammates set of the Messenger, and what people see and hear of it.
import type { APIRequestContext, Browser, FrameLocator, Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';

const SETTINGS = '/workspace/messenger';
const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const said = (page: Page) => page.locator('.said');

/** As the page's form sends it. */
async function set(browser: Browser, origin: string, form: Record<string, string>): Promise<void> {
  const context = await browser.newContext();
  await signIn(context, origin, teammate);
  const request: APIRequestContext = context.request;
  const answer = await request.post(`${origin}/api/workspace_set_messenger`, { headers: fromOwnPage(origin), form });
  expect(answer.status()).toBe(200);
  await context.close();
}

test('a teammate sets the Messenger up, and finds it so after a reload', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL!, teammate);
  await open(page, SETTINGS);
  await expect(page.getByLabel('Usual time')).toHaveValue('');
  await page.getByLabel('Usual time').selectOption('4 hours');
  await page.getByLabel('Play a tone when an answer comes').check();
  await page.getByLabel('Domain', { exact: true }).fill('co.uk');
  watch.expectFailure('POST /api/workspace_set_messenger 422');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(said(page)).toContainText('Anybody may register under co.uk');
  await expect(said(page)).toBeFocused();
  await expect(page.getByLabel('Domain', { exact: true }), 'nothing that was typed is lost').toHaveValue('co.uk');
  await expect(page.getByLabel('Usual time')).toHaveValue('14400');
  await page.getByLabel('Domain', { exact: true }).fill('shop.example');
  await page.getByLabel('Domain', { exact: true }).press('Enter');
  await expect(said(page)).toContainText('Saved.');
  await page.reload();
  await awake(page);
  await expect(page.getByLabel('Usual time')).toHaveValue('14400');
  await expect(page.getByLabel('Play a tone when an answer comes')).toBeChecked();
  await expect(page.getByLabel('Domain', { exact: true })).toHaveValue('shop.example');
  await open(page, '/workspace/inbox');
  await page.getByRole('link', { name: 'Messenger' }).click();
  await expect(page).toHaveURL(SETTINGS);
  await open(page, '/');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await expect(panel(page).getByText('We usually reply in 4 hours')).toBeVisible();
});

test.describe('of cookies', () => {
  // A browser takes these hosts for the machine itself, and the one above them for a domain that somebody has registered.
  const at = (baseURL: string | undefined, host: string, path: string) => `http://${host}.shop.localhost:${new URL(baseURL!).port}${path}`;
  const visitor = async (page: Page) => {
    await expect.poll(() => page.evaluate(() => (window as any).Intercom?.('whoami')?.type)).toBe('visitor');
    return page.evaluate(() => (window as any).Intercom('getVisitorId') as string);
  };
  const ids = async (page: Page) => {
    const cookies = (await page.context().cookies(['http://shop.localhost', 'http://www.shop.localhost', 'http://tea.shop.localhost'])).filter(({ name }) => name.startsWith('intercom-id-'));
    return cookies.map(({ domain, value }) => ({ domain, value }));
  };

  test('each host has its own visitors, unless the app names a domain above them', async ({ page, browser, baseURL }) => {
    await open(page, at(baseURL, 'tea', '/'));
    const tea = await visitor(page);
    await open(page, at(baseURL, 'www', '/'));
    const www = await visitor(page);
    expect(www).not.toBe(tea);
    await expect.poll(() => ids(page)).toHaveLength(2);

    await set(browser, baseURL!, { cookie_domain: 'shop.localhost' });
    await open(page, at(baseURL, 'www', '/coffees'));
    expect(await visitor(page)).toBe(www);
    await expect.poll(() => ids(page), 'its own cookie became the shared one').toEqual([
      { domain: 'tea.shop.localhost', value: tea },
      { domain: '.shop.localhost', value: www },
    ]);
    // The host that has a visitor of its own brings them along.
    await open(page, at(baseURL, 'tea', '/coffees'));
    expect(await visitor(page)).toBe(tea);
    await expect.poll(() => ids(page)).toEqual([{ domain: '.shop.localhost', value: tea }]);
    await open(page, at(baseURL, 'www', '/coffees'));
    expect(await visitor(page)).toBe(tea);
  });

  test('a lead finds their conversation on another host of the domain, and a shutdown there ends it on both', async ({ page, browser, baseURL }) => {
    await set(browser, baseURL!, { cookie_domain: 'shop.localhost' });
    await open(page, at(baseURL, 'www', '/'));
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
    await panel(page).getByLabel('Message', { exact: true }).fill('Do you post to Tromsø?');
    await panel(page).getByLabel('Message', { exact: true }).press('Enter');
    await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
    const lead = await visitor(page);

    await open(page, at(baseURL, 'tea', '/coffees'));
    expect(await visitor(page)).toBe(lead);
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await expect(panel(page).getByRole('button', { name: /Do you post to Tromsø/ })).toBeVisible();

    await page.evaluate(() => (window as any).Intercom('shutdown'));
    await expect.poll(() => ids(page)).toEqual([]);
    await open(page, at(baseURL, 'www', '/'));
    expect(await visitor(page)).not.toBe(lead);
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
    await expect(panel(page).getByText('Tromsø')).toHaveCount(0);
  });
});
