// How long a session lasts on the page, its cookies, and what of it stays for the next document.
import assert from 'node:assert/strict';
import test from 'node:test';

import { json, settled } from '../browser.mjs';
import { openPage } from './page.mjs';

const NOW = Date.parse('2026-11-25T00:00:00Z');
const VISITOR = { session: 'credential', visitor_id: 'v1', contact_id: 'c1', person: { type: 'visitor' } };

/** @param {import('node:test').TestContext} t @param {Record<string, unknown>} settings */
async function boot(t, settings) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: NOW });
  const page = openPage({ settings: { app_id: 'app1', ...settings } });
  page.network.answer = () => json(VISITOR);
  await page.start();
  return { ...page, shutdowns: () => page.network.requests.filter(({ path }) => path === 'shutdown').length };
}

test('after session_duration without activity the session ends, the visitor stays known, and the next boot begins another', async (t) => {
  const page = await boot(t, { session_duration: 600_000 });
  t.mock.timers.tick(599_999);
  await page.calls('trackEvent', 'ordered');
  t.mock.timers.tick(599_999);
  assert.equal(page.intercom('whoami').type, 'visitor', 'a call is activity');
  t.mock.timers.tick(1);
  await settled();
  assert.deepEqual([page.intercom('whoami'), page.shutdowns(), page.find('#intercom-container')], [undefined, 1, null]);
  assert.deepEqual(Object.keys(page.cookies()).sort(), ['intercom-device-id-app1', 'intercom-id-app1']);
  await page.calls('update');
  assert.equal(page.intercom('whoami'), undefined);
  await page.calls('boot');
  const boots = page.network.requests.filter(({ body }) => body.call === 'boot');
  assert.deepEqual([boots.length, boots[1]?.credential, boots[1]?.body.visitor_id], [2, undefined, 'v1']);
});

test('somebody at the panel is activity', async (t) => {
  const page = await boot(t, { session_duration: 600_000 });
  await page.calls('show');
  const { says } = page.panel();
  t.mock.timers.tick(599_999);
  await says('active');
  t.mock.timers.tick(599_999);
  assert.ok(page.intercom('whoami'));
});

test('a session_duration is at least five minutes, and one that is no number of milliseconds is none', async (t) => {
  const short = await boot(t, { session_duration: 1_000 });
  t.mock.timers.tick(299_999);
  assert.ok(short.intercom('whoami'));
  t.mock.timers.tick(1);
  assert.equal(short.intercom('whoami'), undefined);
  t.mock.timers.reset();
  for (const session_duration of ['600000', 600_000.5, undefined]) {
    const page = await boot(t, { session_duration });
    t.mock.timers.tick(86_400_000);
    await page.calls('update');
    assert.ok(page.intercom('whoami'), `${session_duration}`);
    t.mock.timers.reset();
  }
});

for (const [chance, act] of /** @type {const} */ ([
  ['the next call', (/** @type {ReturnType<typeof openPage>} */ page) => page.intercom('update')],
  ['an event', (/** @type {ReturnType<typeof openPage>} */ page) => page.intercom('trackEvent', 'ordered')],
  ['a press of the launcher', (/** @type {ReturnType<typeof openPage>} */ page) => page.launcher()?.click()],
  ['a look at the tab', (/** @type {ReturnType<typeof openPage>} */ page) => page.turn(false)],
])) {
  test(`a sleep longer than session_duration, in which no timer ran, ends the session at ${chance}`, async (t) => {
    const page = await boot(t, { session_duration: 300_000 });
    t.mock.timers.reset();
    t.mock.timers.enable({ apis: ['Date'], now: NOW + 300_000 });
    act(page);
    await settled();
    assert.deepEqual([page.intercom('whoami'), page.shutdowns()], [undefined, 1]);
  });
}

/** What the page's cookies were set to, in words. @param {ReturnType<typeof openPage>} page @param {() => Promise<unknown>} act */
async function written(page, act) {
  /** @type {string[]} */
  const cookies = [];
  const { cookie } = /** @type {any} */ (Object.getOwnPropertyDescriptors(page.window.Document.prototype));
  Object.defineProperty(page.document, 'cookie', {
    get: () => cookie.get.call(page.document),
    set(text) {
      cookies.push(text);
      cookie.set.call(page.document, text);
    },
  });
  await act();
  return cookies;
}

const DAY = 86_400;

test('cookies live nine months, a week and nine months, and belong to this host alone', async () => {
  const page = openPage();
  page.network.answer = () => json(VISITOR);
  const cookies = (await written(page, () => page.start())).map((text) => text.replace(/^([^=]+)=\d+;/, '$1=…;'));
  const rest = (/** @type {number} */ days) => `Path=/; Max-Age=${days * DAY}; Domain=; SameSite=Lax; Secure`;
  assert.deepEqual(cookies, [`intercom-id-app1=v1; ${rest(274)}`, `intercom-session-app1=…; ${rest(7)}`, `intercom-device-id-app1=…; ${rest(274)}`]);
});

test('the session’s cookie lives no longer than the session', async () => {
  const page = openPage({ settings: { app_id: 'app1', session_duration: 600_000 } });
  page.network.answer = () => json(VISITOR);
  const cookies = await written(page, () => page.start());
  assert.match(`${cookies.find((text) => text.startsWith('intercom-session'))}`, /Max-Age=600;/);
});

test('without https a cookie is not marked as secure', async () => {
  const page = openPage({ url: 'http://localhost:3000/' });
  page.network.answer = () => json(VISITOR);
  assert.doesNotMatch((await written(page, () => page.start())).join(), /Secure/);
});

test('a device keeps its id, and a session its own, from page to page', async () => {
  const page = openPage();
  page.document.cookie = 'intercom-device-id-app1=d1; Path=/';
  page.document.cookie = 'intercom-session-app1=s1; Path=/';
  page.network.answer = () => json(VISITOR);
  await page.start();
  assert.deepEqual(page.cookies(), { 'intercom-id-app1': 'v1', 'intercom-session-app1': 's1', 'intercom-device-id-app1': 'd1' });
});

test('the visitor of a cookie is told the workspace, which decides who it is', async () => {
  const page = openPage();
  page.document.cookie = 'intercom-id-app1=v0; Path=/';
  page.network.answer = () => json(VISITOR);
  await page.start();
  assert.deepEqual([page.pings()[0].visitor_id, page.cookies()['intercom-id-app1']], ['v0', 'v1']);
});

test('where the app names a domain, its hosts share one visitor, and a host’s own cookie makes way', async () => {
  const page = openPage({ url: 'https://www.shop.example/' });
  page.document.cookie = 'intercom-id-app1=of-www; Path=/';
  page.network.answer = () => json({ ...VISITOR, cookie_domain: 'shop.example' });
  const cookies = await written(page, () => page.start());
  assert.ok(cookies.includes(`intercom-id-app1=v1; Path=/; Max-Age=${274 * DAY}; Domain=shop.example; SameSite=Lax; Secure`));
  assert.ok(cookies.includes('intercom-id-app1=; Path=/; Max-Age=0; Domain=; SameSite=Lax; Secure'));
  assert.equal(page.document.cookie.match(/intercom-id-app1/g)?.length, 1);
});

test('a shutdown drops the cookies of session and visitor here and on each host above, and keeps the device’s', async () => {
  const page = openPage({ url: 'https://www.shop.example/' });
  page.network.answer = () => json({ ...VISITOR, cookie_domain: 'shop.example' });
  await page.start();
  await page.calls('shutdown');
  assert.deepEqual(Object.keys(page.cookies()), ['intercom-device-id-app1']);
});

test('a page that has booted nothing drops the shared cookies of the script’s app at its shutdown', async () => {
  const page = openPage({ url: 'https://tea.shop.example/', settings: {}, calls: [['shutdown']] });
  page.document.cookie = 'intercom-id-app1=v1; Path=/; Domain=shop.example';
  page.document.cookie = 'intercom-session-app1=s1; Path=/; Domain=tea.shop.example';
  page.document.cookie = 'intercom-id-app2=v2; Path=/';
  await page.start();
  assert.deepEqual(page.cookies(), { 'intercom-id-app2': 'v2' });
});

// What the person wrote and the workspace does not have ----------------------------------------------------------------

/** The tab goes on to a page whose pings are answered so. @param {object} reply @param {Storage} [storage] the tab's */
async function tab(reply, storage) {
  const page = openPage({ breaks: (_, scope) => storage && (scope.sessionStorage = storage) });
  page.network.answer = () => json({ ...VISITOR, ...reply });
  await page.start();
  return { ...page, storage: storage ?? page.window.sessionStorage };
}

test('what the person wrote outlives its page, and the next page’s panel has it at once', async () => {
  const first = await tab({});
  await first.calls('show');
  await first.panel().says({ saved: 'One' });
  const second = await tab({}, first.storage);
  assert.match(second.find('#intercom-frame').src, /panel/, 'it is loaded to send it');
  assert.equal(second.panel().states.at(-1).saved, 'One');
});

test('a visitor who has become a user finds what they wrote', async () => {
  const first = await tab({});
  await first.calls('show');
  await first.panel().says({ saved: 'One' });
  const second = await tab({ contact_id: 'c2', merged_from: 'c1' }, first.storage);
  assert.equal(second.panel().states.at(-1).saved, 'One');
});

test('another person of the same tab gets nothing of it', async () => {
  const first = await tab({});
  await first.calls('show');
  await first.panel().says({ saved: 'A secret' });
  const second = await tab({ contact_id: 'c9' }, first.storage);
  await second.calls('show');
  assert.equal(second.panel().states.at(-1).saved, undefined);
});

test('a shutdown leaves nothing of what was written', async () => {
  const page = await tab({});
  await page.calls('show');
  await page.panel().says({ saved: 'A secret' });
  assert.match(JSON.stringify({ ...page.storage }), /A secret/);
  await page.calls('shutdown');
  assert.deepEqual({ ...page.storage }, {});
});

test('what the page has changed in the tab’s storage is nobody’s', async () => {
  for (const content of ['{', 'null', '"One"', '["c1"]']) {
    const { window } = openPage();
    window.sessionStorage['intercom-unsent-app1'] = content;
    const page = await tab({}, window.sessionStorage);
    await page.calls('show');
    assert.equal(page.panel().states.at(-1).saved, undefined, content);
  }
});

test('without a session the panel is not given what was kept', async () => {
  const first = await tab({});
  await first.calls('show');
  const { says, states } = first.panel();
  await says({ saved: 'One' });
  first.network.answer = () => new Promise(() => {});
  await first.calls('update', { email: 'marit@example.com' });
  assert.deepEqual([states.at(-1).credential, states.at(-1).saved], [undefined, undefined]);
});

// What is open ---------------------------------------------------------------------------------------------------------

/** A page whose panel is open and shows this. */
async function openAt(/** @type {unknown[]} */ ...shows) {
  const page = await tab({});
  await page.calls('show');
  const panel = page.panel();
  await panel.says({ shows });
  return { ...page, ...panel };
}
const expanded = (/** @type {ReturnType<typeof openPage>} */ page) => page.launcher()?.ariaExpanded;

test('an open panel is open again after a reload, where it was, and takes no focus from the page', async () => {
  const first = await openAt('open', '7');
  const second = await tab({}, first.storage);
  assert.deepEqual([expanded(second), second.box()?.hidden, second.document.activeElement], ['true', false, second.document.body]);
  const { states } = second.panel();
  const { open, isBack, command } = states.at(-1);
  assert.deepEqual([open, isBack, command], [true, true, ['open', '7']]);
  await second.calls('showMessages');
  assert.equal(states.at(-1).isBack, false, 'what the page asks for now is no return');
});

test('a visitor who has become a user finds the panel open', async () => {
  const first = await openAt('home');
  assert.equal(expanded(await tab({ contact_id: 'c2', merged_from: 'c1' }, first.storage)), 'true');
});

/** Ends in which the panel stays closed. @type {Record<string, (page: Awaited<ReturnType<typeof openAt>>) => unknown>} */
const CLOSED = {
  'closed by its button': ({ says }) => says('close'),
  'closed by the page': ({ calls }) => calls('hide'),
  'closed, and said a moment later what it showed': async ({ calls, says }) => (await calls('hide'), says({ shows: ['messages'] })),
  'ended by a shutdown': ({ calls }) => calls('shutdown'),
};
for (const [how, close] of Object.entries(CLOSED)) {
  test(`a panel that was ${how} stays closed after a reload`, async () => {
    const first = await openAt('open', '7');
    await close(first);
    assert.equal(expanded(await tab({}, first.storage)), 'false');
  });
}

test('a panel stays closed after a reload for another person, in another tab, and where the page hides it as it comes', async () => {
  const first = await openAt('open', '7');
  assert.equal(expanded(await tab({ contact_id: 'c9' }, first.storage)), 'false');
  assert.equal(expanded(await tab({})), 'false');
  const hidden = openPage({ calls: [['boot', { app_id: 'app1' }], ['hide']], breaks: (_, scope) => (scope.sessionStorage = first.storage) });
  hidden.network.answer = () => json(VISITOR);
  await hidden.start();
  assert.equal(expanded(hidden), 'false');
});

test('what the page has made of where the panel was opens nothing', async () => {
  for (const content of ['{', 'null', '["c1","home"]', '["c1",7]', '["c1"]']) {
    const { window } = openPage();
    window.sessionStorage['intercom-open-app1'] = content;
    assert.equal(expanded(await tab({}, window.sessionStorage)), 'false', content);
  }
});

// The title ------------------------------------------------------------------------------------------------------------

test('the title of a page out of sight says how much is unread, and no ping does', async () => {
  const page = openPage();
  page.network.answer = () => json({ ...VISITOR, unread_count: 1 });
  await page.start();
  assert.equal(page.document.title, 'A page');
  page.turn(true);
  assert.equal(page.document.title, '(1) A page');
  await page.calls('update', { step: 1 });
  assert.equal(page.pings()[1].page.title, 'A page');
  page.document.title = 'Another page';
  page.turn(false);
  assert.equal(page.document.title, 'Another page');
  page.turn(true);
  assert.equal(page.document.title, '(1) Another page');
  page.network.answer = () => json({ ...VISITOR, unread_count: 2 });
  await page.calls('update', { step: 2 });
  assert.equal(page.document.title, '(2) Another page');
  await page.calls('shutdown');
  assert.equal(page.document.title, 'Another page');
});

test('a title that is right is not written again', async () => {
  const page = openPage();
  page.network.answer = () => json(VISITOR);
  await page.start();
  let writes = 0;
  new page.window.MutationObserver((changes) => (writes += changes.length)).observe(page.find('title'), { childList: true, characterData: true, subtree: true });
  page.turn(true);
  page.turn(false);
  await settled();
  assert.equal(writes, 0);
});
