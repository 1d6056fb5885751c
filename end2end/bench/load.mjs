// What the release server answers a second, pages rendered and tokens signed; the CPU time that an answer costs it; the
// memory that it holds before and after. With autocannon, on the same machine: compare lines with each other, not with
// other machines. Pages are asked for as browsers do, so they come compressed
// but where the line says plain.
// Usage, from the package's folder: node end2end/bench/load.mjs SECONDS
import autocannon from 'autocannon';
import { withServer } from '../server.mjs';
import { customer } from './customer.mjs';

const seconds = Number(process.argv[2]);
const origin = `http://127.0.0.1:${process.env.BENCH_PORT ?? 3105}`;
process.env.DEMO_ACCOUNTS = '1';

const page = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br, zstd', 'sec-fetch-site': 'same-origin' };
const call = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };

await withServer(origin, async (usage) => {
  const { cookie, order } = await customer(origin);
  /** @type {[string, Partial<import('autocannon').Options>][]} */
  const lines = [
    ['/healthz, the floor', { url: '/healthz' }],
    ['/', { url: '/', headers: page }],
    ['/coffees', { url: '/coffees', headers: page }],
    ['/coffees, gzip', { url: '/coffees', headers: { ...page, 'accept-encoding': 'gzip' } }],
    ['/coffees, plain', { url: '/coffees', headers: { ...page, 'accept-encoding': 'identity' } }],
    ['/coffees, filtered', { url: '/coffees?roast=light&sort=price', headers: page }],
    ['/coffees, logged in', { url: '/coffees', headers: { ...page, cookie } }],
    ['/coffees/lighthouse-blend', { url: '/coffees/lighthouse-blend', headers: page }],
    ['/search?q=kenya', { url: '/search?q=kenya', headers: page }],
    ['/brewing', { url: '/brewing', headers: page }],
    ['/brewing/pour-over', { url: '/brewing/pour-over', headers: page }],
    ['/plans', { url: '/plans', headers: page }],
    ['/login', { url: '/login', headers: page }],
    ['/cart, logged in', { url: '/cart', headers: { ...page, cookie } }],
    ['/checkout, logged in', { url: '/checkout', headers: { ...page, cookie } }],
    ['/orders, logged in', { url: '/orders', headers: { ...page, cookie } }],
    ['/orders/:id, logged in', { url: order, headers: { ...page, cookie } }],
    ['/account, logged in', { url: '/account', headers: { ...page, cookie } }],
    ['the token call', { url: '/api/messenger_token', method: 'POST', headers: { ...call, cookie } }],
  ];
  console.log(`${usage.memory.toFixed(0)} MiB of memory before`);
  console.log(['a second', 'CPU ms', 'p50 ms', 'p99 ms', 'KB each'].map((title) => title.padStart(9)).join(''));
  for (const [name, { url, ...options }] of lines) {
    const before = usage.cpu;
    const result = await autocannon({ url: origin + url, ...options, connections: 32, duration: seconds });
    if (result.non2xx || result.errors) throw new Error(`${name}: ${result.non2xx} refused, ${result.errors} failed`);
    const { requests, latency, throughput } = result;
    const cpu = (usage.cpu - before) / requests.total;
    const numbers = [requests.average.toFixed(0), cpu.toFixed(2), latency.p50, latency.p99, (throughput.total / requests.total / 1000).toFixed(1)];
    console.log(`${numbers.map((number) => String(number).padStart(9)).join('')}  ${name}`);
  }
  console.log(`${usage.memory.toFixed(0)} MiB of memory after`);
});
