// What a browser loads for the home page, compressed as well as a server can (brotli 11).
// WASM and JavaScript count against the budget; HTML, CSS and pictures are shown beside it.
// Usage, from the package's folder and on a release build: node end2end/size.mjs BUDGET_KB
import { chromium as browsers } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium } from './chromium.mjs';
import { withServer } from './server.mjs';
import { functionSizes } from './wasm.mjs';

const budget = Number(process.argv[2]);
const origin = 'http://127.0.0.1:3103';
const unoptimised = 'target/front/wasm32-unknown-unknown/wasm-release/leptos_messenger.wasm';

/** @param {Buffer} bytes */
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
/** @param {number} bytes */
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

/** Every file of ours that Chromium asks for when it opens the home page, until nothing more comes. */
async function loaded() {
  const browser = await browsers.launch(chromium);
  try {
    const page = await browser.newPage();
    /** @type {Map<string, Promise<{ kind: string, body: Buffer }>>} */
    const files = new Map();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const kind = response.headers()['content-type']?.split(';')[0] ?? '';
      if (!response.url().startsWith(origin) || kind === 'text/event-stream') return;
      files.set(pathname, response.body().then((body) => ({ kind, body }), () => ({ kind, body: Buffer.alloc(0) })));
    });
    await page.goto(origin, { waitUntil: 'networkidle' });
    return await Promise.all([...files].map(async ([path, file]) => ({ path, ...(await file) })));
  } finally {
    await browser.close();
  }
}

/** @param {string} kind */
const counts = (kind) => kind === 'application/wasm' || kind.endsWith('javascript');

const files = (await withServer(origin, loaded)).map((file) => ({ ...file, size: brotli(file.body) }));
const group = { counted: files.filter((f) => counts(f.kind)), beside: files.filter((f) => !counts(f.kind)) };
const bySize = (/** @type {{ size: number }} */ a, /** @type {{ size: number }} */ b) => b.size - a.size;

for (const file of group.counted.sort(bySize)) console.log(kb(file.size), file.path);
const total = group.counted.reduce((sum, file) => sum + file.size, 0);
console.log(kb(total), `in all, of ${budget} KB allowed`);
console.log('beside it:');
for (const file of group.beside.sort(bySize)) console.log(kb(file.size), file.path, `(${file.kind})`);

// Mangled (`…16leptos_messenger9messenger8location…`), inside a mangled type, or plain.
const ofPattern = /leptos_messenger(9messenger\d|(::|\.\.)messenger(::|\.\.))/;
const functions = functionSizes(readFileSync(unoptimised));
const code = functions.reduce((sum, f) => sum + f.size, 0);
const pattern = functions.filter((f) => ofPattern.test(f.name)).reduce((sum, f) => sum + f.size, 0);
const wasm = group.counted.filter((f) => f.kind === 'application/wasm').reduce((sum, f) => sum + f.size, 0);
console.log(
  `the pattern's share: ${((100 * pattern) / code).toFixed(1)} % of the code, about ${kb((wasm * pattern) / code).trim()}` +
    ' (functions that name src/messenger, before the optimiser drops their names; what they call is not in it)',
);

if (!group.counted.some((f) => f.kind === 'application/wasm')) throw new Error('the home page loaded no WASM');
process.exitCode = total <= budget * 1000 ? 0 : 1;
