// Lighthouse on the public pages, as a phone on a slow network sees them, on a release build. The machine's own work moves
// the performance score, so each page is looked at several times: the median counts, and the spread is printed.
// Usage, from the package's folder: node end2end/bench/lighthouse.mjs RUNS
import lighthouse from 'lighthouse';
import { launch } from 'chrome-launcher';
import { loadavg } from 'node:os';
import { wholeChromium } from '../chromium.mjs';
import { withServer } from '../server.mjs';
import { record } from './figures.mjs';

const runs = Number(process.argv[2]);
const origin = `http://127.0.0.1:${process.env.BENCH_PORT ?? 3106}`;
/** Search engines may not list these pages, which would cost them points for SEO. */
const UNLISTED = ['/search?q=tide', '/cart'];
const LISTED = ['/', '/coffees', '/coffees/lighthouse-blend', '/brewing', '/brewing/pour-over', '/plans', '/privacy', '/login', '/signup'];
/** Of a hundred. */
const LEAST = { performance: 97, accessibility: 100, 'best-practices': 100, seo: 100 };
/** What performance is made of. */
const METRICS = {
  FCP: 'first-contentful-paint',
  SI: 'speed-index',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  CLS: 'cumulative-layout-shift',
};

/** @typedef {import('lighthouse').Result} Result */

/** @param {number[]} numbers */
const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
/** @param {number[]} numbers */
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)] ?? 0;
/** @param {(string | number)[]} cells */
const row = (...cells) => cells.map((cell, i) => (i < cells.length - 1 ? String(cell).padStart(12) : `  ${cell}`)).join('');

/** @param {Result[]} results of one page */
function report(results, path = '') {
  /** @param {string} category */
  const scores = (category) => results.map((result) => Math.round((result.categories[category]?.score ?? 0) * 100));
  const performance = sorted(scores('performance'));
  const short = Object.entries(LEAST).filter(([category, least]) => median(scores(category)) < least);
  for (const [category, least] of Object.entries(LEAST)) {
    record({ run: `Lighthouse, ${runs} runs, ${path}`, figure: category, measured: median(scores(category)), atLeast: least });
  }
  const metrics = Object.values(METRICS).map((id) => {
    const value = median(results.map((result) => result.audits[id]?.numericValue ?? 0));
    return id === METRICS.CLS ? value.toFixed(3) : `${Math.round(value)} ms`;
  });
  const others = Object.keys(LEAST).slice(1).map((category) => median(scores(category)));
  const transferred = median(results.map((result) => result.audits['total-byte-weight']?.numericValue ?? 0));
  const kb = `${Math.round(transferred / 1000)} KB`;
  console.log(row(`${median(performance)} (${performance[0]}-${performance.at(-1)})`, others.join('/'), ...metrics, kb, path));

  // What stands between it and a hundred: points that each metric costs, and what else could be better.
  const lost = Object.entries(METRICS).map(([name, id]) => {
    const { weight = 0 } = results[0]?.categories.performance?.auditRefs.find((audit) => audit.id === id) ?? {};
    return { name, points: weight * (1 - median(results.map((result) => result.audits[id]?.score ?? 0))) };
  });
  const costs = lost.filter(({ points }) => points >= 0.5).map(({ name, points }) => `${name} ${points.toFixed(1)}`);
  if (costs.length) console.log(`              points lost: ${costs.join(', ')}`);
  for (const category of Object.keys(LEAST)) {
    for (const { id, weight } of results[0]?.categories[category]?.auditRefs ?? []) {
      const audit = results[0]?.audits[id];
      if (audit && weight > 0 && audit.score !== null && audit.score < 1 && !Object.values(METRICS).includes(id)) {
        console.log(`              ${category}: ${audit.title} ${audit.displayValue ?? ''}`);
      }
    }
  }
  for (const [category, least] of short) console.log(`              ${category} is below ${least}`);
}

/** @type {number[]} */
const speeds = [];
await withServer(origin, async () => {
  const chrome = await launch({ chromePath: wholeChromium.executablePath, chromeFlags: [...wholeChromium.args, '--headless=new'] });
  try {
    console.log(row('performance', 'a11y/bp/seo', ...Object.keys(METRICS), 'loaded', `median of ${runs}, and the spread of performance`));
    for (const path of [...LISTED, ...UNLISTED]) {
      const skipAudits = UNLISTED.includes(path) ? ['is-crawlable'] : [];
      /** @type {Result[]} */
      const results = [];
      for (let failed = 0; results.length < runs; ) {
        const looked = await lighthouse(origin + path, { port: chrome.port, logLevel: 'error', skipAudits });
        if (looked && !looked.lhr.runtimeError) {
          results.push(looked.lhr);
          continue;
        }
        // Chromium was given no time to paint, or was in its own way. It says nothing of the page: look again.
        console.log(`              not measured: ${looked?.lhr.runtimeError?.message ?? 'no result'} (${path})`);
        if (++failed > runs) throw new Error(`${path}: could not be measured`);
      }
      report(results, path);
      speeds.push(...results.map((result) => result.environment.benchmarkIndex));
    }
    console.log(
      `the machine: Lighthouse's benchmark index ${median(speeds).toFixed(0)} (${sorted(speeds)[0]}-${sorted(speeds).at(-1)}), ` +
        `load ${loadavg()[1]?.toFixed(1)}; what else runs on it costs blocking time`,
    );
  } finally {
    await chrome.kill();
  }
});
