// The secrets that sign identities stand in no file that the server serves to everybody: those that the tests use, and the one
// that the release was built beside, if there was one. Fails on a find.
// Usage, from the package's folder and on a release build: node end2end/secrets.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { holds } from './disguises.mjs';

const SITE = 'target/site';

/** @param {string} file */
function read(file) {
  const content = readFileSync(file);
  return file.endsWith('.br') ? brotliDecompressSync(content) : file.endsWith('.gz') ? gunzipSync(content) : content;
}

const ofTests = ['servers.ts', 'hosted.ts'].map((file) => {
  const [, secret] = readFileSync(join(import.meta.dirname, file), 'utf8').match(/secret(?: =|:) '([^']+)'/i) ?? [];
  if (!secret) throw new Error(`${file} names no secret`);
  return secret;
});
const secrets = [...ofTests, process.env.INTERCOM_IDENTITY_SECRET].filter((secret) => secret !== undefined && secret !== '');

for (const secret of ofTests) {
  for (const shift of ['', 'x', 'xy']) {
    const text = Buffer.from(`${shift}${secret} and more`);
    for (const written of [text.toString(), text.toString('base64'), text.toString('base64url'), text.toString('hex')]) {
      if (!holds(Buffer.from(`a ${written}.`), secret)) throw new Error(`this would not be found: ${written}`);
    }
  }
  if (holds(Buffer.from('a page about coffee'), secret)) throw new Error('something is found everywhere');
}

const entries = readdirSync(SITE, { withFileTypes: true, recursive: true });
const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
for (const kind of ['.wasm', '.wasm.br', '.wasm.gz', '.js', '.css']) {
  if (!files.some((file) => file.endsWith(kind))) throw new Error(`no ${kind} is in ${SITE}: build the release first`);
}
const found = files.filter((file) => secrets.some((secret) => holds(read(file), secret)));
if (found.length) throw new Error(`an identity secret stands in ${found.join(', ')}`);
console.log(`${files.length} files of ${SITE} hold no identity secret`);
