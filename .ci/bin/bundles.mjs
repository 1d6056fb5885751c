// Puts the files of each split-off group into one, its bundle: node .ci/bin/bundles.mjs FOLDER. The splitter cuts a file for each
// set of groups that share something, so that a page asked for up to 90 files, most of them below a kilobyte. They compress better
// together, too. A part that two groups share is in both bundles, and runs once.
//
// A bundle is a WebAssembly file without code. Its custom sections are the files, which the page takes out by
// `WebAssembly.Module.customSections`: https://webassembly.github.io/spec/js-api/#dom-module-customsections
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { CUSTOM, fileOf, sized } from './sections.mjs';

const LOADER = '__wasm_split.______________________.js';
/** The files of each group, of which leptos has the page preload those of its own. */
const MANIFEST = '__wasm_split_manifest.json';

/** The section that names a bundle's parts. A group's own part comes last. */
const NAMES = 'parts';

/** @param {Map<string, Buffer>} parts */
export function bundleOf(parts) {
  const sections = new Map([[NAMES, Buffer.from([...parts.keys()].join())], ...parts]);
  return fileOf(Array.from(sections, ([name, bytes]) => ({ id: CUSTOM, body: Buffer.concat([sized(Buffer.from(name)), bytes]) })));
}

/**
 * In place of the splitter's loader, which names each part of each group. The main file calls the exports, and hears by its table of
 * functions how a call ended. A part or a bundle that failed is asked for again at the next call.
 * @param {string} loader @param {string[]} groups
 */
export function bundled(loader, groups) {
  const [, main] = loader.match(/^import \{ initSync \} from "(.*)";$/m) ?? [];
  const [, shared] = loader.match(/^ *const \{ ([\w, ]*?),? *\} = initSync\(undefined, undefined\);$/m) ?? [];
  const exports = [...loader.matchAll(/^export const (__wasm_split_load_(\w+)) = wrapAsyncCb\(/gm)];
  const same = exports.map(([, , group]) => group).toSorted().join() === groups.toSorted().join();
  if (!main || !shared?.includes('__indirect_function_table') || !same) throw new Error('the splitter writes another kind of loader: .ci/bin/bundles.mjs has to follow');
  return `import { initSync } from "${main}";
const once = (memory, key, work) => (memory[key] ??= work().catch((why) => { delete memory[key]; throw why; }));
const [groups, parts] = [{}, {}];
const sectionOf = (bundle, name) => WebAssembly.Module.customSections(bundle, name)[0];
async function load(group) {
  const { ${shared} } = initSync();
  const imports = { __wasm_split: { ${shared} } };
  const bundle = await WebAssembly.compileStreaming(fetch(new URL(\`./split_\${group}.wasm\`, import.meta.url)));
  const run = (name) => once(parts, name, () => WebAssembly.instantiate(sectionOf(bundle, name), imports));
  const names = new TextDecoder().decode(sectionOf(bundle, "${NAMES}")).split(",");
  const own = names.pop();
  await Promise.all(names.map(run));
  await run(own);
}
const loading = (group) => async (then, context) => {
  const isHere = await once(groups, group, () => load(group)).then(() => true, (why) => console.error(why));
  initSync().__indirect_function_table.get(then)(context, !!isHere);
};
${exports.map(([, name, group]) => `export const ${name} = loading("${group}");\n`).join('')}`;
}

/** @param {string} path @param {Buffer | string} content */
function write(path, content) {
  const bytes = Buffer.from(content);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

/** @param {string} folder */
export function bundleAll(folder) {
  /** @type {Record<string, string[]>} */
  const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
  const files = [...new Set(Object.values(manifest).flat())];
  const contents = new Map(files.map((name) => [name, readFileSync(join(folder, `${name}.wasm`))]));
  write(join(folder, LOADER), bundled(readFileSync(join(folder, LOADER), 'utf8'), Object.keys(manifest)));
  for (const name of files) for (const end of ['', '.br', '.gz']) rmSync(join(folder, `${name}.wasm${end}`), { force: true });
  for (const [name, parts] of Object.entries(manifest)) {
    write(join(folder, `split_${name}.wasm`), bundleOf(new Map(parts.map((part) => [part, contents.get(part) ?? Buffer.alloc(0)]))));
  }
  write(join(folder, MANIFEST), JSON.stringify(Object.fromEntries(Object.keys(manifest).map((name) => [name, [`split_${name}`]]))));
}

const [folder] = process.argv.slice(2);
if (folder && import.meta.url === `file://${process.argv[1]}`) bundleAll(folder);
