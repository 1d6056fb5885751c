// Gives each import that wasm-bindgen named, such as `__wbg_addEventListener_c4f9d09f4d2dd3a3`, a name of one to three letters, in
// the WebAssembly and in the JavaScript beside it: node .ci/bin/import_names.mjs WASM JS. Browsers are the only readers of those
// names, and no compression makes their hashes smaller.
import { readFileSync, writeFileSync } from 'node:fs';
import { IMPORTS, fileOf, importsOf, sectionsOf, sized, vector } from './sections.mjs';

/** @param {Buffer} wasm @param {string} js */
export function shortened(wasm, js) {
  const sections = sectionsOf(wasm);
  const imports = importsOf(sections);
  const generated = imports.filter(({ name }) => name.startsWith('__wb'));
  const short = new Map(generated.map(({ name }, at) => [name, shortName(at)]));
  /** @type {Map<string, number>} */
  const defined = new Map();
  const renamed = js.replace(/(?<![.\w])(__wb\w+)(?=:)/g, (name) => {
    const to = short.get(name);
    if (to) defined.set(name, (defined.get(name) ?? 0) + 1);
    return to ?? name;
  });
  for (const name of short.keys()) if (defined.get(name) !== 1) throw new Error(`the JavaScript must define ${name} once, not ${defined.get(name) ?? 0} times`);
  const entries = imports.map(({ module, name, type }) => Buffer.concat([sized(Buffer.from(module)), sized(Buffer.from(short.get(name) ?? name)), type]));
  return {
    wasm: fileOf(sections.map((section) => (section.id === IMPORTS ? { ...section, body: vector(entries) } : section))),
    js: renamed,
  };
}

/** a, b, … z, aa, ab, … @param {number} at */
const shortName = (at) => {
  let name = '';
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(97 + ((rest - 1) % 26)) + name;
  return name;
};

const [wasm, js] = process.argv.slice(2);
if (wasm && js && import.meta.url === `file://${process.argv[1]}`) {
  const result = shortened(readFileSync(wasm), readFileSync(js, 'utf8'));
  writeFileSync(wasm, result.wasm);
  writeFileSync(js, result.js);
}
