// What each page's data costs: how many queries the server makes for it, and how long the database takes over them, of
// the time until the page is there. One request at a time, the median of each number; the server's own log reports the
// queries.
// Usage, from the package's folder: node end2end/bench/data.mjs REQUESTS
import { withServer } from '../server.mjs';
import { customer } from './customer.mjs';
import { record } from './figures.mjs';

const requests = Number(process.argv[2]);
/** A page makes no more. */
const QUERIES = 5;
const origin = `http://127.0.0.1:${process.env.BENCH_PORT ?? 3105}`;
process.env.DEMO_ACCOUNTS = '1';
process.env.RUST_LOG = 'warn,sqlx::query=debug,leptos_messenger::server::log_line=info';

/** Of the request that is under way: milliseconds. @type {number[]} */
let queries = [];
/** Called when all that the log says of a request has been read. */
let answered = () => {};

/** @param {string} line */
function read(line) {
  const { target, elapsed_secs } = JSON.parse(line);
  if (target === 'sqlx::query') queries.push(elapsed_secs * 1000);
  else answered();
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** @param {string} path @param {string} [cookie] */
async function measure(path, cookie) {
  const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) };
  /** @type {{ asked: number[], inQueries: number[], whole: number[] }} */
  const seen = { asked: [], inQueries: [], whole: [] };
  for (let request = 0; request < requests; request++) {
    queries = [];
    const logged = new Promise((resolve) => (answered = () => resolve(undefined)));
    const began = performance.now();
    const reply = await fetch(origin + path, { headers, redirect: 'error' });
    await reply.text();
    seen.whole.push(performance.now() - began);
    await logged;
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
    seen.asked.push(queries.length);
    seen.inQueries.push(queries.reduce((sum, ms) => sum + ms, 0));
  }
  const page = `${path.replace(/(\/orders\/).+/, '$1:id')}${cookie ? ', logged in' : ''}`;
  record({ run: `${requests} requests each`, figure: `queries for ${page}`, measured: median(seen.asked), atMost: QUERIES });
  const numbers = [median(seen.asked).toFixed(0), median(seen.inQueries).toFixed(2), median(seen.whole).toFixed(1)];
  console.log(`${numbers.map((number) => number.padStart(11)).join('')}  ${page}`);
}

await withServer(
  origin,
  async () => {
    const { cookie, order } = await customer(origin);
    console.log(['queries', 'ms in them', 'ms in all'].map((title) => title.padStart(11)).join(''));
    const open = ['/', '/coffees', '/coffees?roast=light&sort=price', '/coffees/lighthouse-blend', '/search?q=kenya'];
    for (const path of [...open, '/brewing', '/brewing/pour-over', '/plans', '/cart', '/login']) await measure(path);
    for (const path of ['/coffees', '/cart', '/checkout', '/orders', order, '/account']) await measure(path, cookie);
  },
  read,
);
