// The browser tests of a Playwright configuration, with one second run of what failed: node .ci/verdict/browser.mjs STAGE CONFIG.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { changedFiles, withImports } from './changed.mjs';
import { afterSecondRun, nameOf, plain, quarantineFaults, secondRun, testsOf } from './decide.mjs';

const [stage = '', config = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const end2end = join(root, 'end2end');
const folder = join(root, 'target/verdict');
mkdirSync(folder, { recursive: true });

/** @param {string} why @returns {never} */
function red(why) {
  console.error(`${stage}: ${why}`);
  appendFileSync(join(folder, 'red.txt'), `${stage}: ${why}\n`);
  process.exit(1);
}

/** Runs the tests that the arguments choose. @param {number} number @param {string[]} chosen */
function run(number, chosen) {
  const report = join(folder, `${stage}-${number}.json`);
  rmSync(report, { force: true });
  const env = { ...process.env, REPORT: report, ...(number > 1 && { TRACED: '1' }) };
  const { status } = spawnSync('npx', ['--no-install', 'playwright', 'test', '--config', config, ...chosen], { cwd: end2end, env, stdio: 'inherit' });
  if (!existsSync(report)) red('Playwright ended without a report');
  return { status: status ?? 1, ...read(report) };
}

/** @param {string} report */
function read(report) {
  const parsed = JSON.parse(readFileSync(report, 'utf8'));
  return { tests: testsOf(parsed, end2end), errors: parsed.errors.map((/** @type {any} */ { message }) => plain(message)) };
}

const quarantine = JSON.parse(readFileSync(join(end2end, 'quarantine.json'), 'utf8'));
const faults = quarantineFaults(quarantine, new Date());
if (faults.length > 0) red(faults.join('; '));

const first = run(1, []);
const seconds = first.tests.map((test) => JSON.stringify({ stage, test: nameOf(test), seconds: test.seconds }));
appendFileSync(join(folder, 'seconds.jsonl'), seconds.map((line) => `${line}\n`).join(''));

let files = new Set();
if (first.tests.some(({ passed }) => !passed)) files = changedFiles(root, 'end2end');
const changed = (/** @type {string} */ file) => [...withImports(root, relative(root, join(end2end, file)))].some((path) => files.has(path));
const decided = secondRun(first.tests, { ...first, changed, quarantine });
if ('red' in decided) red(decided.red);
if (decided.again.length === 0) process.exit();

console.log(`${stage}: ${decided.again.length} failed; they run once more, one after another and traced`);
const later = [run(2, ['--last-failed', '--workers=1'])];
const known = new Set(quarantine.map((/** @type {any} */ { test }) => test));
if (later[0]?.tests.some((test) => !test.passed && known.has(nameOf(test)))) later.push(run(3, ['--last-failed', '--workers=1']));
const end = afterSecondRun(decided.again, later.map(({ tests }) => tests), quarantine);
const flaky = end.flaky.map(({ file, line, title, error }) => `FLAKY ${file}:${line} ${title}: ${error}`);
appendFileSync(join(folder, 'flaky.txt'), flaky.map((line) => `${line}\n`).join(''));
for (const line of flaky) console.log(line);
if (end.red) red(end.red);
const outside = later.flatMap(({ errors }) => errors)[0];
if (outside) red(`a later run failed outside of its tests: ${outside}`);
