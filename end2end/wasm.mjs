import { CUSTOM, Reader, codeOf, isNames, sectionsOf } from '../.ci/bin/sections.mjs';

/** @typedef {{ name: string, size: number }} Sized */

const FUNCTION_NAMES = 1;

/**
 * The functions of a WebAssembly file that still has its name section, with the size of each one's code.
 * @param {Buffer} bytes
 * @returns {Sized[]}
 */
export function functionSizes(bytes) {
  const sections = sectionsOf(bytes);
  const { imported, bodies } = codeOf(sections);
  const names = namesOf(sections.find(isNames)?.body);
  return bodies.map((body, index) => ({ size: body.length, name: names.get(imported + index) ?? '' }));
}

/** @param {Buffer} [body] */
function namesOf(body = Buffer.from([CUSTOM])) {
  const reader = new Reader(body);
  reader.sized();
  while (!reader.ended) {
    const kind = reader.byte();
    const names = new Reader(reader.sized());
    if (kind === FUNCTION_NAMES) return new Map(names.vector(() => /** @type {const} */ ([names.number(), names.sized().toString()])));
  }
  return new Map();
}
