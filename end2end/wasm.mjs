/** @typedef {{ name: string, size: number }} Sized */

/**
 * The functions of a WebAssembly file that still has its name section, with the size of each one's code.
 * @param {Buffer} bytes
 * @returns {Sized[]}
 */
export function functionSizes(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString('utf8', at - length, at);
  };

  let imported = 0;
  /** @type {number[]} */
  const sizes = [];
  /** @type {Map<number, string>} */
  const names = new Map();

  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section === 2) imported = importedFunctions(end);
    if (section === 10) {
      for (let left = number(); left > 0; left--) {
        const size = number();
        sizes.push(size);
        at += size;
      }
    }
    if (section === 0 && text() === 'name') readNames(end);
    at = end;
  }
  return sizes.map((size, index) => ({ size, name: names.get(imported + index) ?? '' }));

  /** @param {number} end */
  function importedFunctions(end) {
    let functions = 0;
    for (let left = number(); left > 0 && at < end; left--) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) {
        functions++;
        number();
      } else {
        // A table's element type or a tag's attribute, then limits; a global's type and mutability are two bytes.
        if (kind === 1 || kind === 4) at++;
        if (kind === 3) at += 2;
        else if (kind === 4) number();
        else if (number() & 1) (number(), number());
        else number();
      }
    }
    return functions;
  }

  /** @param {number} end */
  function readNames(end) {
    while (at < end) {
      const kind = bytes[at++];
      const subsectionEnd = number() + at;
      if (kind === 1) for (let left = number(); left > 0; left--) names.set(number(), text());
      at = subsectionEnd;
    }
  }
}
