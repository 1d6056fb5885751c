// A secret in every form in which it may have been written down.

/** The secret as anybody might have written it down. @param {string} secret */
function disguises(secret) {
  const bytes = Buffer.from(secret);
  // Inside a longer text, base64 comes out in one of three ways; the ends depend on the neighbours.
  const inBase64 = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').slice(4, -4));
  const hex = bytes.toString('hex');
  const urlSafe = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, hex, hex.toUpperCase(), ...inBase64, ...urlSafe];
}

/** @param {Buffer} content @param {string} secret */
export const holds = (content, secret) => disguises(secret).some((disguise) => content.includes(disguise));
