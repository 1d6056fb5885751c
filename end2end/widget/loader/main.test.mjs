// The loader as a whole: what the page calls, what is sent, what stands on the page.
import assert from 'node:assert/strict';
import test from 'node:test';

import { held, json, lost, settled } from '../browser.mjs';
import { openPage } from './page.mjs';

const VISITOR = { session: 'credential', visitor_id: 'v1', contact_id: 'c1', person: { type: 'visitor', name: 'Amber Otter' }, unread_count: 0 };
const USER = { session: 'of the user', contact_id: 'c2', person: { type: 'user', name: 'Marit Solheim' }, unread_count: 0 };

/** A page whose pings are answered, until the test decides otherwise. @param {Parameters<typeof openPage>[0] & { reply?: object }} [as] */
async function boot({ reply = VISITOR, ...as } = {}) {
  const page = openPage(as);
  page.network.answer = () => json(reply);
  await page.start();
  return page;
}

const isOpen = (/** @type {ReturnType<typeof openPage>} */ page) => page.launcher()?.getAttribute('aria-expanded') === 'true';

test('the script alone boots a visitor from the page’s settings, with one ping', async () => {
  const page = await boot({ settings: { app_id: 'app1', plan: 'skiff' } });
  assert.equal(page.pings().length, 1);
  const [ping] = page.pings();
  assert.deepEqual([ping.app_id, ping.call, ping.settings.plan], ['app1', 'boot', 'skiff']);
  assert.deepEqual([ping.page.url, ping.page.title, ping.page.timeZone, ping.page.open], ['https://www.shop.example/plans', 'A page', 'Asia/Tokyo', false]);
  assert.deepEqual(page.intercom('whoami'), VISITOR.person);
  assert.equal(page.intercom('getVisitorId'), 'v1');
  assert.equal(page.launcher()?.ariaLabel, 'Open chat');
});

test('calls that were queued are made in order, and a boot among them is the page’s only one', async () => {
  /** @type {unknown[]} */
  const heard = [];
  const page = await boot({
    settings: { app_id: 'nobody', plan: 'skiff' },
    calls: [
      ['onUnreadCountChange', (/** @type {number} */ count) => heard.push(count)],
      ['ready', () => heard.push('ready')],
      ['onShow', () => heard.push('shown')],
      ['boot', { app_id: 'app1', intercom_user_jwt: 'token' }],
      ['show'],
    ],
    reply: USER,
  });
  assert.deepEqual(page.pings().map(({ app_id, settings }) => [app_id, settings.plan, settings.intercom_user_jwt]), [['app1', 'skiff', 'token']]);
  assert.deepEqual(heard, [0, 'ready', 'shown']);
});

test('a queued shutdown keeps the page from booting by itself, and what waits for a session is forgotten', async () => {
  const page = await boot({ calls: [['show'], ['shutdown']] });
  assert.deepEqual(page.network.requests, []);
  await page.calls('boot');
  assert.equal(isOpen(page), false);
});

test('a queue of anything is drained', async () => {
  const page = await boot({ settings: {}, calls: [undefined, null, 7, 'boot', {}, [], [undefined], { length: 1, 0: 'show' }, ['boot', { app_id: 'app1' }]] });
  assert.equal(page.pings().length, 1);
  assert.deepEqual(page.said.error, []);
});

test('before there is a body the launcher waits for one', async () => {
  const page = await boot({ breaks: (window) => window.document.body.remove() });
  assert.equal(page.launcher(), null);
  page.document.body = page.document.createElement('body');
  page.document.dispatchEvent(new page.window.Event('DOMContentLoaded'));
  assert.ok(page.launcher()?.isConnected);
});

test('without an app id nothing happens', async () => {
  const page = await boot({ settings: {} });
  for (const call of ['update', 'show', 'shutdown']) await page.calls(call);
  assert.equal(page.intercom('getVisitorId'), undefined);
  assert.deepEqual([page.network.requests, page.launcher(), page.said.error], [[], null, []]);
});

test('for a crawler, a second time, and where it is no script of the page it does nothing', async () => {
  for (const as of [{ userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }, { script: '' }]) {
    const page = await boot(as);
    assert.deepEqual([page.network.requests, page.launcher(), page.cookies()], [[], null, {}]);
    assert.equal(/** @type {any} */ (page.window).Intercom, page.stub);
  }
  const twice = await boot({ breaks: (window) => (window.Intercom.booted = true) });
  assert.deepEqual(twice.network.requests, []);
});

test('calls that mean nothing do nothing and return nothing', async () => {
  const page = await boot();
  /** @type {any} */
  const circle = {};
  circle.self = circle;
  const calls = [
    [], [undefined], [null], [42], [{}], [Symbol('boot')], ['constructor'], ['__proto__'], ['toString'], ['logout'], ['Boot'],
    ['boot', null], ['boot', 'text'], ['boot', [1]], ['boot', 7], ['update', circle], ['update', { big: 1n }], ['update', ['x']],
    ['showSpace'], ['showSpace', 'attic'], ['showSpace', {}], ['hideNotifications'], ['trackEvent'], ['setAuthTokens', null],
  ];
  for (const call of calls) assert.equal(page.intercom(...call), undefined, call.map(String).join());
  await settled();
  assert.equal(isOpen(page), false);
  assert.deepEqual(page.said.warn, ['Intercom: update takes plain data.', 'Intercom: update takes plain data.']);
  Object.defineProperty(page.window, 'intercomSettings', { get: () => { throw new Error('a getter of the page'); } });
  await page.calls('boot');
  assert.deepEqual(page.said.error, ['Error: a getter of the page']);
  assert.equal(page.intercom('whoami').type, 'visitor');
});

test('what the page gets of the person is a copy', async () => {
  const page = await boot();
  page.intercom('whoami').name = 'Somebody';
  assert.equal(page.intercom('whoami').name, 'Amber Otter');
});

test('ids come as strings or numbers', async () => {
  const page = await boot({ settings: { app_id: 12345, user_id: 7 } });
  assert.deepEqual(page.pings().map(({ app_id, settings }) => [app_id, settings.user_id]), [['12345', 7]]);
});

test('api_base wins over the script’s origin, for pings and panel', async () => {
  const page = await boot({ settings: { app_id: 'app1', api_base: 'https://own.example//' } });
  await page.calls('show');
  assert.equal(page.network.requests[0]?.url.href, 'https://own.example/messenger/web/ping');
  assert.equal(page.find('#intercom-frame').src, 'https://own.example/messenger/web/panel?app_id=app1&language=');
});

for (const [api_base, origin] of /** @type {const} */ ([
  ['https://api-iam.intercom.io', 'https://chat.example'],
  ['https://api-iam.eu.intercom.io/', 'https://chat.example'],
  ['HTTPS://INTERCOM.IO', 'https://chat.example'],
  ['https://intercom.io.example', 'https://intercom.io.example'],
])) {
  test(`no token leaves for Intercom: with api_base ${api_base} the pings go to ${origin}`, async () => {
    const page = await boot({ settings: { app_id: 'app1', api_base, intercom_user_jwt: 'token' } });
    await page.calls('show');
    assert.equal(page.network.requests[0]?.url.origin, origin);
    assert.equal(new URL(page.find('#intercom-frame').src).origin, origin);
    assert.deepEqual(page.said.info, origin.includes('chat') ? ['Intercom: api_base is ignored.'] : []);
  });
}

test('update reports the page as it is then', async () => {
  const page = await boot();
  page.window.history.pushState(null, '', '/second#part');
  page.document.title = 'Second';
  await page.calls('update', { name: 'Ada' });
  const [, ping] = page.pings();
  assert.deepEqual([ping.call, ping.page.url, ping.page.title, ping.settings], ['update', 'https://www.shop.example/second#part', 'Second', { name: 'Ada' }]);
  assert.equal(page.network.requests[1]?.credential, 'credential');
});

test('pings go out one at a time, in the order of the calls, and one that fails does not stop the next', async () => {
  const page = openPage();
  const answers = held();
  page.network.answer = answers.answer;
  await page.start();
  await page.calls('update', { step: 1 });
  await page.calls('trackEvent', 'ordered');
  await page.calls('update', { step: 2 });
  assert.equal(page.network.requests.length, 1);
  await answers.give(json(VISITOR));
  await answers.give(lost());
  await answers.give(json({}));
  await answers.give(json(VISITOR));
  assert.deepEqual(page.network.requests.map(({ path, body }) => body.settings?.step ?? body.name ?? path), ['ping', 1, 2, 'ordered']);
});

test('a ping that never settles holds up the next one for 15 seconds', async (t) => {
  const page = await boot();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  page.network.answer = () => new Promise(() => {});
  await page.calls('update', { plan: 'sloop' });
  page.network.answer = () => json(VISITOR);
  await page.calls('update', { plan: 'yawl' });
  const plans = () => page.pings().map(({ settings }) => settings.plan);
  t.mock.timers.tick(14_999);
  await settled();
  assert.deepEqual(plans(), [undefined, 'sloop']);
  t.mock.timers.tick(1);
  await settled();
  assert.deepEqual(plans(), [undefined, 'sloop', 'yawl']);
});

test('a boot that did not arrive is made up for by the next call, with all that the page has said', async () => {
  const page = openPage({ settings: { app_id: 'app1', plan: 'skiff' } });
  page.network.answer = lost;
  await page.start();
  assert.equal(page.intercom('whoami'), undefined);
  page.network.answer = () => json(VISITOR);
  await page.calls('update', { step: 1 });
  assert.deepEqual(page.pings().map(({ call, settings }) => [call, settings.plan, settings.step]), [['boot', 'skiff', undefined], ['boot', 'skiff', 1]]);
  assert.equal(page.intercom('whoami').type, 'visitor');
});

test('a session that ended at the workspace begins once more by itself, with all that the page has said', async () => {
  const page = await boot({ settings: { app_id: 'app1', intercom_user_jwt: 'token', plan: 'skiff' }, reply: USER });
  page.network.answer = ({ body }) => (body.call === 'boot' ? json(USER) : json({}, 403));
  await page.calls('update', { step: 1 });
  assert.deepEqual(page.pings().map(({ call }) => call), ['boot', 'update', 'boot']);
  assert.deepEqual(page.pings()[2].settings, { app_id: 'app1', intercom_user_jwt: 'token', plan: 'skiff', step: 1 });
  page.network.answer = () => json({}, 403);
  await page.calls('update', { step: 2 });
  assert.equal(page.pings().length, 5, 'a boot that is refused is not repeated');
});

/** A workspace that is reached by these requests alone; to a page, all others fail alike. @param {(request: import('../browser.mjs').Request) => boolean} isReached */
async function reached(isReached) {
  const page = openPage();
  page.network.answer = (request) => (isReached(request) ? json(VISITOR) : lost());
  await page.start();
  return page;
}

test('on an origin that is not allowed there is no launcher, and the console names the setting, once', async () => {
  const page = await reached(({ mode }) => mode === 'no-cors');
  assert.deepEqual([page.launcher(), page.said.error], [null, ['Intercom: this origin is not allowed. Add https://www.shop.example to MESSENGER_ORIGINS.']]);
  assert.deepEqual(page.network.requests.map(({ path, mode }) => [path, mode]), [['ping', undefined], ['/widget/app1', 'no-cors'], ['/widget/app1', 'cors']]);
  for (const call of ['update', 'show', 'shutdown']) await page.calls(call);
  assert.deepEqual([page.launcher(), page.network.requests.length, page.said.error?.length], [null, 3, 1]);
});

test('where the workspace is away, or only the ping was lost, the launcher stands, and the next call is another try', async () => {
  for (const isReached of [() => false, (/** @type {import('../browser.mjs').Request} */ { path }) => path !== 'ping']) {
    const page = await reached(isReached);
    assert.deepEqual([!!page.launcher(), page.said.error], [true, []]);
    page.network.answer = () => json(VISITOR);
    await page.calls('update');
    assert.equal(page.intercom('whoami').type, 'visitor');
  }
});

test('a page of the workspace’s own origin does not ask whether it is allowed', async () => {
  const page = openPage({ url: 'https://chat.example/' });
  page.network.answer = lost;
  await page.start();
  assert.deepEqual(page.network.requests.map(({ path }) => path), ['ping']);
});

test('an identity that is refused is not tried again, and the next good one begins a session', async () => {
  const page = openPage({ settings: { app_id: 'app1', intercom_user_jwt: 'forged' } });
  page.network.answer = () => json({}, 403);
  await page.start();
  await page.calls('show');
  page.launcher()?.click();
  const { states } = page.panel();
  assert.deepEqual([page.pings().length, states.at(-1).failed, states.at(-1).open], [1, 403, true]);
  page.network.answer = () => json(USER);
  await page.calls('boot', { intercom_user_jwt: 'good' });
  assert.deepEqual([states.at(-1).failed, states.at(-1).credential], [undefined, 'of the user']);
});

test('an identity that is refused within a session is not tried again either', async () => {
  const page = await boot();
  page.network.answer = () => json({}, 403);
  await page.calls('update', { user_id: 'u1', user_hash: 'forged' });
  assert.deepEqual(page.pings().map(({ call }) => call), ['boot', 'update']);
});

test('the shutdown of a session that never began asks nothing of the workspace', async () => {
  const page = openPage();
  page.network.answer = lost;
  await page.start();
  await page.calls('shutdown');
  assert.deepEqual(page.network.requests.filter(({ method }) => method === 'POST').map(({ path }) => path), ['ping']);
});

test('an answer that comes after the shutdown changes nothing, and ends its session at the workspace', async () => {
  const page = openPage();
  const answers = held();
  page.network.answer = answers.answer;
  await page.start();
  await page.calls('shutdown');
  await answers.give(json(VISITOR));
  assert.deepEqual([page.intercom('whoami'), page.launcher()], [undefined, null]);
  assert.deepEqual(page.network.requests.map(({ path, credential }) => [path, credential]), [['ping', undefined], ['shutdown', 'credential']]);
  assert.deepEqual(page.cookies(), {});
});

test('a shutdown takes launcher, cookies, callbacks and identity along, and another person can boot', async () => {
  const page = await boot({ reply: USER });
  let shows = 0;
  await page.calls('onShow', () => shows++);
  await page.calls('show');
  assert.deepEqual([shows, isOpen(page)], [1, true]);
  await page.calls('shutdown');
  assert.deepEqual([page.find('#intercom-container'), page.find('iframe'), page.intercom('whoami'), page.intercom('getVisitorId')], [null, null, undefined, undefined]);
  assert.deepEqual(Object.keys(page.cookies()), ['intercom-device-id-app1']);
  assert.deepEqual(/** @type {any} */ (page.document).adoptedStyleSheets, []);
  page.network.answer = () => json(VISITOR);
  await page.calls('boot');
  await page.calls('show');
  assert.deepEqual([shows, page.intercom('whoami').type, page.network.requests.at(-1)?.credential], [1, 'visitor', undefined]);
});

test('events wait for the session, and go out with its credential', async () => {
  const page = openPage();
  const answers = held();
  page.network.answer = answers.answer;
  await page.start();
  const data = { price: 14 };
  await page.calls('trackEvent', 'ordered', data);
  data.price = 0;
  await answers.give(json(VISITOR));
  const event = page.network.requests[1];
  assert.deepEqual([event?.path, event?.credential, event?.body.name, event?.body.metadata], ['event', 'credential', 'ordered', { price: 14 }]);
});

test('the last event of a page outlives it: it waits for no turn that the page would not see, and goes once', async () => {
  const page = await boot();
  const answers = held();
  page.network.answer = answers.answer;
  await page.calls('update');
  await page.calls('trackEvent', 'added-to-cart', { bags: 1 });
  const events = () => page.network.requests.filter(({ path }) => path === 'event');
  assert.equal(events().length, 0, 'the update is still on its way');
  page.window.dispatchEvent(new page.window.Event('pagehide'));
  await settled();
  assert.deepEqual(events().map(({ body, credential, keepalive }) => [body.name, credential, keepalive]), [['added-to-cart', 'credential', true]]);
  // The browser may show the page again.
  page.network.answer = () => json(VISITOR);
  await answers.give(json(VISITOR));
  await page.calls('trackEvent', 'ordered');
  page.window.dispatchEvent(new page.window.Event('pagehide'));
  await settled();
  assert.deepEqual(events().map(({ body }) => body.name), ['added-to-cart', 'ordered']);
});

test('an event that is larger than browsers keep alive is sent all the same', async () => {
  const page = await boot();
  await page.calls('trackEvent', 'noted', { text: 'x'.repeat(16_000) });
  assert.equal(page.network.requests.at(-1)?.keepalive, false);
});

test('an event that was queued before the script ran has what was said by then', async () => {
  const data = { step: 1 };
  const page = openPage({ calls: [['boot'], ['trackEvent', 'read-guide', data]] });
  page.network.answer = () => json(VISITOR);
  data.step = 2;
  await page.start();
  assert.deepEqual(page.network.requests.map(({ path, body }) => [path, body.metadata]), [['ping', undefined], ['event', { step: 2 }]]);
});

test('no event of one person is sent for the next', async () => {
  const page = await boot({ settings: {} });
  await page.calls('trackEvent', 'of-nobody');
  await page.calls('shutdown');
  await page.calls('boot', { app_id: 'app1' });
  await page.calls('trackEvent', 'of-the-visitor');
  assert.deepEqual(page.network.requests.filter(({ path }) => path === 'event').map(({ body }) => body.name), ['of-the-visitor']);
});

test('an event with what is no plain data is said on the console and not sent, and the next one is', async () => {
  const page = await boot();
  /** @type {any} */
  const circle = {};
  circle.self = circle;
  await page.calls('trackEvent', 'circle', circle);
  await page.calls('trackEvent', 'plain');
  assert.deepEqual(page.network.requests.filter(({ path }) => path === 'event').map(({ body }) => body.name), ['plain']);
  assert.deepEqual(page.said.warn, ['Intercom: trackEvent takes plain data.']);
});

test('a callback that throws is the console’s, and the others are still called', async () => {
  const page = await boot();
  /** @type {unknown[]} */
  const received = [];
  for (const event of ['onShow', 'onHide', 'onUnreadCountChange', 'onUserEmailSupplied', 'ready']) {
    page.intercom(event, () => { throw new Error('thrown by the page'); });
    page.intercom(event, 'no function');
    page.intercom(event, (/** @type {unknown[]} */ ...args) => received.push([event, ...args]));
    page.intercom(event);
  }
  page.intercom('show');
  page.intercom('hide');
  assert.deepEqual(received, [['onUnreadCountChange', 0], ['ready'], ['onShow'], ['onHide']]);
  assert.equal(page.said.error?.length, 4);
});

/** What may be missing or broken where the widget runs; it goes on, with what it has. @type {Record<string, (window: any, scope: any) => void>} */
const BROKEN = {
  'cookies that may not be touched': ({ document }) => Object.defineProperty(document, 'cookie', { get() { throw new Error('no'); }, set() { throw new Error('no'); } }),
  'storage that may not be touched': (_, scope) => (scope.sessionStorage = new Proxy({}, { get() { throw new Error('no'); }, set() { throw new Error('no'); } })),
  'no adopted style sheets': ({ document }) => delete document.adoptedStyleSheets,
  'adopted style sheets that fail': ({ document }) => Object.defineProperty(document, 'adoptedStyleSheets', { get() { throw new Error('no'); } }),
  'no constructed style sheets': (_, scope) => (scope.CSSStyleSheet = undefined),
  'no crypto': (_, scope) => (scope.crypto = undefined),
  'no time limit for requests': (_, scope) => (scope.AbortSignal = {}),
};

for (const [what, breaks] of Object.entries(BROKEN)) {
  test(`with ${what} it boots, looks as it should and opens all the same`, async () => {
    const page = await boot({ breaks });
    page.launcher()?.click();
    const { states } = page.panel();
    assert.deepEqual([page.intercom('whoami').type, isOpen(page), states.at(-1).credential], ['visitor', true, 'credential']);
    const own = page.find('head style')?.textContent ?? '';
    if (/style sheets/.test(what)) assert.match(own, /\.intercom-lightweight-app/);
    await page.calls('shutdown');
    assert.deepEqual([page.find('#intercom-container'), page.find('head style'), page.said.error, page.thrown], [null, null, [], []]);
  });
}

/** Without these there is no session, or no panel; the page must not notice more than that. @type {Record<string, (window: any, scope: any) => void>} */
const DEAF = {
  'no fetch': (_, scope) => (scope.fetch = undefined),
  'a fetch that throws': (_, scope) => (scope.fetch = () => { throw new Error('no'); }),
  'a fetch that never answers': (_, scope) => (scope.fetch = () => new Promise(() => {})),
  'a fetch that answers nonsense': (_, scope) => (scope.fetch = async () => new Response('<html>')),
  'no message channel': (_, scope) => Object.assign(scope, { fetch: undefined, MessageChannel: undefined }),
};

for (const [what, breaks] of Object.entries(DEAF)) {
  test(`with ${what} nothing is thrown into the page`, async () => {
    const page = await boot({ breaks });
    page.launcher()?.click();
    page.find('#intercom-frame').dispatchEvent(new page.window.Event('load'));
    assert.equal(page.box()?.hidden, false);
    await page.calls('update', { plan: 'skiff' });
    await page.calls('show');
    assert.equal(page.intercom('whoami'), undefined);
    assert.ok(page.find('#intercom-container'));
    await page.calls('shutdown');
    assert.deepEqual([page.find('#intercom-container'), page.thrown], [null, []]);
  });
}

test('what comes later opens the panel where it would show something, and says so once', async () => {
  const page = await boot();
  for (const call of ['startTour', 'startSurvey', 'startChecklist', 'setAuthTokens']) {
    await page.calls(call, 7);
    await page.calls(call, 'seven');
    assert.equal(isOpen(page), false, call);
  }
  const opening = [['showArticle', 7], ['showNews', 7], ['showTicket', 7], ...['help', 'news', 'tasks', 'tickets'].map((space) => ['showSpace', space])];
  for (const call of [...opening, ...opening]) {
    await page.calls(...call);
    assert.equal(isOpen(page), true, `${call}`);
    await page.calls('hide');
  }
  const said = /** @type {string[]} */ (page.said.info);
  assert.equal(said.length, 11);
  assert.equal(new Set(said).size, 11);
  assert.ok(said.includes('Intercom: showSpace("help") is not built yet.'));
});

test('each method that shows something asks the panel for it, with its text or id', async () => {
  const page = await boot();
  await page.calls('show');
  const { states } = page.panel();
  const asked = async (/** @type {unknown[]} */ ...call) => (await page.calls(...call), states.at(-1).command);
  assert.deepEqual(await asked('showMessages'), ['messages', '']);
  assert.deepEqual(await asked('showNewMessage', 'When do you'), ['write', 'When do you']);
  assert.deepEqual(await asked('startConversation', 'Hello'), ['send', 'Hello']);
  assert.deepEqual(await asked('showConversation', 7), ['open', '7']);
  assert.deepEqual(await asked('showSpace', 'home'), ['home', '']);
  const { length } = states;
  await page.calls('show');
  assert.equal(states.length, length, 'an open panel stays where it is');
  await page.calls('hide');
  assert.deepEqual(await asked('show'), ['home']);
  await page.calls('hide');
  page.network.answer = () => json({ ...VISITOR, unread_count: 2 });
  await page.calls('update', { step: 1 });
  assert.deepEqual(await asked('show'), ['messages'], 'with something new');
});

test('a command is given to the panel once, and waits until its document is ready', async () => {
  const page = await boot();
  await page.calls('showNewMessage', 'Half a thought');
  const { states } = page.panel();
  assert.deepEqual(states.map(({ command }) => command), [['write', 'Half a thought']]);
  await page.calls('update', { step: 1 });
  assert.equal(states.at(-1).command, undefined);
});

test('a panel that is opened while a visitor becomes a user gets the credential of the user alone', async () => {
  const page = await boot();
  await page.calls('show');
  const { states } = page.panel();
  const answers = held();
  page.network.answer = answers.answer;
  await page.calls('boot', { intercom_user_jwt: 'token' });
  assert.equal(states.at(-1).credential, undefined);
  await answers.give(json({ ...USER, contact_id: 'c1' }));
  assert.deepEqual([states.at(-1).credential, states.at(-1).person], ['of the user', USER.person]);
});

test('for another person, whom nobody announced, the panel’s document begins anew', async () => {
  const page = await boot();
  await page.calls('show');
  page.panel();
  const first = page.find('#intercom-frame');
  page.network.answer = () => json(USER);
  await page.calls('boot', { intercom_user_jwt: 'token' });
  assert.notEqual(page.find('#intercom-frame'), first);
  assert.equal(isOpen(page), false);
});

test('a visitor who becomes a user keeps the open panel', async () => {
  const page = await boot();
  await page.calls('show');
  page.panel();
  const first = page.find('#intercom-frame');
  page.network.answer = () => json({ ...USER, merged_from: 'c1' });
  await page.calls('boot', { intercom_user_jwt: 'token' });
  assert.deepEqual([page.find('#intercom-frame') === first, isOpen(page)], [true, true]);
});

test('the panel’s document is asked for as soon as the launcher has the pointer or the focus, and once', async () => {
  for (const reach of ['pointerenter', 'focus']) {
    const page = await boot();
    assert.equal(page.find('#intercom-frame'), null);
    page.launcher()?.dispatchEvent(new page.window.Event(reach));
    const frame = page.find('#intercom-frame');
    assert.match(frame.src, /\/messenger\/web\/panel\?app_id=app1/);
    let loads = 0;
    new page.window.MutationObserver((changes) => (loads += changes.length)).observe(frame, { attributes: true, attributeFilter: ['src'] });
    page.launcher()?.click();
    await settled();
    assert.equal(loads, 0, 'a load that is under way goes on');
    page.panel();
    await page.calls('hide');
    page.launcher()?.click();
    await settled();
    assert.equal(loads, 0, 'a document that answered is kept');
  }
});

test('the second file is asked for once there is something to show, from where the first came, and by the page’s nonce', async () => {
  const page = await boot({ held: true });
  assert.equal(page.file.asked.length, 0);
  page.launcher()?.dispatchEvent(new page.window.Event('pointerenter'));
  page.launcher()?.click();
  await page.calls('update', { step: 1 });
  const [asked, ...others] = page.file.asked;
  assert.deepEqual([asked?.src, asked?.nonce, others], ['https://chat.example/messenger/web/frame.js', 'of the page', []]);
  assert.equal(page.box(), null);
  page.file.arrive();
  assert.deepEqual([page.box()?.hidden, isOpen(page), page.document.activeElement], [false, true, page.find('#intercom-frame')]);
  assert.equal(page.find('head script'), null);
});

test('while the second file is on its way, whoever goes on keeps the focus, and whoever closes the panel sees none', async () => {
  const page = await boot({ held: true, html: '<a href="#one">One</a><button id="two">Two</button>' });
  await page.calls('show');
  page.find('#two').focus();
  page.file.arrive();
  assert.deepEqual([page.box()?.hidden, page.document.activeElement], [false, page.find('#two')]);
  const other = await boot({ held: true });
  await other.calls('show');
  await other.calls('hide');
  other.file.arrive();
  assert.equal(other.box()?.hidden, true);
});

test('a second file that comes after the shutdown shows nothing, and serves the next person without being asked for again', async () => {
  const page = await boot({ held: true });
  await page.calls('show');
  await page.calls('shutdown');
  page.file.arrive();
  assert.deepEqual([page.box(), page.launcher()], [null, null]);
  await page.calls('boot');
  assert.equal(page.box(), null);
  await page.calls('show');
  assert.deepEqual([page.box()?.hidden, page.file.asked.length], [false, 1]);
});

test('a second file that is on its way for one person serves the next only if they want it', async () => {
  for (const wants of [true, false]) {
    const page = await boot({ held: true, reply: USER });
    await page.calls('showNewMessage', 'Of the first');
    await page.calls('shutdown');
    await page.calls('boot');
    if (wants) await page.calls('show');
    page.file.arrive();
    assert.deepEqual([page.file.asked.length, page.box()?.hidden], [1, wants ? false : undefined]);
    if (wants) assert.deepEqual(page.panel().states.at(-1).command, ['home']);
  }
});

test('a second file that does not come is said on the console, and asked for again by the next press, which has what was wanted', async () => {
  const page = await boot({ held: true });
  /** @type {string[]} */
  const received = [];
  page.intercom('onShow', () => received.push('show'));
  page.intercom('onHide', () => received.push('hide'));
  await page.calls('showNewMessage', 'Half a thought');
  page.file.fail();
  assert.deepEqual([isOpen(page), page.said.error, received], [false, ['Intercom: the panel did not load.'], ['show', 'hide']]);
  page.launcher()?.click();
  assert.equal(page.file.asked.length, 2);
  page.file.arrive();
  assert.deepEqual([isOpen(page), page.panel().states.at(-1).command], [true, ['write', 'Half a thought']]);
});

test('a document that never answered is asked for again when the panel is opened again', async () => {
  const page = await boot();
  page.launcher()?.click();
  const frame = page.find('#intercom-frame');
  frame.contentWindow.postMessage = () => {};
  frame.onload();
  let loads = 0;
  new page.window.MutationObserver((changes) => (loads += changes.length)).observe(frame, { attributes: true, attributeFilter: ['src'] });
  page.launcher()?.click();
  page.launcher()?.click();
  await settled();
  assert.equal(loads, 1);
  assert.equal(page.panel().isGiven, true);
});

test('a person whom somebody may have answered has the panel’s document loaded at once', async () => {
  for (const more of [{ has_conversations: true }, { message: { id: 'm1', style: 'post' } }]) {
    const page = await boot({ reply: { ...VISITOR, ...more } });
    assert.match(page.find('#intercom-frame').src, /panel/);
  }
});

test('a frame that is led elsewhere is taken away, and its new document learns nothing', async () => {
  const page = await boot();
  page.launcher()?.click();
  const { states, says } = page.panel();
  const frame = page.find('#intercom-frame');
  const before = states.length;
  /** @type {unknown[]} */
  const heard = [];
  frame.contentWindow.postMessage = (/** @type {unknown[]} */ ...said) => heard.push(said);
  frame.onload();
  await page.calls('update', { step: 1 });
  await says('open');
  assert.deepEqual([heard, states.length, frame.isConnected, isOpen(page)], [[], before, false, false]);
  assert.ok(page.launcher()?.isConnected);
});

test('opening and closing call onShow and onHide once each, however it was done', async () => {
  const page = await boot();
  /** @type {string[]} */
  const received = [];
  page.intercom('onShow', () => received.push('show'));
  page.intercom('onHide', () => received.push('hide'));
  page.launcher()?.click();
  const { says } = page.panel();
  await page.calls('show');
  await says('close');
  await page.calls('hide');
  await page.calls('show');
  page.press('Escape');
  page.press('Escape');
  await says('open');
  assert.deepEqual(received, ['show', 'hide', 'show', 'hide', 'show']);
});

test('Escape that the page has taken for itself closes nothing', async () => {
  const page = await boot();
  await page.calls('show');
  page.find('a').addEventListener('keydown', (/** @type {Event} */ event) => event.preventDefault());
  page.press('Escape', page.find('a'));
  assert.equal(isOpen(page), true);
});

test('closed from within, the panel gives the focus back to what had it, or to the launcher if that is gone', async () => {
  const page = await boot();
  const link = page.find('a');
  link.focus();
  await page.calls('show');
  assert.equal(page.document.activeElement, page.find('#intercom-frame'));
  await page.panel().says('close');
  assert.equal(page.document.activeElement, link);
  await page.calls('show');
  link.remove();
  page.press('Escape');
  assert.equal(page.document.activeElement, page.launcher());
});

test('what the person has chosen meanwhile keeps the focus', async () => {
  const page = await boot({ html: '<a href="#one">One</a><button id="two">Two</button>' });
  page.find('a').focus();
  await page.calls('show');
  page.find('#two').focus();
  page.press('Escape');
  assert.equal(page.document.activeElement, page.find('#two'));
  page.find('#intercom-frame').focus();
  page.window.dispatchEvent(new page.window.Event('blur'));
  assert.equal(page.document.activeElement, page.find('#two'), 'also from a panel that takes it too late');
});

test('the badge counts unread up to 9+, the launcher’s name says so, and the page hears each change once', async () => {
  const words = { open: 'Open chat', open_unread: 'Open chat, {count} unread', close: 'Close chat', messenger: 'Messenger' };
  const page = await boot({ reply: { ...VISITOR, words, unread_count: 3 } });
  /** @type {number[]} */
  const counts = [];
  page.intercom('onUnreadCountChange', (/** @type {number} */ count) => counts.push(count));
  const shown = () => [page.find('.intercom-count').hidden ? null : page.find('.intercom-count').textContent, page.launcher()?.ariaLabel];
  assert.deepEqual(shown(), ['3', 'Open chat, 3 unread']);
  for (const [count, badge, name] of /** @type {const} */ ([[12, '9+', 'Open chat, 9+ unread'], [12, '9+', 'Open chat, 9+ unread'], [0, null, 'Open chat']])) {
    page.network.answer = () => json({ ...VISITOR, words, unread_count: count });
    await page.calls('update', { count });
    assert.deepEqual(shown(), [badge, name]);
  }
  await page.calls('show');
  const { says } = page.panel();
  await says({ unread: 1 });
  await page.calls('hide');
  assert.deepEqual(shown(), ['1', 'Open chat, 1 unread']);
  assert.deepEqual(counts, [3, 12, 0, 1]);
});

test('settings move, colour and lift the widget, and what makes no sense changes nothing', async () => {
  const page = await boot({ settings: { app_id: 'app1', alignment: 'left', horizontal_padding: 48, vertical_padding: 60, z_index: 42, action_color: 'red', theme_mode: 'dark' } });
  const app = page.find('.intercom-lightweight-app');
  const style = () => Object.fromEntries(['--side', '--bottom', 'z-index', '--action', 'color-scheme'].map((name) => [name, app.style.getPropertyValue(name)]));
  assert.deepEqual([app.dir, style()], ['rtl', { '--side': '48px', '--bottom': '60px', 'z-index': '42', '--action': 'red', 'color-scheme': 'dark' }]);
  await page.calls('update', { alignment: 'right', horizontal_padding: 3, vertical_padding: -8 });
  assert.deepEqual([app.dir, style()['--side'], style()['--bottom']], ['ltr', '20px', '20px']);
  await page.calls('update', { horizontal_padding: '90', vertical_padding: null, z_index: 'high', action_color: 'url(//evil.example)', theme_mode: 'loud' });
  assert.equal(app.getAttribute('style')?.trim(), '');
  await page.calls('update', { alignment: '' });
  assert.equal(app.dir, '');
});

test('hide_default_launcher hides the launcher and no more', async () => {
  const page = await boot({ settings: { app_id: 'app1', hide_default_launcher: true } });
  assert.equal(page.launcher()?.hidden, true);
  await page.calls('show');
  assert.equal(page.box()?.hidden, false);
  await page.calls('update', { hide_default_launcher: false });
  assert.equal(page.launcher()?.hidden, false);
});

test('a launcher of the page’s own toggles the panel, also one that is rendered later or keeps its clicks to itself', async () => {
  const page = await boot({ settings: { app_id: 'app1', custom_launcher_selector: '.chat' }, html: '<a class="chat" href="mailto:us@plain.example">Write <b>to us</b></a>' });
  const click = (/** @type {Element} */ element) => {
    const event = new page.window.MouseEvent('click', { bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.deepEqual([click(page.find('.chat b')), isOpen(page)], [true, true]);
  click(page.find('.chat'));
  const later = Object.assign(page.document.createElement('button'), { className: 'chat' });
  later.onclick = (event) => event.stopImmediatePropagation();
  page.document.body.append(later);
  click(later);
  assert.equal(isOpen(page), true);
  await page.calls('shutdown');
  assert.equal(click(later), false);
  assert.equal(page.box(), null);
});

test('a selector that is none does no harm', async () => {
  const page = await boot({ settings: { app_id: 'app1', custom_launcher_selector: '..chat[' } });
  const event = new page.window.MouseEvent('click', { bubbles: true, cancelable: true });
  page.find('a').dispatchEvent(event);
  assert.deepEqual([event.defaultPrevented, isOpen(page), page.said.error, page.thrown], [false, false, [], []]);
});

test('older pages name their launcher as activator: it stands in for ours, unless it is the default one', async () => {
  const page = await boot({ settings: { app_id: 'app1', widget: { activator: '#mine' } }, html: '<button id="mine"></button>' });
  assert.equal(page.launcher()?.hidden, true);
  page.find('#mine').click();
  assert.equal(isOpen(page), true);
  await page.calls('update', { widget: { activator: '#IntercomDefaultWidget' } });
  assert.equal(page.launcher()?.hidden, false);
});

test('after the page has replaced its body the widget comes back, with reattach_activator or an update', async () => {
  for (const call of ['reattach_activator', 'update']) {
    const page = await boot();
    page.launcher()?.click();
    page.document.body = page.document.createElement('body');
    assert.equal(page.launcher(), null);
    await page.calls(call);
    assert.equal(isOpen(page), false);
    page.launcher()?.click();
    assert.equal(page.panel().states.at(-1).credential, 'credential');
  }
});

test('language_override is told the panel’s document, which begins anew when it changes', async () => {
  const page = await boot({ settings: { app_id: 'app1', language_override: 'de' } });
  await page.calls('show');
  page.panel();
  const frame = page.find('#intercom-frame');
  assert.match(frame.src, /language=de$/);
  await page.calls('update', { language_override: 'en' });
  assert.match(frame.src, /language=en$/);
  assert.equal(page.panel().states.at(-1).open, true);
});

test('the panel says how it stands on the page while it is closed, and the page what is hidden', async () => {
  const page = await boot();
  await page.calls('show');
  const { says, states } = page.panel();
  await page.calls('hide');
  assert.equal(page.box()?.hidden, true);
  await says({ place: 'inset-block: 20px auto' });
  assert.deepEqual([page.box()?.hidden, page.box()?.getAttribute('style')], [false, 'inset-block: 20px auto;']);
  await page.calls('show');
  assert.equal(page.box()?.getAttribute('style'), '');
  await page.calls('hideNotifications', true);
  assert.equal(states.at(-1).look.quiet, true);
  await page.calls('update', { step: 1 });
  assert.deepEqual([page.pings()[1].page.hidden, page.pings()[1].page.open], [true, true]);
  await page.calls('hide');
  await says({ place: '' });
  assert.equal(page.box()?.hidden, true);
});

test('Escape on the page asks a closed panel to put away what stands over the page', async () => {
  const page = await boot({ reply: { ...VISITOR, has_conversations: true } });
  const { states } = page.panel();
  page.press('Escape');
  assert.deepEqual([states.at(-1).command, isOpen(page)], [['dismiss'], false]);
});

test('a page that the panel leads to is opened by a click on a link, which the page’s router may take', async () => {
  const page = await boot({ reply: { ...VISITOR, has_conversations: true } });
  /** @type {string[]} */
  const clicked = [];
  page.document.addEventListener('click', (event) => {
    clicked.push(/** @type {HTMLAnchorElement} */ (event.target).href);
    event.preventDefault();
  });
  const { says } = page.panel();
  await says({ go: '/boat?at=6' });
  await says({ go: '//evil.example/' });
  assert.deepEqual(clicked, ['https://www.shop.example/boat?at=6', 'https://www.shop.example//evil.example/']);
  assert.equal(page.find('.intercom-messenger-frame a'), null);
});

test('a page that the panel leads to is not covered: on a phone the panel closes before it', async () => {
  for (const isPhone of [true, false]) {
    const page = await boot({ isPhone });
    await page.calls('show');
    page.document.addEventListener('click', (event) => event.preventDefault());
    await page.panel().says({ go: '/boat' });
    assert.equal(isOpen(page), !isPhone);
  }
});

test('the page hears that a lead has given an e-mail address', async () => {
  const page = await boot();
  /** @type {unknown[][]} */
  const heard = [];
  page.intercom('onUserEmailSupplied', (/** @type {unknown[]} */ ...rest) => heard.push(rest));
  await page.calls('show');
  await page.panel().says('email');
  assert.deepEqual(heard, [[]]);
});

test('the panel’s “Try again” is another boot', async () => {
  const page = openPage();
  page.network.answer = lost;
  await page.start();
  await page.calls('show');
  page.launcher()?.click();
  const { says, states } = page.panel();
  assert.equal(states.at(-1).failed, 0);
  page.network.answer = () => json(VISITOR);
  await says('retry');
  assert.deepEqual([page.pings().map(({ call }) => call), states.at(-1).credential], [['boot', 'boot'], 'credential']);
});

test('each call is announced on the page under the id that its ping has', async () => {
  /** @type {any[]} */
  const heard = [];
  const page = openPage({ breaks: (window) => window.addEventListener('intercom:ping', (/** @type {CustomEvent} */ { detail }) => heard.push(detail)) });
  page.network.answer = () => json(VISITOR);
  await page.start();
  await page.calls('update', { step: 1 });
  await page.calls('shutdown');
  const ids = page.network.requests.map(({ body }) => body.ping_id);
  assert.deepEqual(heard, [{ id: ids[0], call: 'boot' }, { id: ids[1], call: 'update' }, { id: ids[2], call: 'shutdown' }]);
  assert.equal(new Set(ids).size, 3);
});
