// What a page fetches before a person opens the next one: asked for once, for one person alone.
import type { Page, Request } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { ownClock } from '../../fixtures/clock.ts';
import { CODE, hold, savesData } from '../../fixtures/code.ts';
import { accountMenu, fromOwnPage, signOut, signUp } from '../../people.ts';

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const header = (page: Page, name: string | RegExp) => page.getByRole('banner').getByRole('link', { name });
const footer = (page: Page, name: string) => page.getByRole('contentinfo').getByRole('link', { name });
const cart = (page: Page) => header(page, /^Cart, /);

/** The calls by which pages get data, in the order in which the page sent them. A prefetch begins with a tilde. */
function calls(page: Page): string[] {
  const calls: string[] = [];
  page.on('request', (request: Request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (request.method() !== 'GET' || !pathname.startsWith('/api/') || pathname === '/api/known') return;
    const values = [...searchParams.values()].join(' ');
    calls.push(`${request.headers()['x-prefetch'] ? '~' : ''}${pathname.slice(5)} ${values}`.trim());
  });
  return calls;
}

/** Waits until the page has asked for these things in advance, and has the answers. */
async function rest(page: Page, link: ReturnType<typeof header>, answers: string[]): Promise<void> {
  const come = answers.map((path) => page.waitForResponse((response) => new URL(response.url()).pathname === `/api/${path}`));
  await link.hover();
  await Promise.all(come);
}

const PAGES = [
  { name: 'the list', from: '/', link: (page: Page) => header(page, 'Coffees'), asks: ['coffees'], title: 'Coffees' },
  { name: 'a filter of the list', from: '/coffees?roast=dark&sort=name', link: (page: Page) => page.getByRole('link', { name: 'Clear filters' }), asks: ['coffees sort=name'], title: 'Coffees' },
  { name: 'a coffee', from: '/coffees', link: (page: Page) => page.getByRole('link', { name: 'Kelp Forest' }), asks: ['coffee kelp-forest'], title: 'Kelp Forest' },
  { name: 'the guides', from: '/', link: (page: Page) => header(page, 'Brewing'), asks: ['guides'], title: 'Brewing guides' },
  { name: 'a guide', from: '/brewing', link: (page: Page) => page.getByRole('link', { name: 'French press' }), asks: ['guide french-press'], title: 'French press' },
  { name: 'the home page', from: '/plans', link: (page: Page) => page.getByRole('banner').locator('a.brand'), asks: ['on_the_roaster'], title: 'Coffee that keeps harbour hours' },
  { name: 'the cart', from: '/', link: cart, asks: ['cart'], title: 'Cart' },
  { name: 'the log-in', from: '/', link: (page: Page) => header(page, 'Log in'), asks: ['demo_accounts'], title: 'Welcome back aboard' },
  { name: 'the privacy page', from: '/', link: (page: Page) => footer(page, 'Privacy'), asks: ['practice'], title: 'Privacy' },
  { name: 'the plans', from: '/', link: (page: Page) => header(page, 'Plans'), asks: [], title: 'A plan comes and goes like the tide' },
];

for (const { name, from, link, asks, title } of PAGES) {
  test(`${name}: a link at which the pointer rests asks for the data, and the page asks for nothing more`, async ({ page }) => {
    await open(page, from);
    const asked = calls(page);
    await rest(page, link(page), asks.map((call) => call.split(' ')[0]!));
    await link(page).click();
    await expect(h1(page)).toHaveText(title);
    await expect(page.locator('#main')).not.toHaveAttribute('aria-busy');
    await expect(page.locator('main .skeleton')).toHaveCount(0);
    // The pointer may rest on another link by now.
    expect(asked.slice(0, asks.length)).toEqual(asks.map((call) => `~${call}`));
    expect(asked.filter((call) => !call.startsWith('~'))).toEqual([]);
  });
}

test('a page that its person logged in for is fetched in one round trip too', async ({ page, context, baseURL }) => {
  await signUp(context, baseURL!);
  await open(page, '/');
  await accountMenu(page).click();
  const asked = calls(page);
  await rest(page, header(page, 'Account'), ['about_account', 'subscriptions']);
  await header(page, 'Account').click();
  await expect(h1(page)).toHaveText('Account');
  await expect(page.locator('main .skeleton')).toHaveCount(0);
  expect(asked).toEqual(['~about_account', '~subscriptions']);
});

test('a pointer that presses at once asks for data before the click, once', async ({ page }) => {
  await open(page, '/');
  const asked = calls(page);
  await header(page, 'Coffees').click();
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  expect(asked).toEqual(['~coffees']);
});

test('a page whose answer keeps a person waiting asks for it once', async ({ page }) => {
  await ownClock(page);
  await open(page, '/coffees');
  const asked = calls(page);
  let come = () => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  await page.route('**/api/coffee?*', async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Kelp Forest' }).click();
  await expect(page.locator('#main')).toHaveAttribute('aria-busy', 'true');
  await page.clock.runFor(200);
  come();
  await expect(h1(page)).toHaveText('Kelp Forest');
  expect(asked).toEqual(['~coffee kelp-forest']);
});

test('an answer is used once', async ({ page }) => {
  await open(page, '/');
  const asked = calls(page);
  await rest(page, header(page, 'Coffees'), ['coffees']);
  await header(page, 'Coffees').click();
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  await page.goBack();
  await expect(h1(page)).toHaveText('Coffee that keeps harbour hours');
  await expect(page.locator('main .skeleton')).toHaveCount(0);
  await page.goForward();
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  expect(asked).toEqual(['~coffees', 'on_the_roaster', 'coffees']);
});

test('an answer is dropped after ten seconds', async ({ page }) => {
  await ownClock(page);
  await open(page, '/');
  const asked = calls(page);
  const presses = async () => {
    const come = page.waitForResponse('**/api/coffees?*');
    await header(page, 'Coffees').dispatchEvent('pointerdown');
    await come;
  };
  await presses();
  await page.clock.runFor(9_000);
  await header(page, 'Coffees').dispatchEvent('pointerdown');
  await page.clock.runFor(2_000);
  await presses();
  expect(asked).toEqual(['~coffees', '~coffees']);
});

test('nothing that was fetched for one person is shown to the next', async ({ page, context, baseURL }) => {
  await signUp(context, baseURL!);
  await context.request.post(`${baseURL}/api/add_to_cart`, { headers: fromOwnPage(baseURL!), form: { coffee: 'kelp-forest' } });
  await open(page, '/plans');
  const asked = calls(page);
  await rest(page, cart(page), ['cart']);
  await signOut(context, baseURL!);
  // The page asks who is here, as it does when its tab is in sight again.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(header(page, 'Log in')).toBeVisible();
  // The header has asked for the visitor's cart.
  await expect(cart(page)).toHaveAccessibleName('Cart, empty');
  await cart(page).dispatchEvent('click');
  await expect(h1(page)).toHaveText('Cart');
  await expect(page.getByRole('heading', { name: 'Nothing in the cart yet' })).toBeVisible();
  expect(asked).toEqual(['~cart', 'cart', 'cart']);
});

test('what a person sends drops what was fetched before', async ({ page }) => {
  await open(page, '/coffees');
  const asked = calls(page);
  await rest(page, cart(page), ['cart']);
  await page.getByRole('button', { name: 'Add Kelp Forest to cart' }).click();
  await expect(cart(page)).toHaveAccessibleName('Cart, 1 item');
  await cart(page).dispatchEvent('click');
  await expect(page.getByRole('group', { name: 'Number of bags of Kelp Forest' })).toBeVisible();
  expect(asked).toEqual(['~cart', 'cart']);
});

test('the next page stands before its data, and its ping waits for the data', async ({ page, messenger }) => {
  await open(page, '/');
  await messenger.receives(['boot visitor at /']);
  let come = () => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  await page.route('**/api/coffees?*', async (route) => {
    await mayCome;
    await route.continue();
  });
  await header(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  await expect(page).toHaveURL('/coffees');
  await expect(page).toHaveTitle('Coffees · Tidewater Coffee');
  await expect(page.locator('main .skeleton').last()).toBeVisible();
  await expect(page.locator('#main')).toHaveAttribute('aria-busy', 'true');
  expect(messenger.story()).toEqual(['boot visitor at /']);
  come();
  await expect(page.getByRole('link', { name: 'Kelp Forest' })).toBeVisible();
  await messenger.receives(['boot visitor at /', 'update at /coffees']);
});

test('a page that changes under a pointer at rest asks for nothing in advance', async ({ page }) => {
  await ownClock(page);
  await open(page, '/coffees');
  const asked = calls(page);
  const over = async (clientX: number) => {
    await page.getByRole('link', { name: 'Kelp Forest' }).dispatchEvent('pointerover', { clientX, clientY: 5 });
    await page.clock.runFor(200);
  };
  await page.getByRole('heading', { level: 1 }).dispatchEvent('pointerdown', { clientX: 5, clientY: 5 });
  await over(5);
  expect(asked).toEqual([]);
  await over(6);
  await expect.poll(() => asked).toEqual(['~coffee kelp-forest']);
});

test('the code of the likeliest next page comes by itself', async ({ page }) => {
  const code = page.waitForRequest(/\/pkg\/split_coffees\.wasm$/);
  await open(page, '/');
  await code;
});

/** The files of pages' code that the page asks for from now on. */
function codeOf(page: Page): string[] {
  const groups: string[] = [];
  page.on('request', (request) => {
    const group = request.url().match(/\/pkg\/split_(coffees|find|brewing|reading|cart|enter|own)\.wasm$/)?.[1];
    if (group) groups.push(group);
  });
  return groups;
}

/** Lets moments pass at which the page would ask for the next file. */
async function idleMoments(page: Page): Promise<void> {
  for (let moments = 0; moments < 3; moments += 1) {
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  }
}

test('the code of the pages to which the header links comes when the page is idle, one file after the other', async ({ page }) => {
  const come = codeOf(page);
  const release = await hold(page, /\/pkg\/split_reading/);
  const messenger = page.waitForResponse(CODE);
  await open(page, '/');
  await messenger;
  await expect.poll(() => come).toEqual(['coffees', 'reading']);
  await idleMoments(page);
  expect(come).toEqual(['coffees', 'reading']);
  release();
  await expect.poll(() => come).toEqual(['coffees', 'reading', 'brewing', 'find', 'enter', 'cart']);
});

test('no code comes by itself while a page is awaited', async ({ page }) => {
  const come = codeOf(page);
  const [releaseCode, releaseData] = [await hold(page, /\/pkg\/split_reading/), await hold(page, /\/api\/coffees\b/)];
  const code = page.waitForResponse(/\/pkg\/split_reading/);
  await open(page, '/');
  await expect.poll(() => come).toEqual(['coffees', 'reading']);
  await header(page, 'Coffees').click();
  await expect(h1(page)).toHaveText('Coffees');
  releaseCode();
  await (await code).finished();
  await idleMoments(page);
  expect(come).toEqual(['coffees', 'reading']);
  releaseData();
  await expect.poll(() => come).toEqual(['coffees', 'reading', 'brewing', 'find', 'enter', 'cart']);
});

for (const [line, says] of [['asks for less data', { saveData: true }], ['has a line of 2g', { effectiveType: '2g' }]] as const) {
  test(`the code of no other page comes by itself for a person who ${line}`, async ({ page }) => {
    const code = codeOf(page);
    await savesData(page, says);
    const idle = page.waitForResponse(CODE);
    await open(page, '/');
    // It comes when the page is idle, so later than the other would.
    await idle;
    expect(code).toEqual([]);
    const asked = page.waitForRequest(/\/pkg\/split_coffees\.wasm$/);
    await header(page, 'Coffees').hover();
    await asked;
  });
}

test.describe('before a page wakes', () => {
  /** A page whose code does not come, and the events of its speculation rules. */
  const asleep = async (page: Page, path: string) => {
    const events = await page.context().newCDPSession(page);
    await events.send('Preload.enable');
    await page.route('**/pkg/*.js', () => {});
    const links = new Promise<string[]>((resolve) => {
      events.on('Preload.preloadingAttemptSourcesUpdated', ({ preloadingAttemptSources }) => {
        resolve(preloadingAttemptSources.map(({ key }) => new URL(key.url).pathname));
      });
    });
    await page.goto(path, { waitUntil: 'commit' });
    return { events, links };
  };
  const rules = (page: Page) => page.locator('script[type=speculationrules]');

  test('the browser fetches the page of a link at which the pointer rests, and a click shows it', async ({ page }) => {
    const { events } = await asleep(page, '/');
    const ready = new Promise<void>((resolve) => {
      events.on('Preload.prefetchStatusUpdated', ({ key, status }) => void (status === 'Ready' && key.url.endsWith('/plans') && resolve()));
    });
    await header(page, 'Plans').hover();
    await ready;
    // The page still sleeps: awake, it would keep the click to itself.
    await header(page, 'Plans').click();
    await expect(page).toHaveURL('/plans');
    expect(await page.evaluate(() => (performance.getEntriesByType('navigation')[0] as unknown as { deliveryType: string }).deliveryType)).toBe('navigational-prefetch');
  });

  test('no page with a cart, an order or a log-in is among the pages that the browser may fetch', async ({ page }) => {
    const { links } = await asleep(page, '/');
    const paths = await links;
    expect(paths).toEqual(expect.arrayContaining(['/coffees', '/brewing', '/plans']));
    expect(paths.filter((path) => /^\/(api|cart|checkout|orders|account|login|signup|lifecycle|workspace)/.test(path))).toEqual([]);
  });

  test('the browser fetches no page for a logged-in person', async ({ page, context, baseURL }) => {
    await signUp(context, baseURL!);
    await asleep(page, '/');
    // The rules would stand at the end of the document.
    await page.waitForFunction(() => document.readyState !== 'loading');
    await expect(rules(page)).toHaveCount(0);
  });

  test('a page that is awake leaves the next page to the app', async ({ page }) => {
    await asleep(page, '/');
    await expect(rules(page)).toHaveCount(1);
    await page.unroute('**/pkg/*.js');
    await open(page, '/');
    await expect(rules(page)).toHaveCount(0);
  });
});
