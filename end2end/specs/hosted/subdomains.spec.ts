// Rule R3: the widget's cookies span the subdomains of a domain, and so does the marker.
import { chromium } from '../../chromium.mjs';
import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

test.use({ launchOptions: { ...chromium, args: [...chromium.args, '--host-resolver-rules=MAP *.tidewater.example 127.0.0.1'] } });

test('a session that ended at one subdomain is shut down at another before the next person boots', async ({ page, context, shop, messenger, watch, baseURL }) => {
  // These names are served without https.
  watch.expectWarning(/Cross-Origin-Opener-Policy header has been ignored/);
  const at = (name: string, path: string) => `http://${name}.tidewater.example:${new URL(baseURL ?? '').port}${path}`;
  await shop.open(at('app', '/login'));
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  await page.goto('about:blank');
  // The shop's own cookies belong to one host: at the other one nobody is logged in.
  messenger.journal.length = 0;
  await page.goto(at('www', '/coffees'));
  await messenger.receives(['shutdown', 'boot visitor at /coffees']);
  const marker = async () => (await context.cookies()).filter(({ name }) => name.startsWith('messenger-session-'));
  await expect.poll(marker).toEqual([]);
  // Once is enough, and the first subdomain sees it at its next load.
  await page.goto(at('www', '/'));
  await messenger.receives(['shutdown', 'boot visitor at /coffees', 'boot visitor at /']);
  await page.goto(at('app', '/coffees'));
  await messenger.receives(['shutdown', 'boot visitor at /coffees', 'boot visitor at /', 'boot customer at /coffees']);
  expect((await marker()).map(({ domain }) => domain)).toEqual(['.tidewater.example']);
});
