// Chat that a person switches off takes the Messenger and its cookies along, in both modes.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../alone.ts';
import { customer, signIn } from '../people.ts';

const chat = (page: Page) => page.getByRole('switch', { name: 'Chat on this site' });

test('the privacy page names each cookie that a visitor and a customer has', async ({ page, context, baseURL, messenger }) => {
  await open(page, '/privacy');
  await expect.poll(async () => Object.keys(await messenger.cookies(context)).length).toBeGreaterThan(0);
  const named = await page.locator('dl code').allTextContents();
  const unnamed = async () => {
    const names = (await context.cookies(baseURL!)).map(({ name }) => name);
    return names.filter((name) => !named.some((one) => (one.endsWith('…') ? name.startsWith(one.slice(0, -1)) : name === one)));
  };
  expect(await unnamed()).toEqual([]);
  await expect(page.locator('dt', { hasText: 'intercom-session-…' }).locator('+ dd')).toContainText('for a visitor and for a person who is logged in');
  await signIn(context, baseURL!, customer);
  await open(page, '/privacy');
  await expect.poll(async () => (await context.cookies(baseURL!)).some(({ name }) => name === 'session')).toBe(true);
  expect(await unnamed()).toEqual([]);
});

test('chat that is switched off takes every cookie of the Messenger along', async ({ page, context, messenger }) => {
  await open(page, '/privacy');
  await expect.poll(async () => Object.keys(await messenger.cookies(context)).length).toBeGreaterThan(0);
  const device = { name: `intercom-device-id-${messenger.appId}`, value: 'of this browser', url: page.url() };
  await context.addCookies([device]);
  await chat(page).click();
  await expect.poll(() => messenger.cookies(context)).toEqual({});
});

test('chat that is switched off is shut down before the server is asked, and later pages load nothing of it', async ({ page, messenger }) => {
  await open(page, '/privacy');
  const story = ['boot visitor at /privacy'];
  await messenger.receives(story);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/set_consent', async (route) => {
    await held;
    await route.continue();
  });
  await chat(page).click();
  await messenger.receives([...story, 'shutdown']);
  release();
  await expect(chat(page)).toHaveAttribute('aria-busy', 'false');

  const scripts: string[] = [];
  page.on('request', (request) => /\/widget\//.test(request.url()) && scripts.push(request.url()));
  await open(page, '/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Privacy' }).click();
  await expect(chat(page)).not.toBeChecked();
  expect(scripts).toEqual([]);
  await chat(page).click();
  await messenger.receives([...story, 'shutdown', 'boot visitor at /privacy']);
  expect(scripts.length).toBe(1);
});
