import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMet, sections, table } from './figures.mjs';

const figure = { run: 'pings', figure: 'CPU, of that before', measured: 1.5 };

test('a figure meets a target that it reaches, and no other', () => {
  assert.ok(isMet({ ...figure, atMost: 1.5 }));
  assert.ok(!isMet({ ...figure, atMost: 1.49 }));
  assert.ok(isMet({ ...figure, atLeast: 1.5 }));
  assert.ok(!isMet({ ...figure, atLeast: 1.51 }));
});

test('a figure that was not measured misses its target', () => {
  for (const measured of [NaN, JSON.parse(JSON.stringify({ measured: NaN })).measured]) {
    assert.ok(!isMet({ ...figure, measured, atMost: 2 }));
    assert.match(table([{ ...figure, measured, atMost: 2 }], ''), /nothing \| at most 2 \| \*\*missed\*\* \|/);
  }
});

test('the table shows figure, target and verdict of each run', () => {
  const shown = table([{ ...figure, measured: 101_234.5, atMost: 100_000 }, { ...figure, atLeast: 0.9 }], 'Last run: today.');
  assert.match(shown, /\| pings \| CPU, of that before \| 101,000 \| at most 100,000 \| \*\*missed\*\* \|/);
  assert.match(shown, /\| pings \| CPU, of that before \| 1\.5 \| at least 0\.9 \| met \|/);
  assert.match(shown, /Last run: today\./);
  assert.match(shown, /Targets are ratios within one run, counts, or milliseconds\./);
});

test('the sections below the table stay as they are', () => {
  const below = '## Beside others\n\n| ours |\n\n## And more\n';
  assert.equal(sections(`${table([{ ...figure, atMost: 2 }], '')}\n${below}`), below);
  assert.equal(sections(table([{ ...figure, atMost: 2 }], '')), '');
});
