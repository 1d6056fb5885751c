// Several brands of one server, side by side in one browser: each host has its own name, script, cookies, people and key.
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { jwtVerify } from 'jose';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withServer } from '../../alone.ts';
import { keepJournal, type Entry } from '../../fixtures/journal.ts';
import { customer, demoAccounts, second } from '../../fixtures/people.ts';
import { Shop } from '../../fixtures/shop.ts';
import { standIn } from '../../fixtures/standin.ts';
import { Watch } from '../../fixtures/watch.ts';

const heronSecret = 'a-secret-of-heron-that-only-the-tests-use';

const file = `
[[brand]]
hosts = ["tide.localhost"]
name = "Tide Coffee"
app_id = "tide0001"
embedded = true
action_color = "#7a1f5c"

[[brand]]
hosts = ["kestrel.localhost"]
name = "Kestrel Tea"
short_name = "Kestrel"
app_id = "kestrel1"
embedded = true

[[brand]]
hosts = ["heron.localhost"]
name = "Heron Books"
app_id = "https://app.au.intercom.com/a/apps/heron001/home"
region = "au"
secret_env = "HERON_SECRET"
action_color = "#0b6e6e"
`;

type Fixtures = { watch: Watch; at: (brand: string) => string };

const test = base.extend<Fixtures, { port: string }>({
  port: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger-brands.'));
      const path = join(folder, 'brands.toml');
      await writeFile(path, file);
      try {
        const settings = { BRANDS: path, HERON_SECRET: heronSecret, INTERCOM_IDENTITY_SECRET: '' };
        await withServer('embedded', settings, (url) => use(new URL(url).port));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    { scope: 'worker' },
  ],
  at: async ({ port }, use) => use((brand) => `http://${brand}.localhost:${port}`),
  watch: async ({}, use) => use(new Watch()),
  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
    await watch.verify();
  },
});

const launcher = (page: Page) => page.locator('.intercom-launcher');
const panel = (page: Page) => page.frameLocator('iframe[name="intercom-messenger-frame"]');

/** The widget's cookies that this host would be sent: name and value. */
async function cookies(context: BrowserContext, origin: string): Promise<Record<string, string>> {
  const all = (await context.cookies(origin)).filter(({ name }) => name.startsWith('intercom-'));
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** The app ids in their names. */
async function apps(context: BrowserContext, origin: string): Promise<string[]> {
  const names = Object.keys(await cookies(context, origin));
  return [...new Set(names.map((name) => name.replace(/^intercom-(id|session|device-id)-/, '')))];
}

test('two hosts of one server are two shops with their own people', async ({ context, at }) => {
  const [tide, kestrel] = [await context.newPage(), await context.newPage()];
  await tide.goto(at('tide'));
  await kestrel.goto(`${at('kestrel')}/coffees`);

  await expect(tide).toHaveTitle('Tide Coffee');
  await expect(kestrel).toHaveTitle('Coffees · Kestrel Tea');
  await expect(tide.getByRole('banner').getByRole('link', { name: 'Tide Coffee', exact: true })).toBeVisible();
  await expect(kestrel.getByRole('banner').getByRole('link', { name: 'Kestrel', exact: true })).toBeVisible();

  await test.step('each has the Messenger of its own workspace, with its name and colour', async () => {
    await expect(launcher(tide)).toHaveCSS('background-color', 'rgb(122, 31, 92)');
    await expect(launcher(kestrel)).not.toHaveCSS('background-color', 'rgb(122, 31, 92)');
    for (const [page, name] of [[tide, 'Tide Coffee'], [kestrel, 'Kestrel Tea']] as const) {
      await launcher(page).click();
      await expect(panel(page).locator('.hello .top p')).toHaveText(name);
      await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
    }
    await expect.poll(() => apps(context, at('tide'))).toEqual(['tide0001']);
    await expect.poll(() => apps(context, at('kestrel'))).toEqual(['kestrel1']);
  });

  await test.step('whoever logs in at one is nobody at the other', async () => {
    await tide.goto(`${at('tide')}/login`);
    await new Shop(tide, demoAccounts()).logIn(customer);
    await kestrel.reload();
    await expect(kestrel.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
    // It is open again.
    await expect(panel(kestrel).getByText('You are here as a visitor')).toBeVisible();
  });

  await test.step('two people at once, one at each', async () => {
    await kestrel.goto(`${at('kestrel')}/login`);
    await new Shop(kestrel, demoAccounts()).logIn(second);
    for (const [page, greeting] of [[tide, 'Hello Marit'], [kestrel, 'Hello Tomas']] as const) {
      await page.reload();
      await expect(panel(page).getByRole('heading', { level: 1 })).toHaveText(greeting);
    }
  });

  await test.step('a log-out at one leaves the other as it is', async () => {
    const before = [await cookies(context, at('tide')), await cookies(context, at('kestrel'))];
    await launcher(tide).click();
    await new Shop(tide, demoAccounts()).logOut();
    const session = async () => (await cookies(context, at('tide')))['intercom-session-tide0001'];
    await expect.poll(session).not.toBe(before[0]!['intercom-session-tide0001']);
    expect(await cookies(context, at('kestrel'))).toEqual(before[1]);
    await kestrel.reload();
    await expect(new Shop(kestrel, demoAccounts()).menu).toBeVisible();
  });

  await test.step('each inspector shows its own people', async () => {
    for (const [page, origin, own, other] of [[tide, at('tide'), 'Marit', 'Tomas'], [kestrel, at('kestrel'), 'Tomas', 'Marit']] as const) {
      await page.goto(`${origin}/lifecycle`);
      await expect(page.getByText(own).first()).toBeAttached();
      await expect(page.getByText(other)).toHaveCount(0);
    }
  });
});

test('a hosted brand beside them has its own script, policy, region and key', async ({ page, context, at }) => {
  const journal: Entry[] = [];
  const scripts: string[] = [];
  await context.exposeBinding('__note', (_, entry: Entry) => void journal.push(entry));
  await context.addInitScript(keepJournal);
  await context.route('https://widget.intercom.io/**', (route) => {
    scripts.push(route.request().url());
    return route.fulfill({ contentType: 'text/javascript', body: `(${standIn})();` });
  });
  await page.goto(`${at('heron')}/login`);
  await expect(page).toHaveTitle('Log in · Heron Books');
  await new Shop(page, demoAccounts()).logIn(customer);
  const boots = () => journal.filter(({ kind, name }) => kind === 'call' && name === 'boot').map(({ argument }) => argument as Record<string, unknown>);
  await expect.poll(() => boots().find((boot) => boot.intercom_user_jwt)).toBeTruthy();
  const { intercom_user_jwt: jwt, ...settings } = boots().find((boot) => boot.intercom_user_jwt)!;
  expect(settings).toEqual({ app_id: 'heron001', api_base: 'https://api-iam.au.intercom.io', action_color: '#0b6e6e' });
  const { payload } = await jwtVerify(jwt as string, new TextEncoder().encode(heronSecret), { algorithms: ['HS256'] });
  expect(payload.user_id).toBe('demo-customer');
  expect(new Set(scripts)).toEqual(new Set(['https://widget.intercom.io/widget/heron001']));
  await expect.poll(() => apps(context, at('heron'))).toEqual(['heron001']);
  for (const other of ['tide', 'kestrel']) expect(await apps(context, at(other))).toEqual([]);
});
