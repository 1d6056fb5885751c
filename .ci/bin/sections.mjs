// A WebAssembly file as its sections: https://webassembly.github.io/spec/core/binary/modules.html

/** @typedef {{ id: number, body: Buffer }} Section */

export const CUSTOM = 0;
export const IMPORTS = 2;
export const CODE = 10;
/** The part of the section of names that names functions. */
export const FUNCTION_NAMES = 1;
const MAGIC_AND_VERSION = 8;
const FUNCTION = 0;
const TABLE = 1;
const GLOBAL = 3;
const TAG = 4;

/** Reads one value after the other. */
export class Reader {
  /** @param {Buffer} bytes */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get ended() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes.readUInt8(this.at++);
  }

  /** An unsigned LEB128. */
  number() {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** @param {number} length */
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Bytes behind their length: a section's body, a name, a function's code. */
  sized() {
    return this.take(this.number());
  }

  /** Each of a vector's values, read by `one`. @template T @param {() => T} one */
  vector(one) {
    return Array.from({ length: this.number() }, one);
  }
}

/** @param {number} value */
export function number(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

/** @param {Buffer} bytes */
export const sized = (bytes) => Buffer.concat([number(bytes.length), bytes]);

/** @param {Buffer[]} values */
export const vector = (values) => Buffer.concat([number(values.length), ...values]);

/** @param {Buffer} bytes */
export function sectionsOf(bytes) {
  /** @type {Section[]} */
  const sections = [];
  for (const reader = new Reader(bytes, MAGIC_AND_VERSION); !reader.ended; ) sections.push({ id: reader.byte(), body: reader.sized() });
  return sections;
}

/** @param {Section[]} sections */
export const fileOf = (sections) =>
  Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), ...sections.flatMap(({ id, body }) => [Buffer.from([id]), sized(body)])]);

/** @param {Section} section */
export const isNames = ({ id, body }) => id === CUSTOM && new Reader(body).sized().toString() === 'name';

/** The code of each function, in order, and how many imported functions have the indices before them. @param {Section[]} sections */
export function codeOf(sections) {
  const code = sections.find(({ id }) => id === CODE);
  const reader = code && new Reader(code.body);
  return {
    imported: importsOf(sections).filter(({ kind }) => kind === FUNCTION).length,
    bodies: reader ? reader.vector(() => reader.sized()) : [],
  };
}

/** @param {Section[]} sections */
export function importsOf(sections) {
  const section = sections.find(({ id }) => id === IMPORTS);
  if (!section) return [];
  const reader = new Reader(section.body);
  return reader.vector(() => {
    const [module, name, start] = [reader.sized().toString(), reader.sized().toString(), reader.at];
    const kind = reader.byte();
    if (kind === FUNCTION) reader.number();
    else if (kind === GLOBAL) reader.take(2);
    else {
      // A table has its elements' type before its limits, a tag an attribute before its type.
      if (kind === TABLE || kind === TAG) reader.byte();
      const limits = kind === TAG ? 0 : reader.number();
      reader.number();
      if (limits & 1) reader.number();
    }
    return { module, name, kind, type: section.body.subarray(start, reader.at) };
  });
}
