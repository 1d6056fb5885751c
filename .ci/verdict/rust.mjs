// `cargo test` with one second run of failed tests that touch real time: node .ci/verdict/rust.mjs ARGUMENT… [-- ARGUMENT…].
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { failedRustTests, secondRustRun } from './decide.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'target/verdict');
const given = process.argv.slice(2);
const split = given.indexOf('--') < 0 ? given.length : given.indexOf('--');
const [cargo, tests] = [given.slice(0, split), given.slice(split + 1)];
const timed = readFileSync(join(root, 'src/tests/timing.txt'), 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);

// More tests than cores at a time: many wait for a database or for a process that they started.
const env = { ...process.env, RUST_TEST_THREADS: String(2 * availableParallelism()) };

/** Shows what `cargo test` says, and keeps it. @param {string[]} of @returns {Promise<{ status: number | null, said: string }>} */
function run(of) {
  return new Promise((ended) => {
    const child = spawn('cargo', ['test', '--quiet', '--no-fail-fast', ...cargo, '--', ...of], { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes) => (process.stdout.write(bytes), (said += bytes)));
    child.once('close', (status) => ended({ status, said }));
  });
}

const { status, said } = await run(tests);
if (status === 0) process.exit();
const decided = secondRustRun(failedRustTests(said), timed);
mkdirSync(folder, { recursive: true });
if ('red' in decided) {
  console.error(decided.red);
  appendFileSync(join(folder, 'red.txt'), `${decided.red}\n`);
  process.exit(1);
}
console.log(`${decided.again.length} failed that touch real time; they run once more, alone`);
// The filters of the first run would choose by themselves.
const again = await run([...tests.filter((argument) => argument.startsWith('--')), '--exact', '--test-threads=1', ...decided.again]);
if (again.status !== 0) {
  appendFileSync(join(folder, 'red.txt'), `failed twice, one or more of: ${decided.again.join(', ')}\n`);
  process.exit(1);
}
const flaky = decided.again.map((name) => `FLAKY ${name}`);
for (const line of flaky) console.log(line);
appendFileSync(join(folder, 'flaky.txt'), flaky.map((line) => `${line}\n`).join(''));
