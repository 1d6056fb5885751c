// The tests' own watch: what it must not let pass. Each of these fails, as it should.
import { test } from '../fixtures/test.ts';

test.describe('a test fails on', () => {
  test.beforeEach(async ({ shop }) => {
    test.fail();
    await shop.open('/');
  });

  test('a warning in the console', async ({ page }) => {
    await page.evaluate(() => console.warn('something'));
  });

  test('an error that a page does not catch', async ({ page }) => {
    await page.evaluate(() => new Promise<void>((done) => setTimeout(() => (done(), null as unknown as () => void)())));
  });

  test('what the policy refuses', async ({ page }) => {
    const refused = page.evaluate(() => new Promise((done) => document.addEventListener('securitypolicyviolation', done)));
    await page.evaluate(() => void (new Image().src = 'https://elsewhere.example/pixel'));
    await refused;
  });

  test('a failed request that it did not say it would make', async ({ page }) => {
    await page.evaluate(() => fetch('/no-such-thing').then(() => undefined));
  });

  test('an identity in the page’s settings', async ({ page, messenger }) => {
    await page.evaluate(() => {
      window.intercomSettings = { user_id: 'somebody' };
      window.Intercom?.('hide');
    });
    await messenger.tells(['boot visitor at /']);
  });

  test('a title of another page in a ping', async ({ page }) => {
    await page.evaluate(() => {
      document.title = 'Coffees · Tidewater Coffee';
      window.Intercom?.('update');
    });
  });
});
