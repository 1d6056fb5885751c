// The loader's manners: small, alone with its two names, and never a trouble to the page.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { expect, test } from '../../plain.ts';

test('the loader is at most 5 KB and the panel’s script at most 12 KB, compressed', async ({ request, workspace }) => {
  const body = async (path: string) => (await request.get(workspace.origin + path)).body();
  const loader = await body(`/widget/${workspace.appId}`);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: loader.length };
  expect(brotliCompressSync(loader, { params }).length).toBeLessThanOrEqual(5_120);
  expect(gzipSync(await body('/messenger/web/panel.js'), { level: 9 }).length).toBeLessThanOrEqual(12_000);
});

test('no global appears but Intercom and intercomSettings', async ({ page, plain }) => {
  await plain.boot({}, { before: 'window.known = Object.getOwnPropertyNames(window);' });
  await plain.launcher.click();
  await expect(plain.panel.getByRole('heading', { level: 1 })).toBeVisible();
  const added = await page.evaluate(() => {
    const known = new Set((window as any).known as string[]);
    // A frame of the page is one by its index.
    return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^\d+$/.test(name)).sort();
  });
  expect(added).toEqual(['Intercom', 'intercomSettings', 'known']);
});

/** What may be missing or broken where the widget runs; it goes on, with what it has. */
const BROKEN: Record<string, string> = {
  'cookies that may not be touched':
    "Object.defineProperty(Document.prototype, 'cookie', { get() { throw new Error('no') }, set() { throw new Error('no') } });",
  'no adopted style sheets': "delete Document.prototype.adoptedStyleSheets;",
  'adopted style sheets that fail':
    "Object.defineProperty(Document.prototype, 'adoptedStyleSheets', { get() { throw new Error('no') } });",
  'no constructed style sheets': 'delete window.CSSStyleSheet;',
  'no crypto': "Object.defineProperty(window, 'crypto', { value: undefined });",
  'no time limit for requests': 'delete AbortSignal.timeout;',
};

for (const [what, before] of Object.entries(BROKEN)) {
  test(`with ${what} it boots and opens all the same`, async ({ plain }) => {
    await plain.boot({}, { before });
    await plain.launcher.click();
    await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
    await expect(plain.launcher).toHaveCSS('position', 'fixed');
    await plain.intercom('shutdown');
  });
}

/** Without these there is no session; the page must not notice more than that. */
const DEAF: Record<string, string> = {
  'no fetch': 'delete window.fetch;',
  'a fetch that throws': "window.fetch = () => { throw new Error('no') };",
  'a fetch that never answers': 'window.fetch = () => new Promise(() => {});',
  'a fetch that answers nonsense': "window.fetch = async () => new Response('<html>');",
  'no message channel': 'delete window.fetch; delete window.MessageChannel;',
};

for (const [what, before] of Object.entries(DEAF)) {
  test(`with ${what} nothing is thrown into the page`, async ({ page, plain, watch }) => {
    watch.expectWarning(/MessageChannel is not defined/);
    await plain.open({ before });
    await expect(plain.launcher).toBeVisible();
    await plain.launcher.click();
    await expect(plain.box).toBeVisible();
    await plain.intercom('update', { plan: 'skiff' });
    await plain.intercom('show');
    expect(await plain.intercom('whoami')).toBe(undefined);
    await expect(page.locator('#intercom-container')).toBeAttached();
    await plain.intercom('shutdown');
    await expect(page.locator('#intercom-container')).toHaveCount(0);
  });
}

test('before there is a body it waits for one', async ({ page, plain }) => {
  await plain.boot({}, { bare: true, after: 'window.bodyThen = !!document.body;' });
  expect(await page.evaluate(() => (window as any).bodyThen)).toBe(false);
  await expect(plain.launcher).toBeVisible();
});

test('a callback that throws is the console’s, and the others are still called', async ({ page, plain, watch }) => {
  watch.expectWarning(/thrown by the page/);
  await plain.boot();
  await page.evaluate(() => {
    const received = ((window as any).received = [] as unknown[]);
    const broken = () => {
      throw new Error('thrown by the page');
    };
    for (const event of ['onShow', 'onHide', 'onUnreadCountChange', 'onUserEmailSupplied', 'ready']) {
      (window as any).Intercom(event, broken);
      (window as any).Intercom(event, 'no function');
      (window as any).Intercom(event, (...args: unknown[]) => received.push([event, ...args]));
      (window as any).Intercom(event);
    }
    (window as any).Intercom('show');
    (window as any).Intercom('hide');
  });
  const received = await page.evaluate(() => (window as any).received);
  expect(received).toEqual([['onUnreadCountChange', 0], ['ready'], ['onShow'], ['onHide']]);
});

test('calls that mean nothing do nothing and return nothing', async ({ page, plain, watch }) => {
  watch.expectWarning(/takes plain data|a getter of the page/);
  await plain.boot();
  const returned = await page.evaluate(() => {
    const { Intercom } = window as any;
    const circle: any = {};
    circle.self = circle;
    const calls: unknown[][] = [
      [], [undefined], [null], [42], [{}], [Symbol('boot')], ['constructor'], ['__proto__'], ['toString'], ['logout'], ['Boot'],
      ['boot', null], ['boot', 'text'], ['boot', [1]], ['boot', 7], ['update', circle], ['update', { big: 1n }], ['update', ['x']],
      ['showSpace'], ['showSpace', 'attic'], ['showSpace', {}], ['hideNotifications'], ['trackEvent'], ['setAuthTokens', null],
    ];
    return calls.map((call) => Intercom(...call));
  });
  expect(new Set(returned)).toEqual(new Set([undefined]));
  await expect(plain.launcher).toHaveAttribute('aria-expanded', 'false');
  await page.evaluate(() => {
    const get = () => {
      throw new Error('a getter of the page');
    };
    Object.defineProperty(window, 'intercomSettings', { get });
    (window as any).Intercom('boot');
  });
  expect((await plain.intercom('whoami')).type).toBe('visitor');
});

test('a queue of anything is drained', async ({ plain, workspace }) => {
  await plain.open({
    settings: {},
    after: `Intercom.q.push(undefined, null, 7, 'boot', {}, [], [undefined], { length: 1, 0: 'show' });
      Intercom('boot', { app_id: ${JSON.stringify(workspace.appId)} });`,
  });
  await plain.live();
});

test('without an app id nothing happens', async ({ page, plain }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await plain.open({ settings: {} });
  await expect.poll(() => page.evaluate(() => (window as any).Intercom.booted)).toBe(true);
  await plain.intercom('update');
  await plain.intercom('show');
  expect(await plain.intercom('getVisitorId')).toBe(undefined);
  await expect(page.locator('#intercom-container')).toHaveCount(0);
  expect(asked.filter((url) => url.includes('/messenger/'))).toEqual([]);
});

test.describe('for a crawler', () => {
  test.use({ userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' });

  test('it does nothing', async ({ page, plain }) => {
    // A script is said to be loaded once it has run.
    await plain.open({ before: "document.addEventListener('load', ({ target }) => (window.ran ||= target.src?.includes('/widget/')), true);" });
    await expect.poll(() => page.evaluate(() => (window as any).ran)).toBe(true);
    expect(await page.evaluate(() => !!(window as any).Intercom.q)).toBe(true);
    await expect(page.locator('#intercom-container')).toHaveCount(0);
    expect(await plain.cookies()).toEqual({});
  });
});

test('api_base wins over the script’s origin, for pings and panel', async ({ page, plain, workspace }) => {
  const base = 'http://127.0.0.2:9';
  const asked: string[] = [];
  await page.route(`${base}/**`, async (route) => {
    const url = route.request().url();
    // What the panel asks for last may find the test over.
    const response = await route.fetch({ url: url.replace(base, workspace.origin) }).catch(() => undefined);
    if (!response) return;
    await route.fulfill({ response }).catch(() => {});
    asked.push(new URL(url).pathname);
  });
  await plain.boot({ api_base: `${base}/` });
  await plain.launcher.click();
  await expect.poll(() => asked).toEqual(expect.arrayContaining(['/messenger/web/ping', '/messenger/web/panel']));
});

test('ids come as strings or numbers', async ({ page, plain, watch }) => {
  watch.expectFailure('POST /messenger/web/ping 404');
  const sent = page.waitForRequest((request) => request.url().endsWith('/ping') && request.method() === 'POST');
  await plain.open({ settings: { app_id: 12345, user_id: 7 } });
  const answered = (await sent).response();
  expect((await sent).postDataJSON()).toMatchObject({ app_id: '12345', settings: { user_id: 7 } });
  await answered;
});

const OPENING = ['showArticle', 'showNews', 'showTicket'];
const SILENT = ['startTour', 'startSurvey', 'startChecklist', 'setAuthTokens'];

test('what comes later opens the panel where it would show something, and says so once', async ({ page, plain }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await plain.boot();
  for (const call of SILENT) {
    await plain.intercom(call, 7);
    await plain.intercom(call, 'seven');
    await expect(plain.launcher, call).toHaveAttribute('aria-expanded', 'false');
  }
  for (const call of [...OPENING.map((name) => [name]), ...['help', 'news', 'tasks', 'tickets'].map((space) => ['showSpace', space])]) {
    await plain.intercom(...call, ...(call.length === 1 ? [7] : []));
    await expect(plain.launcher, call.join()).toHaveAttribute('aria-expanded', 'true');
    await plain.intercom('hide');
    await plain.intercom(...call);
    await plain.intercom('hide');
  }
  expect(said.length).toBe(new Set(said).size);
  for (const call of [...SILENT, ...OPENING, 'showSpace("help")']) {
    expect(said.filter((line) => line.startsWith(`Intercom: ${call} `)), call).toHaveLength(1);
  }
  await plain.intercom('showSpace', 'home');
  await expect(plain.launcher).toHaveAttribute('aria-expanded', 'true');
});

test('after session_duration without activity the session ends, and the next boot begins another', async ({ page, plain }) => {
  await page.clock.install();
  await plain.boot({ session_duration: 600_000 });
  const visitor = await plain.intercom('getVisitorId');
  // The clock runs by itself, too: minutes are left to a machine that is busy.
  await page.clock.runFor(400_000);
  await plain.intercom('update', { plan: 'skiff' });
  await page.clock.runFor(400_000);
  expect(await plain.intercom('getVisitorId'), 'a call is activity').toBe(visitor);
  const ended = page.waitForRequest((request) => request.url().endsWith('/shutdown') && request.method() === 'POST');
  await page.clock.runFor(201_000);
  await ended;
  await expect(page.locator('#intercom-container')).toHaveCount(0);
  await expect.poll(async () => Object.keys(await plain.cookies()).sort(), 'a visitor stays known').toEqual(['intercom-device-id', 'intercom-id']);
  const next = page.waitForRequest((request) => request.url().endsWith('/ping') && request.method() === 'POST');
  await plain.intercom('update');
  await plain.intercom('boot');
  expect((await next).postDataJSON().call).toBe('boot');
  expect(await (await next).headerValue('authorization')).toBe(null);
  await plain.live();
});

test('a session_duration is at least five minutes, and the session’s cookie lives as long', async ({ page, plain }) => {
  await page.clock.install();
  await plain.boot({ session_duration: 1_000 });
  const cookie = async () => (await page.context().cookies()).find(({ name }) => name.startsWith('intercom-session'));
  await expect.poll(cookie).toBeTruthy();
  const { expires } = (await cookie())!;
  expect(expires - Date.now() / 1_000).toBeGreaterThan(290);
  expect(expires - Date.now() / 1_000).toBeLessThanOrEqual(301);
  await page.clock.runFor(200_000);
  expect(await plain.intercom('whoami')).toBeTruthy();
  await page.clock.runFor(101_000);
  expect(await plain.intercom('whoami')).toBe(undefined);
});

test('a sleep longer than session_duration ends the session at the next call', async ({ page, plain }) => {
  await page.clock.install();
  await plain.boot({ session_duration: 300_000 });
  // Timers stand still while a machine sleeps; the clock does not.
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await plain.intercom('update');
  expect(await plain.intercom('whoami')).toBe(undefined);
});

test('cookies live nine months, a week and nine months, and belong to this site', async ({ page, plain, workspace }) => {
  await plain.boot();
  await expect.poll(async () => Object.keys(await plain.cookies()).length).toBe(3);
  const cookies = await page.context().cookies();
  const DAY = 86_400;
  const life = Object.fromEntries(
    cookies.map(({ name, expires, path, sameSite, httpOnly, domain }) => {
      expect({ path, sameSite, httpOnly, domain }, name).toEqual({ path: '/', sameSite: 'Lax', httpOnly: false, domain: 'localhost' });
      return [name, Math.round((expires - Date.now() / 1_000) / DAY)];
    }),
  );
  const { appId } = workspace;
  expect(life).toEqual({ [`intercom-id-${appId}`]: 274, [`intercom-session-${appId}`]: 7, [`intercom-device-id-${appId}`]: 274 });
});
