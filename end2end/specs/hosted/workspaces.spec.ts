// Two workspaces behind one origin, as a preview beside production is: each has its own people, marker and channel.
import { expect, test as base, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withServer } from '../../alone.ts';
import { keepJournal, type Entry } from '../../fixtures/journal.ts';
import { customer, demoAccounts, second } from '../../fixtures/people.ts';
import { Shop } from '../../fixtures/shop.ts';
import { standIn } from '../../fixtures/standin.ts';
import { Watch } from '../../fixtures/watch.ts';

const brand = (name: string, appId: string) => `
[[brand]]
hosts = ["${name}.localhost"]
name = "${name}"
app_id = "${appId}"
secret_env = "SECRET_OF_${name.toUpperCase()}"
`;

const SECRETS = {
  SECRET_OF_PRODUCTION: 'a-secret-of-production-that-only-the-tests-use',
  SECRET_OF_PREVIEW: 'a-secret-of-the-preview-that-only-the-tests-use',
};

/**
 * One origin for both brands of the server at this address. A tab names its brand in a header of all its requests. The
 * shop's cookies go by the brand's name, so that each brand has its own log-in; the widget's and the pattern's own do not.
 */
async function serveAtOneOrigin(address: string, use: (origin: string) => Promise<void>): Promise<void> {
  const shared = (pair: string) => /^(intercom|messenger)-/.test(pair);
  const server = createServer((asked, answer) => {
    const brand = String(asked.headers['x-brand']);
    const host = `${brand}.localhost:${new URL(address).port}`;
    const cookies = (asked.headers.cookie ?? '').split('; ').filter((pair) => shared(pair) || pair.startsWith(`${brand}.`));
    const headers = { ...asked.headers, host, cookie: cookies.map((pair) => (shared(pair) ? pair : pair.slice(brand.length + 1))).join('; ') };
    if (asked.headers.origin) Object.assign(headers, { origin: `http://${host}` });
    const forwarded = request(address + asked.url, { method: asked.method, headers }, (reply) => {
      const set = reply.headers['set-cookie']?.map((line) => (shared(line) ? line : `${brand}.${line}`));
      answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...(set && { 'set-cookie': set }) });
      reply.pipe(answer);
    });
    // The tab left, or the server ended with the test.
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const test = base.extend<{ watch: Watch; journal: Entry[]; tab: (brand: string) => Promise<Page> }>({
  watch: async ({}, use) => use(new Watch()),
  journal: async ({}, use) => use([]),
  baseURL: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger-workspaces.'));
    const path = join(folder, 'brands.toml');
    await writeFile(path, brand('production', 'prod0001') + brand('preview', 'prev0001'));
    try {
      await withServer('embedded', { BRANDS: path, INTERCOM_IDENTITY_SECRET: '', ...SECRETS }, (address) => serveAtOneOrigin(address, use));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  context: async ({ context, watch, journal }, use) => {
    await watch.over(context);
    await context.exposeBinding('__note', (_, entry: Entry) => void journal.push(entry));
    await context.addInitScript(keepJournal);
    await context.route('https://widget.intercom.io/**', (route) => route.fulfill({ contentType: 'text/javascript', body: `(${standIn})();` }));
    await use(context);
    await watch.verify();
  },
  tab: async ({ context }, use) =>
    use(async (brand) => {
      const page = await context.newPage();
      await page.setExtraHTTPHeaders({ 'x-brand': brand });
      await page.goto('/login');
      return page;
    }),
});

test('two workspaces at one origin never shut down each other’s people', async ({ context, tab, journal }) => {
  const calls = (name: string) => journal.filter((entry) => entry.kind === 'call' && entry.name === name);
  const people = async () => {
    const named = (await context.cookies()).filter(({ name }) => name.startsWith('intercom-session-'));
    return Object.fromEntries(named.map(({ name, value }) => [name.replace('intercom-session-', ''), value]));
  };
  const [production, preview] = [await tab('production'), await tab('preview')];
  await new Shop(production, demoAccounts()).logIn(customer);
  await expect.poll(people).toEqual({ prod0001: 'demo-customer' });
  await new Shop(preview, demoAccounts()).logIn(second);
  await expect.poll(people).toEqual({ prod0001: 'demo-customer', prev0001: 'demo-second' });
  const markers = (await context.cookies()).filter(({ name }) => name.startsWith('messenger-session-'));
  expect(new Set(markers.map(({ value }) => value)).size, 'markers that name different sessions').toBe(2);

  // Each step of a tab looks at the marker: with a shared one, each tab's step ends the other's session.
  for (const page of [production, preview, production, preview]) {
    const before = calls('update').length;
    await new Shop(page, demoAccounts()).coffees();
    await expect.poll(() => calls('update').length).toBeGreaterThan(before);
    await page.reload();
    await expect.poll(people).toEqual({ prod0001: 'demo-customer', prev0001: 'demo-second' });
    await page.goto('/');
  }
  expect(calls('shutdown'), 'sessions that ended').toEqual([]);

  await new Shop(production, demoAccounts()).logOut();
  await expect.poll(people).toEqual({ prev0001: 'demo-second' });
  await new Shop(preview, demoAccounts()).coffees();
  await expect(new Shop(preview, demoAccounts()).menu).toBeVisible();
  expect(await people()).toEqual({ prev0001: 'demo-second' });
  expect(calls('shutdown'), 'sessions that ended').toHaveLength(1);
});
