// Which failed tests run once more, and what the run as a whole is worth. Nothing here reads a file or starts a process.
import { join, relative } from 'node:path';

/** More failed tests than this name a defect, or a machine that cannot run tests. */
export const MOST_FAILED = 6;
/** More tests that pass at their second run than this are a defect. */
export const MOST_FLAKY = 3;
export const MOST_QUARANTINED = 8;
export const QUARANTINE_DAYS = 14;
export const MOST_TIMED = 15;

/**
 * @typedef {{ file: string, line: number, title: string, passed: boolean, seconds: number, error: string }} Test
 * `file` counts from `end2end`. `title` begins with the project. `error` is the first line of the last run's error.
 * @typedef {{ test: string, since: string, cause: string }} Quarantined
 * `test` is `file › title`, `since` a day.
 */

/**
 * How a test is named in the verdict and in the quarantine, in each run. Playwright's id is no name: a spec of two projects has the
 * id of the first project that ran.
 * @param {Pick<Test, 'file' | 'title'>} test
 */
export const nameOf = ({ file, title }) => `${file} › ${title}`;

/** A message without the colours of a terminal. */
export const plain = (text = '') => text.replace(/\u001b\[[0-9;]*m/g, '');

/**
 * The tests in a report of Playwright's JSON reporter.
 * @param {any} report
 * @param {string} end2end the folder that the paths of files count from
 * @returns {Test[]}
 */
export function testsOf({ suites, config: { rootDir } }, end2end) {
  /** @type {Test[]} */
  const tests = [];
  const collect = (/** @type {any} */ suite, /** @type {string[]} */ titles) => {
    for (const spec of suite.specs ?? []) {
      for (const { projectName, status, results } of spec.tests) {
        tests.push({
          file: relative(end2end, join(rootDir, spec.file)),
          line: spec.line,
          title: [projectName, ...titles, spec.title].join(' › '),
          passed: status === 'expected' || status === 'skipped',
          seconds: results.reduce((/** @type {number} */ sum, /** @type {any} */ result) => sum + result.duration, 0) / 1000,
          error: plain(results.at(-1)?.error?.message).split('\n')[0] ?? '',
        });
      }
    }
    for (const inner of suite.suites ?? []) collect(inner, inner.title === inner.file ? titles : [...titles, inner.title]);
  };
  for (const suite of suites) collect(suite, []);
  return tests;
}

/**
 * Why the failed tests of a browser run get no second run; without a reason, the ones that do.
 * @param {Test[]} tests
 * @param {{ status: number, errors: string[], changed: (file: string) => boolean, quarantine: Quarantined[] }} run
 * `errors` are those outside of tests; `changed` says whether a spec or what it imports is new.
 * @returns {{ red: string } | { again: Test[] }}
 */
export function secondRun(tests, { status, errors, changed, quarantine }) {
  const failed = tests.filter(({ passed }) => !passed);
  if (errors.length > 0) return { red: `the run failed outside of its tests: ${errors[0]}` };
  if (failed.length === 0) return status === 0 ? { again: [] } : { red: 'no test failed, but the run did' };
  const known = new Set(quarantine.map(({ test }) => test));
  const unknown = failed.filter((test) => !known.has(nameOf(test)));
  if (unknown.length > MOST_FAILED) return { red: `${unknown.length} tests failed: more than ${MOST_FAILED} get no second run` };
  const fresh = unknown.filter(({ file }) => changed(file));
  if (fresh.length > 0) return { red: `no second run for specs that changed in the last 24 hours: ${fresh.map(nameOf).join(', ')}` };
  return { again: failed };
}

/**
 * What the later runs of the failed tests are worth. A quarantined test has three runs, any other two.
 * @param {Test[]} failed in the first run
 * @param {Test[][]} later each later run's tests
 * @param {Quarantined[]} quarantine
 * @returns {{ flaky: Test[], failed: Test[], red?: string }}
 */
export function afterSecondRun(failed, later, quarantine) {
  const known = new Set(quarantine.map(({ test }) => test));
  const passes = (/** @type {Test} */ test) =>
    later.slice(0, known.has(nameOf(test)) ? 2 : 1).some((run) => run.some((again) => nameOf(again) === nameOf(test) && again.passed));
  const flaky = failed.filter(passes);
  const still = failed.filter((test) => !passes(test));
  if (still.length > 0) return { flaky, failed: still, red: `failed in each run: ${still.map(nameOf).join(', ')}` };
  const counted = flaky.filter((test) => !known.has(nameOf(test)));
  if (counted.length > MOST_FLAKY) return { flaky, failed: [], red: `${counted.length} tests passed at their second run: more than ${MOST_FLAKY}` };
  return { flaky, failed: [] };
}

/**
 * What is wrong with the quarantine file.
 * @param {unknown} entries
 * @param {Date} now
 * @returns {string[]}
 */
export function quarantineFaults(entries, now) {
  if (!Array.isArray(entries)) return ['the quarantine is no list'];
  const faults = entries.length > MOST_QUARANTINED ? [`${entries.length} tests are in quarantine: more than ${MOST_QUARANTINED}`] : [];
  for (const { test, since, cause } of entries) {
    const began = /^\d{4}-\d{2}-\d{2}$/.test(since ?? '') ? Date.parse(since) : NaN;
    if (typeof test !== 'string' || !cause || Number.isNaN(began)) faults.push(`an entry needs test, since (a day) and cause: ${JSON.stringify({ test, since, cause })}`);
    else if (now.getTime() - began > QUARANTINE_DAYS * 86_400_000) faults.push(`in quarantine for more than ${QUARANTINE_DAYS} days: ${test}`);
  }
  return faults;
}

/** Rust tests of these kinds are never run a second time: a failure of chance is what they look for. */
const NEVER_TWICE = /propert|kill|crash|matrix|fuzz|walks|stories|interleavings|world/;

/**
 * Which failed Rust tests run once more: all of them, if each is on the list of tests that touch real time.
 * @param {string[]} failed
 * @param {string[]} timed
 * @returns {{ red: string } | { again: string[] }}
 */
export function secondRustRun(failed, timed) {
  if (timed.length > MOST_TIMED) return { red: `${timed.length} tests are listed as touching real time: more than ${MOST_TIMED}` };
  const never = timed.filter((name) => NEVER_TWICE.test(name));
  if (never.length > 0) return { red: `never run twice: ${never.join(', ')}` };
  if (failed.length === 0) return { red: 'no test failed, but the run did' };
  const others = failed.filter((name) => !timed.includes(name));
  return others.length > 0 ? { red: `failed: ${others.join(', ')}` } : { again: failed };
}

/** The failed tests that `cargo test` lists. @param {string} output */
export function failedRustTests(output) {
  // Each binary prints the captured output under one `failures:`, and the names alone under another.
  return [...output.matchAll(/^failures:\n((?: {4}\S+\n)+)/gm)].flatMap(([, names = '']) => names.trim().split(/\s+/));
}
