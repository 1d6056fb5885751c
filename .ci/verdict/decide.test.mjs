import assert from 'node:assert/strict';
import test from 'node:test';

import { afterSecondRun, failedRustTests, quarantineFaults, secondRun, secondRustRun, testsOf } from './decide.mjs';

const made = (name, passed = false) => ({ file: `specs/${name}.spec.ts`, line: 1, title: name, passed, seconds: 1, error: 'no' });
const many = (count) => Array.from({ length: count }, (_, at) => made(`t${at}`));
const run = { status: 1, errors: [], changed: () => false, quarantine: [] };
const quarantined = (name) => ({ test: `specs/${name}.spec.ts › ${name}`, since: '2026-11-20', cause: 'known' });

test('a green run runs nothing again', () => {
  assert.deepEqual(secondRun([made('a', true)], { ...run, status: 0 }), { again: [] });
});

test('six failed tests run again, seven do not', () => {
  assert.equal(secondRun(many(6), run).again.length, 6);
  assert.match(secondRun(many(7), run).red, /7 tests failed/);
});

test('a run that failed without a failed test is red', () => {
  assert.match(secondRun([made('a', true)], run).red, /no test failed/);
});

test('an error outside of the tests is red, whatever else failed', () => {
  assert.match(secondRun(many(1), { ...run, errors: ['the server wrote: ERROR'] }).red, /the server wrote/);
  assert.match(secondRun([made('a', true)], { ...run, status: 0, errors: ['x'] }).red, /outside/);
});

test('a spec that changed gets no second run, and takes the others along', () => {
  const decided = secondRun([made('new'), made('old')], { ...run, changed: (file) => file.includes('new') });
  assert.match(decided.red, /specs\/new\.spec\.ts › new$/);
});

test('what passes at its second run is flaky, and more than three of those are red', () => {
  const failed = many(4);
  const again = failed.map((test) => ({ ...test, passed: true }));
  assert.equal(afterSecondRun(failed.slice(1), [again], []).red, undefined);
  assert.equal(afterSecondRun(failed.slice(1), [again], []).flaky.length, 3);
  assert.match(afterSecondRun(failed, [again], []).red, /4 tests passed/);
});

test('what fails twice is red, and so is what did not run again', () => {
  assert.match(afterSecondRun([made('a')], [[made('a')]], []).red, /failed in each run/);
  assert.match(afterSecondRun([made('a')], [[]], []).red, /failed in each run/);
});

test('a spec of two projects that fails in the second one alone is found in its second run', () => {
  // The reporter puts both projects under one spec, whose id is that of the first project that ran.
  const report = (id, tests) => ({
    config: { rootDir: '/shop/end2end/specs' },
    suites: [{ title: 'a.spec.ts', file: 'a.spec.ts', specs: [{ id, file: 'a.spec.ts', line: 9, title: 'holds', tests }], suites: [] }],
  });
  const ran = (projectName, status) => ({ projectName, status, results: [{ duration: 1500, error: { message: '\u001b[31mno\u001b[0m' } }] });
  const first = testsOf(report('of embedded', [ran('embedded', 'expected'), ran('hosted', 'unexpected')]), '/shop/end2end');
  const { again } = secondRun(first, run);
  assert.deepEqual(again, [{ file: 'specs/a.spec.ts', line: 9, title: 'hosted › holds', passed: false, seconds: 1.5, error: 'no' }]);
  const later = testsOf(report('of hosted', [ran('hosted', 'expected')]), '/shop/end2end');
  const end = afterSecondRun(again, [later], []);
  assert.deepEqual([end.flaky.length, end.red], [1, undefined]);
});

test('a third run counts for quarantined tests alone', () => {
  const later = [[made('a')], [made('a', true)]];
  assert.match(afterSecondRun([made('a')], later, []).red, /failed in each run/);
  assert.equal(afterSecondRun([made('a')], later, [quarantined('a')]).red, undefined);
  assert.match(afterSecondRun([made('a')], [[made('a')], [made('a')]], [quarantined('a')]).red, /failed in each run/);
});

test('a quarantined test runs again though its spec changed', () => {
  assert.equal(secondRun([made('a')], { ...run, changed: () => true, quarantine: [quarantined('a')] }).again.length, 1);
});

test('the quarantine holds eight tests with day and cause, for fourteen days', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const entry = quarantined('a');
  assert.deepEqual(quarantineFaults([], now), []);
  assert.deepEqual(quarantineFaults(Array(8).fill(entry), now), []);
  assert.match(quarantineFaults(Array(9).fill(entry), now)[0], /more than 8/);
  assert.match(quarantineFaults([{ ...entry, since: '2026-11-09' }], now)[0], /14 days/);
  assert.match(quarantineFaults([{ ...entry, cause: '' }], now)[0], /needs/);
  assert.match(quarantineFaults([{ ...entry, since: 'soon' }], now)[0], /needs/);
  assert.match(quarantineFaults({}, now)[0], /no list/);
});

test('a Rust test runs again where each failed one is listed', () => {
  assert.deepEqual(secondRustRun(['a::b'], ['a::b', 'c']), { again: ['a::b'] });
  assert.match(secondRustRun(['a::b', 'x'], ['a::b']).red, /failed: x/);
  assert.match(secondRustRun([], ['a::b']).red, /no test failed/);
});

test('the list of Rust tests has fifteen names, and no property, kill or matrix', () => {
  assert.match(secondRustRun(['t'], Array.from({ length: 16 }, (_, at) => `t${at}`)).red, /16 tests/);
  for (const name of ['outbound::properties::x', 'shop::killed::y', 'matrix::z']) assert.match(secondRustRun([name], [name]).red, /never run twice/);
});

test('the failed tests are read of the list of names alone', () => {
  const said = '\nfailures:\n\n---- a::one stdout ----\nfailures:\nno name\n\nfailures:\n    a::one\n    b::two\n\ntest result: FAILED. 3 passed; 2 failed\n';
  assert.deepEqual(failedRustTests(said), ['a::one', 'b::two']);
});
