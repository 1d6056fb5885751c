// The lifecycle, where engines may differ: tabs, the back/forward cache, clocks, cookies.
import assert from 'node:assert/strict';

import { named, until } from './firefox.mjs';

/** @typedef {import('./firefox.mjs').Tab} Tab */

/** Everything that scripts of the page can find in it and its storage. @param {Tab} tab */
const left = (tab) =>
  tab.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, Reflect.get(window, 'intercomSettings'), document.cookie]));

/** Whose the tab was in turn. Two tabs race, and one may look once more than the other. @param {Tab} tab */
const turns = ({ story }) =>
  story.flatMap((line) => (line === 'shutdown' ? 'nobody' : (/^boot (\S+)/.exec(line)?.[1] ?? []))).filter((who, at, all) => who !== all[at - 1]);

/** Runs in every document before anything else: the computer's clock is ahead by so much, as soon as `jump` is called. */
function clock() {
  const Real = Date;
  let ahead = 0;
  window.Date = /** @type {DateConstructor} */ (
    class extends Real {
      constructor(/** @type {unknown[]} */ ...given) {
        super(.../** @type {[number]} */ (given.length > 0 ? given : [Real.now() + ahead]));
      }
      static now() {
        return Real.now() + ahead;
      }
    }
  );
  Object.assign(window, { jump: (/** @type {number} */ by) => void (ahead = by) });
}

/** @param {Tab} tab @param {number} minutes */
const jump = (tab, minutes) => tab.page.evaluate((by) => Reflect.get(window, 'jump')(by), minutes * 60_000);

/** @param {import('./stories.mjs').Story} story */
export async function lifecycle(story) {
  await story('a visitor boots, and there and back again gives three pings', async (person) => {
    const tab = await person.open('/coffees');
    const pings = ['boot visitor at /coffees'];
    await tab.receives(pings);
    await tab.follow('First Tide');
    await tab.receives([...pings, 'update at /coffees/first-tide']);
    await tab.follow('Coffees');
    await tab.receives([...pings, 'update at /coffees/first-tide', 'update at /coffees']);
    // A fourth one would come before this.
    await tab.follow('Log in', 'Welcome back aboard');
    await tab.receives([...pings, 'update at /coffees/first-tide', 'update at /coffees', 'update at /login?next=%2Fcoffees']);
  });

  await story('a log-in shuts nobody down, a log-out does so before its request leaves, and the next person finds nothing', async (person) => {
    const tab = await person.open('/login');
    const first = ['boot visitor at /login'];
    await tab.receives(first);
    await tab.logIn('customer');
    first.push('→ log_in', 'boot customer at /account');
    await tab.receives(first);
    const key = await tab.page.evaluate(() => Object.entries(localStorage).find(([name]) => name.startsWith('messenger-session-'))?.[1].replace(/^user:/, ''));
    assert(key && (await left(tab)).includes(key), 'the session has a key');
    await tab.logOut();
    first.push('shutdown', '→ log_out', 'boot visitor at /');
    await tab.receives(first);
    assert(!(await left(tab)).includes(key), 'the key is gone');
    await tab.follow('Log in', 'Welcome back aboard');
    await tab.receives([...first, 'update at /login?next=%2F']);
    await tab.logIn('second');
    await tab.receives([...first, 'update at /login?next=%2F', '→ log_in', 'boot second at /']);
    assert(!(await left(tab)).includes(key), 'the key is gone');
  });

  await story('a log-out in one tab shuts the other one down, and both go on as visitors', async (person) => {
    const first = await person.open('/login');
    await first.logIn('customer');
    await first.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
    const other = await person.open('/coffees');
    await other.receives(['boot customer at /coffees']);
    await first.logOut();
    await until(() => turns(other), ['customer', 'nobody', 'visitor']);
    await until(() => other.story.at(-1), 'boot visitor at /coffees');
    await other.page.waitForSelector(named('link', 'Log in'));
    await until(() => turns(first), ['visitor', 'customer', 'nobody', 'visitor']);
  });

  await story('a page out of the back/forward cache asks who is here, and pings nothing at the same address', async (person) => {
    const tab = await person.open('/coffees');
    await tab.receives(['boot visitor at /coffees']);
    const asked = () => tab.requests.filter((path) => path === '/api/current_account').length;
    const before = asked();
    // Firefox may not keep a page that waits for an answer, and forgets the answer of one that it keeps. It may report the ping's
    // request later than the line that the page writes before it.
    // So does a page that loads code ahead: the file behind the header's last link, the cart, is the last of these.
    const isAhead = () => tab.requests.some((path) => path.endsWith('/split_cart.wasm'));
    await until(() => isAhead() && tab.requests.includes('/messenger/web/ping') && tab.open === 0, true);
    await tab.page.goto('about:blank');
    await tab.page.evaluate(() => history.back());
    await tab.receives(['boot visitor at /coffees', 'kept']);
    await until(asked, before + 1);
    await tab.follow('First Tide');
    await tab.receives(['boot visitor at /coffees', 'kept', 'update at /coffees/first-tide']);
  });

  await story('a token near its end is renewed and handed over by a boot', async (person) => {
    const tab = await person.open('/login', clock);
    const before = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
    await tab.logIn('customer');
    await tab.receives(before);
    await jump(tab, 100);
    await tab.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await tab.receives([...before, 'boot customer at /account']);
  });

  await story(
    'a renewal that is answered with 401 shuts down, and the visitor boots',
    async (person) => {
      const tab = await person.open('/login', clock);
      const before = ['boot visitor at /login', '→ log_in', 'boot customer at /account'];
      await tab.logIn('customer');
      await tab.receives(before);
      await person.context.deleteMatchingCookies({ name: 'session' });
      await jump(tab, 100);
      await tab.follow('Coffees');
      // It may have left before the page was reported as the former person's.
      await until(() => tab.story.slice(-2), ['shutdown', 'boot visitor at /coffees']);
      await tab.page.waitForSelector(named('link', 'Log in'));
    },
    ['POST /api/messenger_token 401'],
  );

  await story('without consent nothing is loaded; withdrawn, the widget is shut down and its cookies go', async (person) => {
    const tab = await person.open('/privacy');
    await tab.receives(['boot visitor at /privacy']);
    const cookies = async () => {
      // Firefox lists an expired cookie, which it sends to nobody and shows to no page, until it tidies up.
      const living = (await person.context.cookies()).filter(({ expires }) => expires === -1 || 1_000 * expires > Date.now());
      return living.map(({ name }) => name.replace(/-\w+$/, '')).filter((name) => name.startsWith('intercom-')).sort();
    };
    await until(cookies, ['intercom-device-id', 'intercom-id', 'intercom-session']);
    await tab.page.locator('[role=switch]').click();
    await tab.receives(['boot visitor at /privacy', 'shutdown']);
    await until(cookies, []);
    await tab.page.waitForSelector('[role=switch][aria-busy=false]');
    tab.requests.length = 0;
    await tab.goto('/');
    await tab.follow('Privacy');
    assert.deepEqual(tab.requests.filter((path) => /^\/(widget|messenger)\//.test(path)), []);
    await tab.page.locator('[role=switch]').click();
    await tab.receives(['boot visitor at /privacy', 'shutdown', 'boot visitor at /privacy']);
  });
}
