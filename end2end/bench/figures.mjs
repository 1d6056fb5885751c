// The figures of `make bench`: each bench records its own, and this program compares them with their targets.
// A target is a ratio within one run, a count, or milliseconds: the time that a list, a count or a ping may take on any machine.
// Another time alone says more of the machine than of the server.
// Usage, from the package's folder: FIGURES=recorded.jsonl node end2end/bench/figures.mjs src/benches/FIGURES.md
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** `run` says what was run. @typedef {{ run: string, figure: string, measured: number, atMost?: number, atLeast?: number }} Figure */

/** Adds a figure to the file that `FIGURES` names. Without that variable, nothing is recorded. @param {Figure} figure */
export function record(figure) {
  if (process.env.FIGURES) appendFileSync(process.env.FIGURES, `${JSON.stringify(figure)}\n`);
}

/** A figure that was not measured (NaN, which JSON writes as null) is missed. @param {Figure} figure */
export const isMet = ({ measured, atMost = Infinity, atLeast = -Infinity }) =>
  Number.isFinite(measured) && measured <= atMost && measured >= atLeast;

/** Three digits that count. @param {number} number */
const rounded = (number) => (Number.isInteger(number) ? number : Number(number.toPrecision(3))).toLocaleString('en-GB', { maximumFractionDigits: 4 });

/** @param {Figure} figure */
function row(figure) {
  const target = figure.atMost === undefined ? `at least ${rounded(figure.atLeast ?? NaN)}` : `at most ${rounded(figure.atMost)}`;
  const measured = Number.isFinite(figure.measured) ? rounded(figure.measured) : 'nothing';
  return `| ${figure.run} | ${figure.figure} | ${measured} | ${target} | ${isMet(figure) ? 'met' : '**missed**'} |`;
}

/** FIGURES.md. @param {Figure[]} figures @param {string} by the machine, the tree and the day */
export const table = (figures, by) =>
  [
    '# Figures',
    '',
    '`make bench` writes this file, and fails where a figure misses its target. Targets are ratios within one run, counts, or milliseconds.',
    'Server, database and load share the machine.',
    '',
    by,
    '',
    '| run | figure | measured | target | verdict |',
    '|---|---|---:|---:|---|',
    ...figures.map(row),
    '',
  ].join('\n');

/** The sections of FIGURES.md below the table. People write them: runs beside other apps. @param {string} text */
export const sections = (text) => text.match(/^## [^]*/m)?.[0] ?? '';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { FIGURES: recorded = '' } = process.env;
  const [, , path = ''] = process.argv;
  /** @type {Figure[]} */
  const figures = existsSync(recorded) ? readFileSync(recorded, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  if (!figures.length) throw new Error('no bench recorded a figure');
  const tree = execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=10'], { encoding: 'utf8' }).trim();
  const written = table(figures, `Last run: ${new Date().toISOString().slice(0, 10)}, tree ${tree}, ${availableParallelism()} cores, release build.`);
  const below = existsSync(path) ? sections(readFileSync(path, 'utf8')) : '';
  writeFileSync(path, below ? `${written}\n${below}` : written);
  const missed = figures.filter((figure) => !isMet(figure));
  for (const figure of missed) console.error(row(figure));
  console.log(`${figures.length - missed.length} of ${figures.length} figures meet their targets: ${path}`);
  process.exitCode = missed.length ? 1 : 0;
}
