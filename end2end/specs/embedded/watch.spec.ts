// What the tests' own watch must not let pass, in any of them.
import type { Browser, Page } from '@playwright/test';

import { expect, test } from '../../fixtures/test.ts';
import { Watch } from '../../fixtures/watch.ts';
import { errorsIn } from '../../log.ts';

/** A page with a watch of its own: what it complains of fails no test. */
async function watched(browser: Browser, baseURL: string): Promise<[Watch, Page]> {
  const [watch, context] = [new Watch(), await browser.newContext({ baseURL })];
  await watch.over(context);
  const page = await context.newPage();
  const quiet = '<!doctype html><link rel="icon" href="data:,"><title>Quiet</title>';
  await page.route('**/quiet', (route) => route.fulfill({ contentType: 'text/html', body: quiet }));
  await page.goto('/quiet');
  return [watch, page];
}

test.describe('a test would fail on', () => {
  test('a warning in the console', async ({ page, watch, shop }) => {
    await shop.open('/');
    await page.evaluate(() => console.warn('something'));
    await expect.poll(() => watch.take()).toEqual([expect.stringMatching(/^console warning: something/)]);
  });

  test('an error that a page does not catch', async ({ page, watch, shop }) => {
    await shop.open('/');
    await page.evaluate(() => void queueMicrotask(() => { throw new Error('nobody catches this'); }));
    await expect.poll(() => watch.take().join()).toContain('page error: Error: nobody catches this');
  });

  test('what the policy refuses', async ({ page, watch, shop }) => {
    await shop.open('/');
    const said: string[] = [];
    await page.evaluate(() => void (new Image().src = 'https://elsewhere.example/pixel'));
    await expect.poll(() => (said.push(...watch.take()), said.join('\n'))).toContain('policy: img-src refused https://elsewhere.example/pixel at /');
    // The console says so too.
    await expect.poll(() => (said.push(...watch.take()), said.length)).toBe(2);
  });

  for (const [what, said, complaint] of [
    ['with another status', 'GET /no-such-thing 500', /status of 404/],
    ['at another address', 'GET /nothing 404', /status of 404/],
    ['by another method', 'POST /no-such-thing 404', /excused: POST \/no-such-thing 404 ×1, but it happened 0 times/],
    ['more often', 'GET /no-such-thing 404 ×2', /excused: GET \/no-such-thing 404 ×2, but it happened 1 times/],
    ['never', 'GET /something 404', /excused: GET \/something 404 ×1, but it happened 0 times/],
  ] as const) {
    test(`a failed request that it said would fail ${what}`, async ({ browser, baseURL }) => {
      const [watch, page] = await watched(browser, baseURL!);
      watch.expectFailure(said);
      await page.evaluate(() => fetch('/no-such-thing').then(() => undefined));
      await expect.poll(() => watch.complaints().join('\n')).toMatch(complaint);
      await page.context().close();
    });
  }

  test('one failed request more than it said', async ({ browser, baseURL }) => {
    const [watch, page] = await watched(browser, baseURL!);
    watch.expectFailure('GET /no-such-thing 404');
    const ask = () => page.evaluate(() => fetch('/no-such-thing').then(() => undefined));
    await ask();
    await watch.verify();
    await ask();
    await expect.poll(() => watch.complaints().join()).toContain('but it happened 2 times');
    await page.context().close();
  });

  test('a line of its server that reports an error', () => {
    const development = '2026-11-21T17:00:00.000000Z ERROR request: the page was not made';
    const production = '{"timestamp":"2026-11-21T17:00:00.000000Z","level":"ERROR","message":"x"}';
    const panic = "thread 'tokio-runtime-worker' panicked at src/a.rs:1:1:";
    const itsMessage = 'index out of bounds';
    const fine = '2026-11-21T17:00:00.000000Z  INFO request{path="/ERROR"}: answered status=500';
    expect(errorsIn([development, production, panic, itsMessage, fine].join('\n'))).toEqual([development, production, panic, itsMessage]);
  });

  test('an identity in the page’s settings', async ({ page, messenger, shop }) => {
    await shop.open('/');
    await messenger.receives(['boot visitor at /']);
    await page.evaluate(() => {
      window.intercomSettings = { user_id: 'somebody' };
      window.Intercom?.('hide');
    });
    await expect.poll(() => messenger.verify().then(() => '', String)).toContain('window.intercomSettings');
    messenger.journal.length = 0;
  });

  test('a title of another page in a ping', async ({ page, messenger, shop }) => {
    await shop.open('/');
    await messenger.receives(['boot visitor at /']);
    await page.evaluate(() => {
      document.title = 'Coffees · Tidewater Coffee';
      window.Intercom?.('update');
    });
    await messenger.receives(['boot visitor at /', 'update at /']);
    await expect(messenger.verify()).rejects.toThrow('update at /');
    messenger.journal.length = 0;
  });
});
