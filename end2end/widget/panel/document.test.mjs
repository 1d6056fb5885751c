// The tests stand on a document and answers of their own: both have to be those of the server's views.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const WIDGET = join(import.meta.dirname, '../../../src/workspace/widget');
const read = (/** @type {string} */ path) => readFileSync(path, 'utf8');
const views = readdirSync(join(WIDGET, 'views')).map((name) => read(join(WIDGET, 'views', name))).join('\n');

test('each id, class, action and value that the tests’ documents have, the server’s views have too', () => {
  const written = ['document.html', 'fragments.mjs'].map((name) => read(join(import.meta.dirname, name))).join('\n');
  const named = [...written.matchAll(/\b(?:id|class|data-do)="([\w -]+)"/g)].flatMap(([, names]) => `${names}`.split(' '));
  const attributes = [...written.matchAll(/\b(data-[\w-]+)=/g)].map(([, name]) => `${name}`);
  assert.ok(named.length > 40 && attributes.length > 10);
  for (const name of new Set(named)) assert.match(views, new RegExp(`"(?:[\\w -]* )?${name}(?: [\\w -]*)?"`), name);
  for (const name of new Set(attributes)) assert.ok(views.includes(`${name}=`), name);
});

test('the panel’s words in the tests are those that each language has', () => {
  const [, json] = /** @type {RegExpMatchArray} */ (read(join(import.meta.dirname, 'document.html')).match(/<template id="words">([^]*?)<\/template>/));
  const [, script] = /** @type {RegExpMatchArray} */ (read(join(WIDGET, 'words/mod.rs')).match(/pub struct Script \{([^}]*)\}/));
  const fields = [...`${script}`.matchAll(/pub (\w+):/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(JSON.parse(`${json}`)).sort(), fields.sort());
});
