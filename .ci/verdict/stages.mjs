// All stages of `make test`, whatever the earlier ones found, and one verdict: node .ci/verdict/stages.mjs.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'target/verdict');
rmSync(folder, { recursive: true, force: true });

/** Jiffies since the machine's start, and those of them that its host gave to others (proc(5), /proc/stat). */
function jiffies() {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const counts = first.split(/\s+/).slice(1, 9).map(Number);
  return { all: counts.reduce((sum, count) => sum + count, 0), stolen: counts[7] ?? 0 };
}

/** @type {{ stage: string, result: 'passed' | 'failed' | 'not run', seconds: number }[]} */
const results = [];

/** @param {string} stage @param {string} command @param {string[]} args */
function run(stage, command, ...args) {
  const began = Date.now();
  return new Promise((/** @type {(passed: boolean) => void} */ ended) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    child.once('error', (error) => console.error(error.message));
    child.once('close', (status) => {
      results.push({ stage, result: status === 0 ? 'passed' : 'failed', seconds: Math.round((Date.now() - began) / 1000) });
      ended(status === 0);
    });
  });
}

console.log(`make test: random stories begin from PROPTEST_RNG_SEED=${process.env.PROPTEST_RNG_SEED}`);
const [before, began] = [jiffies(), Date.now()];

/** A stage runs only where all that it stands on passed. @param {string} stage @param {Promise<boolean>[]} on */
async function runOn(stage, on) {
  if ((await Promise.all(on)).every(Boolean)) await run(stage, 'make', stage, 'BUILT=1');
  else results.push({ stage, result: 'not run', seconds: 0 });
}

// Tests wait now and then: for databases, for processes that they start, for pages. The builds beside them take what they leave
// of the cores, and a third of a busy core: on a machine with other work they must end as well.
const server = run('server', 'make', 'server');
const site = run('site', 'nice', '-n', '3', 'make', 'site');
const copies = site.then(() => run('host-copies', 'nice', '-n', '5', 'make', 'host-copies'));
const firefox = runOn('firefox', [server, site]);
const size = firefox.then(() => runOn('size', [server, site]));
await Promise.all([runOn('check', [server]), size]);
// Pages wait for timers and for servers: the cores are idle a seventh of the time where these run one after the other.
await Promise.all([runOn('browser-tests', [server, site]), runOn('host', [copies])]);

const lines = (/** @type {string} */ name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean) : []);
const tests = lines('seconds.jsonl').map((line) => JSON.parse(line)).sort((a, b) => b.seconds - a.seconds);
if (tests.length > 0) writeFileSync(join(folder, 'seconds.json'), `${JSON.stringify(tests, null, 1)}\n`);
console.log('\nThe slowest browser tests, in seconds:');
for (const { stage, test, seconds } of tests.slice(0, 20)) console.log(`${seconds.toFixed(1).padStart(7)}  ${stage}: ${test}`);

const after = jiffies();
const stolen = (100 * (after.stolen - before.stolen)) / Math.max(1, after.all - before.all);
console.log(`\n${cpus().length} cores, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}, steal ${stolen.toFixed(1)} % of ${Math.round((Date.now() - began) / 1000)} s`);
for (const line of lines('flaky.txt')) console.log(line);
// Also where a failed test's name stands in the middle of the log: of a long log some places keep the ends alone.
for (const line of lines('red.txt')) console.log(line);
for (const { stage, result, seconds } of results) console.log(`make test: ${stage} ${result} (${seconds} s)`);
const failed = results.filter(({ result }) => result !== 'passed').length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
