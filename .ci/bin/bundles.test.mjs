import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { bundleAll, bundled } from './bundles.mjs';
import { fileOf, number, sized, vector } from './sections.mjs';

const LOADER = '__wasm_split.______________________.js';
const MANIFEST = '__wasm_split_manifest.json';
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A module without anything but a start function, which calls the import `__wasm_split.name`. */
const partOf = (name) => {
  const text = (value) => sized(Buffer.from(value));
  return fileOf([
    { id: 1, body: vector([Buffer.from([0x60, 0, 0])]) },
    { id: 2, body: vector([Buffer.concat([text('__wasm_split'), text(name), Buffer.from([0]), number(0)])]) },
    { id: 8, body: number(0) },
  ]);
};

// What counts of the loader that wasm_split_cli_support 0.2.3 writes.
const loaderOf = (names, groups) => `import { initSync } from "./app.js";

let sharedImports = undefined;
function getSharedImports() {
    if (sharedImports === undefined) {
        sharedImports = { __wasm_split: {  } };
        const { __indirect_function_table, ${names.join(', ')},  } = initSync(undefined, undefined);
        Object.assign(sharedImports.__wasm_split, { __indirect_function_table, ${names.join(', ')},  });
    }
    return sharedImports;
}
${groups.map((name) => `export const __wasm_split_load_${name} = wrapAsyncCb(makeLoad(() => {\n}\n, []));\n`).join('')}`;

/** A built folder, its groups, the parts that ran, and the files that the loader fetched. */
async function built() {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  folders.push(folder);
  const manifest = { cart: ['chunk_1', 'chunk_2', 'split_cart'], own: ['chunk_1', 'chunk_2', 'split_own'] };
  const files = [...new Set(Object.values(manifest).flat())];
  for (const name of files) writeFileSync(join(folder, `${name}.wasm`), partOf(name));
  writeFileSync(join(folder, 'chunk_1.wasm.br'), '');
  const ran = [];
  /** What the main file hears: the call, and whether it went well. */
  const calls = new Map();
  globalThis.ofTest = { ran: (name) => ran.push(name), heard: (context, isHere) => calls.get(context)(isHere) };
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'app.js'),
    `const { ran, heard } = globalThis.ofTest;
    const wasm = { __indirect_function_table: { get: (at) => at === 7 && heard }, ${files.map((name) => `${name}: () => ran("${name}")`)} };
    export const initSync = () => wasm;`,
  );
  writeFileSync(join(folder, LOADER), loaderOf(files, ['cart', 'own']));
  writeFileSync(join(folder, MANIFEST), JSON.stringify(manifest));
  bundleAll(folder);
  const fetched = [];
  let answers = true;
  globalThis.fetch = async (url) => {
    fetched.push(url.pathname.split('/').at(-1));
    if (!answers) throw new TypeError('no network');
    return new Response(readFileSync(url), { headers: { 'content-type': 'application/wasm' } });
  };
  const loader = await import(pathToFileURL(join(folder, LOADER)).href);
  const load = (group) =>
    new Promise((heard) => {
      calls.set(calls.size, heard);
      loader[`__wasm_split_load_${group}`](7, calls.size - 1);
    });
  return { folder, load, ran, fetched, network: (on) => (answers = on) };
}

test('a group is one file, and its own part runs after the parts that others share', async () => {
  const { load, ran, fetched } = await built();
  assert.equal(await load('cart'), true);
  assert.deepEqual(fetched, ['split_cart.wasm']);
  assert.deepEqual(ran.toSorted(), ['chunk_1', 'chunk_2', 'split_cart']);
  assert.equal(ran.at(-1), 'split_cart');
});

test('a part that two groups share runs once, also where both load at one time', async () => {
  const { load, ran, fetched } = await built();
  assert.deepEqual(await Promise.all([load('cart'), load('own'), load('own')]), [true, true, true]);
  assert.equal(await load('cart'), true);
  assert.deepEqual(fetched, ['split_cart.wasm', 'split_own.wasm']);
  assert.deepEqual(ran.toSorted(), ['chunk_1', 'chunk_2', 'split_cart', 'split_own']);
});

test('the main file hears that a bundle did not come, and the next call asks for it again', async (context) => {
  const { load, ran, fetched, network } = await built();
  const logged = context.mock.method(console, 'error', () => {});
  network(false);
  assert.equal(await load('cart'), false);
  assert.match(String(logged.mock.calls[0]?.arguments[0]), /no network/);
  network(true);
  assert.equal(await load('cart'), true);
  assert.deepEqual(fetched, ['split_cart.wasm', 'split_cart.wasm']);
  assert.deepEqual(ran.toSorted(), ['chunk_1', 'chunk_2', 'split_cart']);
});

test('the manifest names the bundles, no part is left, and the compressed copies are those of the files', async () => {
  const { folder } = await built();
  assert.deepEqual(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')), { cart: ['split_cart'], own: ['split_own'] });
  const files = readdirSync(folder);
  assert.deepEqual(files.filter((name) => name.startsWith('chunk_')), []);
  for (const name of files.filter((name) => !/^(app\.js|package\.json)$/.test(name) && !/\.(br|gz)$/.test(name))) {
    const bytes = readFileSync(join(folder, name));
    assert.deepEqual(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))), bytes, name);
    assert.deepEqual(gunzipSync(readFileSync(join(folder, `${name}.gz`))), bytes, name);
  }
});

test('a loader of another kind is an error', () => {
  assert.throws(() => bundled('export const load_cart = load("cart.wasm");', ['cart']), /another kind of loader/);
  const loader = loaderOf(['chunk_1'], ['cart']);
  assert.throws(() => bundled(loader, ['cart', 'own']), /another kind of loader/);
  assert.match(bundled(loader, ['cart']), /__wasm_split_load_cart/);
});
