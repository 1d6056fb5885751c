import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { shortened } from './import_names.mjs';
import { codeOf, sectionsOf } from './sections.mjs';
import { chain, named } from './similarity.mjs';
import { emptied, trimmed } from './trim.mjs';

const folder = mkdtempSync(join(tmpdir(), 'wasm-'));
after(() => rmSync(folder, { recursive: true }));

// Two kinds of functions in turn, each kind's alike; they are exported, called, and stand in a table.
const KINDS = [
  (at) => `(i32.add (i32.mul (local.get 0) (i32.const ${at})) (i32.const 70001))`,
  (at) => `(i32.xor (i32.shl (local.get 0) (i32.const 3)) (i32.const ${1009 * at + 90001}))`,
];
const functionsOf = (count) => Array.from({ length: count }, (_, at) => `(func $f${at} (export "f${at}") (type 0) ${KINDS[at % 2](at)})`);
const textOf = (functions) => `(module
  (type (func (param i32) (result i32)))
  (import "./app_bg.js" "__wbg_log_0123456789abcdef" (func $log (param i32)))
  (import "./app_bg.js" "__wbindgen_table" (table 1 externref))
  (import "./app_bg.js" "__wbg_base_0123456789abcdef" (global $base i32))
  (import "./app_bg.js" "__wbg_thrown_0123456789abcdef" (tag (param i32)))
  (import "./split.js" "start" (memory 1 2))
  ${functions.join('\n')}
  (table (export "table") funcref (elem $f7 $f8 $all))
  (func $all (export "all") (param i32) (result i32) (call $log (global.get $base))
    ${functions.map((_, at) => `(local.set 0 (call $f${at} (local.get 0)))`).join(' ')} (local.get 0)))`;

const tool = (name) => join(process.env.BINARYEN ?? '', name);
const FEATURES = ['--enable-reference-types', '--enable-exception-handling', '--enable-bulk-memory', '--enable-nontrapping-float-to-int'];

/** A module as the compiler writes it, and as the build optimises it. */
function built(count) {
  const [text, original, optimised] = ['wat', 'wasm', 'optimised.wasm'].map((end) => join(folder, `${count}.${end}`));
  writeFileSync(text, textOf(functionsOf(count)));
  execFileSync(tool('wasm-as'), [...FEATURES, '--debuginfo', text, '-o', original]);
  const before = readFileSync(original);
  writeFileSync(optimised, before);
  execFileSync(join(import.meta.dirname, 'wasm-opt'), ['-Oz', ...FEATURES, optimised, '-o', optimised]);
  return { before, optimised: readFileSync(optimised) };
}
const large = built(500);
const { before, optimised } = large;

const exportsOf = (bytes) => WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name, kind }) => `${kind} ${name}`).sort();

/** What the module answers, and what it wrote through its import. `names` are those of its imports. */
function answers(bytes, names) {
  const written = [];
  const [log, table, base, thrown] = names;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    './app_bg.js': {
      [log]: (value) => written.push(value),
      [table]: new WebAssembly.Table({ element: 'externref', initial: 1 }),
      [base]: 42,
      [thrown]: new WebAssembly.Tag({ parameters: ['i32'] }),
    },
    './split.js': { start: new WebAssembly.Memory({ initial: 1, maximum: 2 }) },
  });
  const each = Object.keys(exports).filter((name) => /^f\d/.test(name)).sort().map((name) => exports[name](3));
  return { written, all: exports.all(5), fromTable: [0, 1, 2].map((at) => exports.table.get(at)(9)), each };
}
const LONG = ['__wbg_log_0123456789abcdef', '__wbindgen_table', '__wbg_base_0123456789abcdef', '__wbg_thrown_0123456789abcdef'];

for (const [size, { before, optimised }] of Object.entries({ large, small: built(20) })) {
  test(`a ${size} optimised file is valid, has the same exports and answers the same`, () => {
    assert.ok(WebAssembly.validate(optimised));
    assert.deepEqual(exportsOf(optimised), exportsOf(before));
    assert.deepEqual(answers(optimised, LONG), answers(before, LONG));
    assert.ok(optimised.length < before.length);
    assert.deepEqual(sectionsOf(optimised).filter(({ id }) => id === 0), [], 'a custom section is left');
  });
}

test('similar functions stand side by side in the optimised file', () => {
  const xor = 0x73;
  const kinds = codeOf(sectionsOf(optimised)).bodies.filter(({ length }) => length < 50).map((body) => body.includes(xor));
  assert.equal(kinds.length, 500);
  const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
  assert.ok(changes <= 2, `the kinds change ${changes} times`);
});

test('of the code for hydrate_lazy the long functions become empty, and all others answer the same', () => {
  const long = '(local.set 0 (i32.add (local.get 0) (i32.const 70001)))'.repeat(30);
  const unreached = ['$_ZN6tachys4view13hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$17h01E', '$tachys::view::hydrate_async::{{closure}}::h02'];
  const reached = ['$core::ptr::drop_in_place<tachys::view::hydrate_async::{{closure}}>::h03', '$_ZN6tachys4view7hydrate17h04E', '$short::hydrate_async::{{closure}}'];
  const text = (name, code) => `(func ${JSON.stringify(name).replace(/^"\$/, '$"')} (export "f${name.match(/17h(0\d)|::h(0\d)/)?.slice(1).join('') ?? 'short'}") (param i32) (result i32) ${code} (local.get 0))`;
  const [source, file] = [join(folder, 'unreached.wat'), join(folder, 'unreached.wasm')];
  const functions = [...unreached, ...reached].map((name) => text(name, name.includes('short') ? '' : long));
  writeFileSync(source, `(module (import "a" "b" (func)) ${functions.join('\n')})`);
  execFileSync(tool('wasm-as'), ['--debuginfo', source, '-o', file]);
  const before = readFileSync(file);
  const after = emptied(before);
  const [run, ran] = [after, before].map((bytes) => new WebAssembly.Instance(new WebAssembly.Module(bytes), { a: { b() {} } }).exports);
  for (const name of ['f01', 'f02']) assert.throws(() => run[name](1), /unreachable/, name);
  for (const name of ['f03', 'f04', 'fshort']) assert.equal(run[name](1), ran[name](1), name);
  assert.ok(after.length < before.length - 300);
  assert.deepEqual(emptied(optimised), optimised, 'a file without names');
});

test('a small file loses its names and keeps all else; a larger one keeps them for the optimiser', () => {
  const [source, file] = [join(folder, 'named.wat'), join(folder, 'named.wasm')];
  writeFileSync(source, '(module (func $long_name_of_a_function (export "f") (result i32) (i32.const 7)))');
  execFileSync(tool('wasm-as'), ['--debuginfo', source, '-o', file]);
  const small = trimmed(readFileSync(file));
  assert.ok(!small.includes('long_name'));
  assert.equal(new WebAssembly.Instance(new WebAssembly.Module(small)).exports.f(), 7);
  assert.deepEqual(trimmed(before), before);
});

test('each function has one place in the order', () => {
  const bodies = ['a long function', 'x', '', 'a long fun', 'other', 'x', 'another'].map((body) => Buffer.from(body));
  const order = chain(bodies);
  assert.deepEqual([...order].sort(), [...bodies.keys()]);
  assert.deepEqual(order.slice(0, 2), [0, 3]);
});

test('a file without functions is left as it is', () => {
  const empty = Buffer.from('\0asm\x01\0\0\0', 'latin1');
  assert.ok(WebAssembly.validate(named(empty)));
});

test('the glue and the file know each import by the same short name', () => {
  const js = `const imports = {\n${LONG.map((name) => `  ${name}: function(arg0) { wasm.${name}(arg0); },\n`).join('')}};`;
  const result = shortened(before, js);
  const names = [...result.js.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  assert.deepEqual([...names].sort(), ['a', 'b', 'c', 'd']);
  assert.deepEqual(answers(result.wasm, names), answers(before, LONG));
  assert.deepEqual(exportsOf(result.wasm), exportsOf(before));
  assert.match(result.js, /wasm\.__wbg_log_0123456789abcdef\(/, 'an export has the name of an import and keeps it');
});

test('an import that the glue does not define, or defines twice, stops the build', () => {
  assert.throws(() => shortened(before, ''), /must define __wb\w+ once, not 0 times/);
  const twice = LONG.map((name) => `${name}: 1,`).join('\n').repeat(2);
  assert.throws(() => shortened(before, twice), /once, not 2 times/);
});

test('the 703rd name has three letters and no two are the same', () => {
  const many = Array.from({ length: 800 }, (_, at) => `__wbg_f${at}_0123456789abcdef`);
  const source = join(folder, 'many.wat');
  writeFileSync(source, `(module ${many.map((name) => `(import "./app_bg.js" "${name}" (func))`).join('\n')})`);
  execFileSync(tool('wasm-as'), [source, '-o', join(folder, 'many.wasm')]);
  const { js } = shortened(readFileSync(join(folder, 'many.wasm')), many.map((name) => `${name}: 1,\n`).join(''));
  const names = js.match(/^\w+/gm) ?? [];
  assert.equal(new Set(names).size, many.length);
  assert.deepEqual([names[0], names[25], names[26], names[702]], ['a', 'z', 'aa', 'aaa']);
});
