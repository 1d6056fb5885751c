// How long log-ins and orders take, alone and beside hostile pings: each of the largest size, with as many companies and
// attributes as it may bring, of one proved person. Their ratio is what counts.
// Usage, from the package's folder: node end2end/bench/hostile.mjs PINGS
import { withServer } from '../server.mjs';
import { customer } from './customer.mjs';
import { record } from './figures.mjs';

const pings = Number(process.argv[2]);
const origin = `http://127.0.0.1:${process.env.BENCH_PORT ?? 3105}`;
process.env.DEMO_ACCOUNTS = '1';
/** Of each kind, in turn. */
const ASKED = 40;
/** Hostile pings that are under way at a time. */
const AT_ONCE = 16;

/** @param {number} n */
function hostile(n, /** @type {string} */ appId, /** @type {string} */ jwt) {
  const attributes = (/** @type {string} */ of, /** @type {number} */ count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`${of}_${n}_${at}`, 'x'.repeat(40)]));
  const companies = Array.from({ length: 10 }, (_, at) => ({ company_id: `hostile-${n}-${at}`, name: 'Hostile', ...attributes('c', 80) }));
  return JSON.stringify({ app_id: appId, call: 'boot', page: { url: `${origin}/${n}` }, settings: { intercom_user_jwt: jwt, companies, ...attributes('p', 100) } });
}

/** Milliseconds of each, in order. @param {() => Promise<unknown>} ask @param {(asked: number) => boolean} goesOn */
async function timed(ask, goesOn = (asked) => asked < ASKED) {
  const times = [];
  while (goesOn(times.length)) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

/** @param {number[]} times @param {number} share */
const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

await withServer(origin, async () => {
  const { cookie } = await customer(origin);
  const call = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin };
  const { token } = await (await fetch(`${origin}/api/messenger_token`, { method: 'POST', headers: { ...call, cookie } })).json();
  const jwt = token.intercom_user_jwt ?? token;
  const appId = (await (await fetch(origin)).text()).match(/\/widget\/([a-z0-9]+)/)?.[1] ?? '';
  const logIn = async () => {
    const reply = await fetch(`${origin}/api/log_in`, { method: 'POST', headers: call, body: new URLSearchParams({ email: 'second@example.com', password: 'demo-password' }) });
    if (!reply.ok) throw new Error(`a log-in was answered with ${reply.status}`);
  };
  const order = async () => void (await customer(origin));
  const alone = [await timed(logIn), await timed(order)];
  let [sent, refused] = [0, 0];
  /** A part of the pings, for as long as it takes. */
  const flood = async (/** @type {number} */ count) => {
    const until = sent + count;
    const one = async () => {
      while (sent < until) {
        const body = hostile(sent++, appId, jwt);
        const reply = await fetch(`${origin}/messenger/web/ping`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        if (!reply.ok) refused++;
        await reply.text();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  };
  const beside = [];
  for (const ask of [logIn, order]) {
    let over = false;
    const flooded = flood(pings / 2).then(() => (over = true));
    beside.push(await timed(ask, () => !over));
    await flooded;
  }
  console.log(`${sent} hostile pings, ${refused} of them refused; beside them ${beside.map((times) => times.length).join(" log-ins and ")} orders`);
  for (const [n, name] of ['log-in', 'order with its log-in'].entries()) {
    const [before, after] = [alone[n] ?? [], beside[n] ?? []];
    const numbers = [0.5, 0.99].map((share) => `p${share * 100} ${at(before, share).toFixed(0)} -> ${at(after, share).toFixed(0)} ms (x ${(at(after, share) / at(before, share)).toFixed(1)})`);
    record({ run: `${sent} hostile pings, ${AT_ONCE} at a time`, figure: `${name}: p99 beside them, of that alone`, measured: at(after, 0.99) / at(before, 0.99), atMost: 2 });
    console.log(`${name}: ${numbers.join(', ')}`);
  }
});
