// What the page gives to whatever runs in the widget's place, and what it does not.
import type { Page } from '@playwright/test';
import { homeLogInLeadsTo } from '../../fixtures/messenger.ts';
import { customer, second } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

/** Looks round: everything that a script of the page can read without asking anybody. */
function spy() {
  const queue = window.Intercom?.q ?? [];
  window.Intercom = (name, ...rest) => void window.__write('call', name, rest[0]);
  for (const [name, argument] of queue) window.__write('call', String(name), argument, true);
}

/** The globals that a blank page has not, with all that can be read from them; cookies; storage; the document. */
const loot = (page: Page) =>
  page.evaluate(() => {
    const blank = document.body.appendChild(document.createElement('iframe'));
    const known = new Set(Object.getOwnPropertyNames(blank.contentWindow));
    blank.remove();
    const globals = Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^(__note|__write|__violation|__playwright|\d+$)/.test(name));
    const read = globals.map((name) => {
      try {
        return JSON.stringify((window as unknown as Record<string, unknown>)[name]);
      } catch {
        return '';
      }
    });
    const all = JSON.stringify([read, document.cookie, { ...localStorage }, { ...sessionStorage }, history.state, document.documentElement.outerHTML]);
    return { globals, all };
  });

/** Leptos' own, which say what the page was rendered with; and the Messenger's two. */
const GLOBALS = /^(Intercom|intercomSettings|__RESOLVED_RESOURCES|__SERIALIZED_ERRORS|__INCOMPLETE_CHUNKS|__PENDING_RESOURCES|__RESOURCE_RESOLVERS|__LEPTOS_\w+|\$RC|__wasm_split\w*)$/;

test('a script in the widget’s place finds no session cookie, nobody else’s token, and no global of ours', async ({ page, context, shop, messenger }, { project }) => {
  messenger.instead(spy);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  await messenger.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
  const { settings, claims } = messenger.pings().at(-1)!;
  const token = settings.intercom_user_jwt as string;
  const key = (await messenger.marker(page)) as string;
  expect(key).toBeTruthy();
  const cookie = (await context.cookies()).find(({ name }) => /session$/.test(name) && !name.startsWith('intercom'));
  expect(cookie?.httpOnly).toBe(true);
  const during = await loot(page);
  expect(during.all.includes(cookie?.value ?? '')).toBe(false);
  // It was handed to the widget; nothing keeps it where it can be looked up.
  expect(during.all.includes(token)).toBe(false);
  expect(during.globals.filter((name) => !GLOBALS.test(name))).toEqual([]);

  const boot = `boot second at ${homeLogInLeadsTo(project.name)}`;
  await shop.logOut();
  await shop.goToLogIn();
  await shop.logIn(second);
  await expect.poll(() => messenger.story().at(-1)).toBe(boot);
  await page.reload();
  await expect.poll(() => messenger.story().slice(-2)).toEqual([boot, boot]);
  const { all } = await loot(page);
  for (const trace of [token, key, claims!.user_id as string]) expect(all.includes(trace), trace).toBe(false);
  for (const { name, value, httpOnly } of await context.cookies()) {
    // The marker is the pattern's own: it names a session, and opens nothing.
    if (!/^(intercom|messenger)-/.test(name)) expect(httpOnly, `${name} is unreadable`).toBe(true);
    if (httpOnly && value.length > 8) expect(all.includes(value), `${name} is nowhere in the page`).toBe(false);
  }
});

/** Throws at every call, in every callback, and by itself. */
function rage() {
  window.__write('script', 'arrived');
  const queue = window.Intercom?.q ?? [];
  const throwNow = (name: string) => {
    throw new Error(`widget: ${name}`);
  };
  window.Intercom = (name, ...rest) => {
    window.__write('call', name, rest[0]);
    setTimeout(() => throwNow(`${name}, later`));
    void Promise.reject(new Error(`widget: ${name}, promised`));
    if (name === 'onUnreadCountChange') (rest[0] as (count: unknown) => void)({ valueOf: () => throwNow('count') });
    throwNow(name);
  };
  for (const [name, argument] of queue) window.__write('call', String(name), argument, true);
}

test('whatever the widget throws, at once, in callbacks or later, the shop navigates, logs in and logs out', async ({ page, shop, messenger, watch }) => {
  watch.expectWarning(/messenger: the widget threw/);
  messenger.instead(rage);
  await shop.open('/login');
  await messenger.receives(['boot visitor at /login']);
  await shop.logIn(customer);
  await shop.shows('Account');
  // A page that nobody stays on is not reported.
  await expect.poll(() => messenger.story().at(-1)).toBe('boot customer at /account');
  await shop.coffees();
  await expect.poll(() => messenger.story().at(-1)).toBe('update at /coffees');
  await shop.coffee('First Tide');
  await expect.poll(() => messenger.story().at(-1)).toBe('update at /coffees/first-tide');
  await shop.logOut();
  await shop.shows('Coffee that keeps harbour hours');
  await expect.poll(() => messenger.story()).toEqual([
    'boot visitor at /login',
    '→ log_in',
    'boot customer at /account',
    'update at /coffees',
    'update at /coffees/first-tide',
    'shutdown',
    '→ log_out',
    'boot visitor at /',
  ]);
  // What it throws later comes after the call: twice for each.
  const complaints: string[] = [];
  const missing = () => {
    complaints.push(...watch.take());
    const later = complaints.filter((complaint) => /widget: \w+, (later|promised)/.test(complaint));
    return 2 * messenger.calls().filter(({ queued }) => !queued).length - later.length;
  };
  await expect.poll(missing).toBe(0);
  // Its own complaints are all there is.
  for (const complaint of complaints) expect(complaint).toMatch(/widget: /);
});

/** Throws nothing at a call, and one error by itself after each. */
function grumble() {
  window.__write('script', 'arrived');
  const later = () => void setTimeout(() => { throw new Error('widget: later'); });
  for (const [name, argument] of window.Intercom?.q ?? []) window.__write('call', String(name), argument, true);
  window.Intercom = (name, ...rest) => {
    window.__write('call', name, rest[0]);
    later();
  };
}

test('an error that the widget throws later counts if its script has the page’s origin; the browser hides that of any other', async ({ page, shop, messenger, watch }) => {
  await page.addInitScript(() => addEventListener('error', ({ message, filename }) => window.__write('script', filename, message)));
  messenger.instead(grumble);
  await shop.open('/');
  await messenger.receives(['boot visitor at /']);
  await shop.coffees();
  await messenger.receives(['boot visitor at /', 'update at /coffees']);
  const errors = () => messenger.journal.filter(({ kind, argument }) => kind === 'script' && argument !== undefined);
  const thrown = () => messenger.calls().filter(({ queued }) => !queued).length;
  await expect.poll(() => errors().length).toBe(thrown());
  expect(thrown()).toBeGreaterThan(0);
  const counted = watch.take().filter((complaint) => complaint.includes('messenger: the widget threw')).length;
  if (messenger.mode === 'hosted') {
    for (const { name, argument } of errors()) expect([name, argument]).toEqual(['', 'Script error.']);
    expect(counted).toBe(0);
  } else {
    for (const { name } of errors()) expect(name).toContain('/widget/');
    expect(counted).toBeGreaterThan(0);
  }
});
