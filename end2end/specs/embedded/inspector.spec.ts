// /lifecycle in one window, the shop in another, on a server that nobody else talks to.
import type { BrowserContext, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, logIn, signIn } from '../../people.ts';

/** The two windows of one person; the inspector follows the stream before anything happens in the shop. */
async function twoWindows(context: BrowserContext): Promise<{ shop: Page; inspector: Page }> {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  return { shop: await context.newPage(), inspector };
}

const rows = (inspector: Page) => inspector.getByRole('region', { name: 'Timeline' }).locator('li');
const joined = (inspector: Page) => inspector.locator('li.crossed');
const gates = (inspector: Page) => inspector.locator('.gate-post');

/** A row whose call arrived, by the words of both sides. */
const crossing = (inspector: Page, call: RegExp, arrival: RegExp) =>
  joined(inspector)
    .filter({ has: inspector.locator('.app', { hasText: call }) })
    .filter({ has: inspector.locator('.work', { hasText: arrival }) });

test('before anything has happened the inspector says what will appear and how', async ({ context }) => {
  const { inspector } = await twoWindows(context);
  await expect(inspector.getByRole('heading', { name: 'Nothing has happened yet' })).toBeVisible();
  await expect(inspector.getByRole('link', { name: 'Open the shop' })).toBeVisible();
  await expect(inspector.getByText('0 of 0 route changes arrived')).toBeVisible();
});

test('a whole visit is seen as it happens: boot, a ping for each page, log-in with its name, log-out, visitor', async ({
  context,
}) => {
  const { shop, inspector } = await twoWindows(context);
  await open(shop, '/');
  await expect(crossing(inspector, /^boot\(/, /ping.*\/.*Accepted/)).toHaveCount(1);
  await expect(gates(inspector)).toHaveText(['Visitor']);

  await shop.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(crossing(inspector, /^update\(\)\s*\/\s*→\s*\/coffees$/, /\/coffees/)).toHaveCount(1);
  await shop.getByRole('link', { name: 'Lighthouse Blend' }).click();
  await expect(crossing(inspector, /→\s*\/coffees\/lighthouse-blend$/, /\/coffees\/lighthouse-blend/)).toHaveCount(1);
  await shop.goBack();
  await expect(crossing(inspector, /lighthouse-blend\s*→\s*\/coffees$/, /\/coffees/)).toHaveCount(1);
  await shop.getByRole('checkbox', { name: /^Dark/ }).check();
  await expect(crossing(inspector, /→\s*\/coffees\?roast=dark$/, /roast=dark/)).toHaveCount(1);
  await shop.getByRole('link', { name: 'Log in' }).click();
  await expect(crossing(inspector, /→\s*\/login\?next=/, /\/login/)).toHaveCount(1);
  await expect(inspector.getByText('6 of 6 route changes arrived')).toBeVisible();

  await logIn(shop, customer);
  await expect(gates(inspector)).toHaveText(['Visitor', customer.name]);
  await expect(crossing(inspector, /intercom_user_jwt/, /Verified/)).toHaveCount(1);
  await expect(inspector.getByText(/Verified user, \d+ impressions of .* came along/)).toBeVisible();

  await accountMenu(shop).click();
  await shop.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(rows(inspector).filter({ hasText: 'shutdown()' })).toHaveCount(1);
  await expect(inspector.getByText('session ended')).toBeVisible();
  await expect(gates(inspector)).toHaveText(['Visitor', customer.name, 'Visitor']);
  await expect(inspector.getByText(/^(\d+) of \1 route changes arrived/)).toBeVisible();
  await expect(inspector.locator('li.refused')).toHaveCount(0);
  await expect(rows(inspector).filter({ hasText: 'attributes not sent' })).toHaveCount(0);
});

test('who leaves a page at once and is back needs no ping, and the inspector says so with the address', async ({ context }) => {
  const { shop, inspector } = await twoWindows(context);
  await open(shop, '/coffees');
  await expect(crossing(inspector, /^boot\(/, /Accepted/)).toHaveCount(1);
  await shop.evaluate(async () => {
    const header = document.querySelector('header')!;
    header.querySelector<HTMLElement>('a.brand')!.click();
    await Promise.resolve();
    header.querySelector<HTMLElement>('nav a')!.click();
  });
  const row = rows(inspector).last();
  await expect(row.getByRole('button', { name: 'no ping needed /coffees the last ping reported this address', exact: true })).toBeVisible();
  await expect(rows(inspector)).toHaveCount(2);
  await row.getByRole('button').click();
  const detail = inspector.getByRole('complementary', { name: 'Selected moment' });
  await expect(detail.getByRole('heading', { name: 'no ping needed' })).toBeVisible();
  await expect(detail).toContainText('on /coffees: the last ping reported this address');
});

test('a call that other code of the page makes is distinguished, and joined with its own ping alone', async ({ context }) => {
  const { shop, inspector } = await twoWindows(context);
  await open(shop, '/');
  await expect(crossing(inspector, /^boot\(/, /Accepted/)).toHaveCount(1);
  await shop.evaluate(() => (window as unknown as { Intercom: (...args: unknown[]) => void }).Intercom('update'));
  await expect(crossing(inspector, /^update\(…\)\s*outside/, /Accepted.*impression 2/)).toHaveCount(1);
  await shop.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(crossing(inspector, /→\s*\/coffees$/, /\/coffees.*impression 3/)).toHaveCount(1);
});

test('a moment in full shows the claims of its token and never a signature', async ({ context, baseURL }) => {
  await signIn(context, baseURL!, customer);
  const { shop, inspector } = await twoWindows(context);
  const carried: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/lifecycle/calls')) carried.push(request.postData() ?? '');
  });
  const tokens: string[] = [];
  context.on('response', async (response) => {
    if (response.url().endsWith('/api/messenger_token')) tokens.push((await response.json()).token);
  });
  await open(shop, '/account');
  const call = inspector.getByRole('button', { name: /intercom_user_jwt/ });
  await call.click();
  const detail = inspector.getByRole('complementary', { name: 'Selected moment' });
  for (const claim of ['demo-customer', customer.email, customer.name]) {
    await expect(detail.getByRole('definition').filter({ hasText: claim }).first()).toBeVisible();
  }
  await expect(detail.getByText('signature hidden')).toBeVisible();
  // What answered the page load stands behind the gate of its person, and says the same.
  const answer = rows(inspector).filter({ hasText: 'messenger_token()' });
  await expect(answer.locator('.gate-post')).toHaveText(customer.name);
  await answer.getByRole('button').click();
  await expect(detail.getByRole('heading', { name: 'messenger_token' })).toBeVisible();
  await expect(detail.getByRole('definition').filter({ hasText: customer.email })).toBeVisible();
  await expect(detail.getByText('signature hidden')).toBeVisible();
  await call.click();
  await expect(detail.getByText(`A verified user: ${customer.name}`)).toBeVisible();

  await expect.poll(() => tokens.length).toBeGreaterThan(0);
  const [header, claims, signature] = tokens[0]!.split('.');
  expect(signature).toMatch(/^[\w-]{43}$/);
  const streamed = await everythingStreamed(inspector);
  const shown = await inspector.content();
  expect(streamed).toContain(`${header}.${claims}`);
  expect(carried.join()).toContain(`${header}.${claims}`);
  for (const token of tokens) {
    for (const text of [streamed, shown, carried.join()]) expect(text).not.toContain(token.split('.')[2]);
  }
});

/** All that the stream has sent so far, read until it has sent a call that is made for this. */
async function everythingStreamed(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const last = `last-${crypto.randomUUID()}`;
    const stop = new AbortController();
    const stream = await fetch('/lifecycle/stream', { signal: stop.signal });
    const entry = { page: last, seq: 1, at_ms: Date.now(), kind: 'Blocked' };
    await fetch('/lifecycle/calls', { method: 'POST', body: JSON.stringify({ sent_at_ms: Date.now(), entries: [entry] }) });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes(last)) text += (await reader.read()).value ?? '';
    stop.abort();
    return text;
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a chosen moment comes up over the lanes and goes again', async ({ context }) => {
    const { shop, inspector } = await twoWindows(context);
    await open(shop, '/');
    await expect(crossing(inspector, /^boot\(/, /Accepted/)).toHaveCount(1);
    await inspector.bringToFront();
    const detail = inspector.getByRole('complementary', { name: 'Selected moment' });
    await expect(detail).toBeHidden();
    await inspector.getByRole('button', { name: /^boot\(/ }).click();
    await expect(detail.getByRole('heading', { name: 'boot' })).toBeInViewport();
    await expect(detail).toBeVisible();
    await detail.getByRole('button', { name: 'Close' }).click();
    await expect(detail).toBeHidden();
  });
});

test('a ping with a wrong token is refused with 403 and no reason, which the inspector alone shows', async ({
  context,
  baseURL,
  page,
}) => {
  const { inspector } = await twoWindows(context);
  await page.goto('/');
  const html = await page.content();
  const appId = html.match(/\/widget\/([\w-]+)/)?.[1] ?? html.match(/app_id\W+([\w-]+)/)?.[1];
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { user_id: 'demo-customer', name: 'Mallory', exp: Math.floor(Date.now() / 1000) + 600 };
  const answer = await page.request.post('/messenger/web/ping', {
    headers: { Origin: baseURL! },
    data: {
      app_id: appId,
      ping_id: 'by-hand',
      call: 'boot',
      page: { url: `${baseURL}/orders`, title: 'Your orders' },
      settings: { intercom_user_jwt: `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.${'A'.repeat(43)}` },
    },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).not.toMatch(/sign|token|jwt|hmac|claim|demo-customer|secret/i);

  const refused = inspector.locator('li.refused');
  await expect(refused).toContainText('Refused');
  await expect(refused).toContainText('/orders');
  await expect(refused).toContainText(/403: .*signature/i);
  await expect(refused).toContainText('Nothing was stored');
  await refused.getByRole('button').click();
  await expect(inspector.getByRole('complementary')).toContainText(/Refused with 403/);
});

test('the inspector carries no Messenger itself, and links to and from it are full loads', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await open(page, '/lifecycle');
  await expect(page.getByText('Following')).toBeVisible();
  expect(asked.filter((path) => /^\/(widget|messenger|api)\//.test(path))).toEqual([]);
  expect(await page.evaluate(() => 'Intercom' in window)).toBe(false);

  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  await expect(page).toHaveURL('/');
  expect(await page.evaluate(() => 'stillHere' in window)).toBe(false);
  await open(page, '/');
  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  await page.getByRole('link', { name: 'Lifecycle inspector' }).click();
  await expect(page).toHaveURL('/lifecycle');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lifecycle');
  expect(await page.evaluate(() => 'stillHere' in window)).toBe(false);
});

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('both pages say what they need, and nothing loads for ever', async ({ page }) => {
    for (const path of ['/lifecycle', '/lifecycle/token']) {
      await page.goto(path);
      // Playwright's texts leave out what stands in noscript.
      await expect(page.locator('noscript p')).toBeVisible();
      await expect(page.locator('noscript p')).toContainText('This page needs JavaScript.');
      await expect(page.getByRole('group', { name: 'Loading' })).toBeHidden();
      await expect(page.getByText('Opening the stream')).toBeHidden();
    }
  });
});

test('a window opened later receives the earlier entries', async ({ context }) => {
  const shop = await context.newPage();
  const booted = shop.waitForResponse('**/messenger/web/ping');
  await open(shop, '/');
  await booted;
  await shop.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(shop.getByRole('heading', { level: 1 })).toHaveText('Coffees');
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(crossing(inspector, /^boot\(/, /Accepted/)).toHaveCount(1);
  await expect(crossing(inspector, /^update\(\)/, /\/coffees/)).toHaveCount(1);
});

test.describe('a workspace that cannot be reached', () => {
  test.use({ excused: ['POST /messenger/web/ping network'] });

  test('shows the call alone', async ({ context }) => {
    const { shop, inspector } = await twoWindows(context);
    await context.route('**/messenger/web/ping', (route) => route.abort());
    await open(shop, '/');
    await expect(rows(inspector).filter({ hasText: /^.*boot\(/ })).toHaveCount(1);
    await expect(inspector.getByText('0 of 1 route change arrived')).toBeVisible();
    await expect(joined(inspector)).toHaveCount(0);
  });
});

test('a script that is late says how late', async ({ context }) => {
  const { shop, inspector } = await twoWindows(context);
  await context.route('**/widget/*', async (route) => {
    await shop.waitForFunction(() => performance.now() > 5_000);
    await route.continue();
  });
  await open(shop, '/');
  await expect(inspector.locator('.on-axis')).toHaveText(/The script was late: it took \d+(\.\d)? s to come\./);
  await expect(crossing(inspector, /^boot\(/, /Accepted/)).toHaveCount(1);
});

test.describe('a script that is blocked', () => {
  test.use({ excused: ['GET /widget/* network'] });

  test('is reported on the axis', async ({ context, watch }) => {
    watch.expectWarning(/^messenger: the widget's script could not be fetched/);
    const { shop, inspector } = await twoWindows(context);
    await context.route('**/widget/*', (route) => route.abort());
    await open(shop, '/');
    await expect(inspector.locator('.on-axis')).toHaveText(/^The script is blocked or out of reach: .*offer another way/);
    await expect(inspector.getByRole('button', { name: 'Warnings 1' })).toBeVisible();
  });
});
