// Names a WebAssembly file's functions so that sorting them by name puts similar code side by side, where brotli finds it:
// node .ci/bin/similarity.mjs FILE. wasm-opt's --reorder-functions-by-name then moves them. 4 % of a page's bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { CUSTOM, FUNCTION_NAMES, codeOf, fileOf, isNames, number, sectionsOf, sized, vector } from './sections.mjs';

/** So many bytes in a row make two functions alike: fewer and more of them were measured to save less. */
const SHINGLE = 4;

/** @param {ArrayLike<unknown> | undefined} values */
const length = (values) => values?.length ?? 0;

/**
 * Each function once, behind the function that shares most shingles with it, as a part of both functions' shingles (Jaccard's
 * index). The largest function comes first, and the largest that is left wherever nothing left shares any.
 * @param {Buffer[]} bodies
 */
export function chain(bodies) {
  /** @type {Map<number, number[]>} the functions of each shingle that stand in no place yet */
  const waiting = new Map();
  const shingles = bodies.map((body, at) => {
    const own = new Set(Array.from({ length: Math.max(0, body.length + 1 - SHINGLE) }, (_, start) => body.readUInt32BE(start)));
    return Array.from(own, (shingle) => {
      const functions = waiting.get(shingle) ?? [];
      functions.push(at);
      waiting.set(shingle, functions);
      return functions;
    });
  });
  const bySize = [...bodies.keys()].sort((a, b) => length(bodies[b]) - length(bodies[a]));
  const shared = new Uint32Array(bodies.length);
  const placed = new Uint8Array(bodies.length);
  const order = [];
  for (const largest of bySize) {
    for (let next = largest; next >= 0 && !placed[next]; next = mostLike(next)) {
      placed[next] = 1;
      order.push(next);
    }
  }
  return order;

  /** @param {number} last */
  function mostLike(last) {
    const candidates = [];
    for (const functions of shingles[last] ?? []) {
      let kept = 0;
      for (const at of functions) {
        if (placed[at]) continue;
        functions[kept++] = at;
        if (shared[at]++ === 0) candidates.push(at);
      }
      functions.length = kept;
    }
    let best = -1;
    let most = 0;
    for (const at of candidates) {
      const count = shared[at] ?? 0;
      const alike = count / (length(shingles[last]) + length(shingles[at]) - count);
      if (alike > most || (alike === most && at < best)) [best, most] = [at, alike];
      shared[at] = 0;
    }
    return best;
  }
}

/** @param {Buffer} file */
export function named(file) {
  const sections = sectionsOf(file);
  const { imported, bodies } = codeOf(sections);
  const order = chain(bodies);
  const digits = String(order.length).length;
  /** @type {string[]} */
  const names = [];
  order.forEach((at, place) => (names[at] = String(place).padStart(digits, '0')));
  const entries = names.map((name, at) => Buffer.concat([number(imported + at), sized(Buffer.from(name))]));
  const body = Buffer.concat([sized(Buffer.from('name')), Buffer.from([FUNCTION_NAMES]), sized(vector(entries))]);
  return fileOf([...sections.filter((section) => !isNames(section)), { id: CUSTOM, body }]);
}

const [path] = process.argv.slice(2);
if (path && import.meta.url === `file://${process.argv[1]}`) writeFileSync(path, named(readFileSync(path)));
