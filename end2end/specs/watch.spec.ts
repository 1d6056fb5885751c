// What the tests' own watch must not let pass, in any of them.
import { expect, test } from '../fixtures/test.ts';

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

  test('a failed request that it did not say it would make, or with another status', async ({ page, watch, shop }) => {
    await shop.open('/');
    watch.expectFailure(/\/no-such-thing$/, 500);
    await page.evaluate(() => fetch('/no-such-thing').then(() => undefined));
    await expect.poll(() => watch.take().join()).toContain('status of 404');
    watch.expectFailure(/\/no-such-thing$/, 404);
    await page.evaluate(() => fetch('/no-such-thing').then(() => undefined));
  });

  test('an identity in the page’s settings', async ({ page, messenger, shop }) => {
    await shop.open('/');
    await messenger.tells(['boot visitor at /']);
    await page.evaluate(() => {
      window.intercomSettings = { user_id: 'somebody' };
      window.Intercom?.('hide');
    });
    await expect.poll(() => messenger.verify().then(() => '', String)).toContain('window.intercomSettings');
    messenger.journal.length = 0;
  });

  test('a title of another page in a ping', async ({ page, messenger, shop }) => {
    await shop.open('/');
    await messenger.tells(['boot visitor at /']);
    await page.evaluate(() => {
      document.title = 'Coffees · Tidewater Coffee';
      window.Intercom?.('update');
    });
    await messenger.tells(['boot visitor at /', 'update at /']);
    await expect(messenger.verify()).rejects.toThrow('update at /');
    messenger.journal.length = 0;
  });
});
