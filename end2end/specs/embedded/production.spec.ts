// What is different in production, on a server of its own that runs so.
import type { APIRequestContext } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, fromOwnPage, signIn, signOut, teammate } from '../../people.ts';

const secret = 'kittiwake over the bay';
const production = { LEPTOS_ENV: 'PROD', DEMO_ACCOUNTS: '1', DEMO_TEAMMATE_PASSWORD: secret };
test.use({ settings: production });

/** The status of the inspector's two endpoints. */
async function endpoints(request: APIRequestContext, origin: string): Promise<number[]> {
  const report = { headers: fromOwnPage(origin), data: { sent_at_ms: 0, entries: [] } };
  const calls = await request.post('/lifecycle/calls', report);
  // A stream that opens never ends: its head is all that is waited for.
  const cookies = (await request.storageState()).cookies.map(({ name, value }) => `${name}=${value}`);
  const stop = new AbortController();
  const stream = await fetch(`${origin}/lifecycle/stream`, { signal: stop.signal, headers: { cookie: cookies.join('; ') } });
  stop.abort();
  return [calls.status(), stream.status];
}

test('the inspector is for teammates: visitors and customers see that and get nothing', async ({
  page,
  context,
  baseURL,
  watch,
}) => {
  watch.expectFailure('GET /lifecycle 403 ×2');
  const reported: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/lifecycle/')) reported.push(request.url());
  });
  for (const person of [null, customer]) {
    if (person) await signIn(context, baseURL!, person);
    expect(await endpoints(page.request, baseURL!)).toEqual([403, 403]);
    await open(page, '/lifecycle');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('For teammates');
    await open(page, '/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Coffees');
  }
  expect(reported, 'pages of customers report nothing').toEqual([]);

  await signOut(context, baseURL!);
  await signIn(context, baseURL!, teammate, secret);
  expect(await endpoints(page.request, baseURL!)).toEqual([204, 200]);
  await open(page, '/lifecycle');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lifecycle');
  await expect(page.getByText('Following')).toBeVisible();
});

test('the Messenger says nothing of how an identity is known', async ({ page, context, baseURL }) => {
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  for (const person of [null, customer]) {
    if (person) await signIn(context, baseURL!, person);
    await open(page, '/');
    await page.getByRole('button', { name: 'Open chat', exact: true }).click();
    await expect(panel.getByRole('heading', { level: 1 })).toHaveText(person ? 'Hello Marit' : 'Hello');
    await expect(panel.getByRole('button', { name: /^Send us a message/ })).toBeVisible();
    await expect(panel.getByText(/identity|visitor|signed token/)).toHaveCount(0);
    await page.getByRole('button', { name: 'Close chat' }).click();
  }
});

test('pages hold no script that reloads them, and name their files by version', async ({ page }) => {
  const html = await (await page.goto('/'))!.text();
  expect(html).not.toMatch(/live_reload|WebSocket|reload_port|ws:\/\//);
  expect(html).toMatch(/\/v\/[0-9a-f]{16}\/pkg\//);
});

test('with DEMO_ACCOUNTS the log-in page offers them, each with one click', async ({ page }) => {
  await open(page, '/login');
  await expect(page.getByText(/demo/i).first()).toBeVisible();
  await page.locator(`form:has(input[value="${customer.email}"])`).getByRole('button').click();
  await expect(accountMenu(page)).toBeVisible();
});

test.describe('without DEMO_ACCOUNTS', () => {
  test.use({ settings: { LEPTOS_ENV: 'PROD' } });

  test('nobody is offered a demo account, and nobody can use one', async ({ page, baseURL }) => {
    await open(page, '/login');
    await expect(page.getByLabel('Email')).toBeVisible();
    await expect(page.getByText(/demo/i)).toHaveCount(0);
    const form = { email: customer.email, password: 'demo-password' };
    const answer = await page.request.post('/api/log_in', { headers: fromOwnPage(baseURL!), form });
    expect(answer.status()).toBe(401);
  });
});
