// Prepares a file for the optimiser: node .ci/bin/trim.mjs FILE.
//
// Empties the functions that no page calls. leptos 0.8 gives each view code for `hydrate_lazy`, `hydrate_async`, and the views' tables
// of functions keep it; src/app/mod.rs hydrates by `hydrate_body`. 6 % of the main file's code. leptos 0.9 has that code behind its
// feature `lazy`: with that version, this part goes.
//
// Takes names and producers off a small file: its functions keep their order. Most files are small, and each run of the optimiser takes
// a second.
import { readFileSync, writeFileSync } from 'node:fs';
import { CODE, CUSTOM, FUNCTION_NAMES, Reader, codeOf, fileOf, isNames, sectionsOf, sized, vector } from './sections.mjs';

/** The compiler merges short functions of equal code, and one of them gives the name. No other code is as long and equal. */
const LEAST = 200;
/** Bytes of code. The functions of a shorter file keep their order, for which alone the optimiser reads names. */
const SMALL = 8000;
/** No locals, `unreachable`, `end`: a call would stop the page. */
const EMPTY = Buffer.from([0x00, 0x00, 0x0b]);

/** The name of each function, by its index. @param {Buffer} body of the section of names */
function functionNames(body) {
  const reader = new Reader(body);
  reader.sized();
  while (!reader.ended) {
    const [kind, content] = [reader.byte(), new Reader(reader.sized())];
    if (kind === FUNCTION_NAMES) return new Map(content.vector(() => /** @type {const} */ ([content.number(), content.sized().toString()])));
  }
  return new Map();
}

/** @param {string} name @param {number} size */
const isUnreached = (name, size) => size >= LEAST && name.includes('hydrate_async') && !name.includes('drop_in_place');

/** @param {Buffer} file */
export function emptied(file) {
  const sections = sectionsOf(file);
  const named = sections.find(isNames);
  if (!named) return file;
  const names = functionNames(named.body);
  const { imported, bodies } = codeOf(sections);
  const body = vector(bodies.map((body, at) => sized(isUnreached(names.get(imported + at) ?? '', body.length) ? EMPTY : body)));
  return fileOf(sections.map((section) => (section.id === CODE ? { ...section, body } : section)));
}

/** @param {Buffer} file */
export function trimmed(file) {
  const sections = sectionsOf(emptied(file));
  const code = sections.find(({ id }) => id === CODE)?.body.length ?? 0;
  return fileOf(code < SMALL ? sections.filter(({ id }) => id !== CUSTOM) : sections);
}

const [path] = process.argv.slice(2);
if (path && import.meta.url === `file://${process.argv[1]}`) writeFileSync(path, trimmed(readFileSync(path)));
