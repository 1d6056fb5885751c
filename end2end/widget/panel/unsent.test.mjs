import assert from 'node:assert/strict';
import test from 'node:test';

import { openPanel } from './document.mjs';

const message = (/** @type {string} */ text, thread = '7') => ({ key: text, thread, text });
const saved = (/** @type {any[]} */ told) => told.map(({ saved }) => saved && JSON.parse(saved)).at(-1);

test('what an earlier document had not sent stands before what was written since', () => {
  const { unsent, restore } = openPanel().module('unsent');
  unsent.push(message('Three'));
  restore(JSON.stringify({ unsent: [message('One'), message('Two')], drafts: {}, pending: {} }));
  assert.deepEqual(unsent.map(({ text }) => text), ['One', 'Two', 'Three']);
});

test('a draft and files that were added since win over those of an earlier document', () => {
  const { drafts, pending, restore } = openPanel().module('unsent');
  const file = (/** @type {string} */ name) => ({ id: name, name, order: 1 });
  Object.assign(drafts, { 7: 'newer' });
  Object.assign(pending, { 7: [file('newer')] });
  restore(JSON.stringify({ unsent: [], drafts: { 7: 'older', 8: 'kept' }, pending: { 7: [file('older')], 8: [file('kept')] } }));
  assert.deepEqual({ ...drafts }, { 7: 'newer', 8: 'kept' });
  assert.deepEqual(pending, { 7: [file('newer')], 8: [file('kept')] });
});

test('what an earlier document had not sent comes back once, however often the loader says it', () => {
  const { unsent, restore } = openPanel().module('unsent');
  const before = JSON.stringify({ unsent: [message('One')], drafts: {}, pending: {} });
  restore(before);
  restore(before);
  assert.equal(unsent.length, 1);
});

test('a first state without anything kept ends the restoring, too', () => {
  const { unsent, restore } = openPanel().module('unsent');
  restore(undefined);
  restore(JSON.stringify({ unsent: [message('One')], drafts: {}, pending: {} }));
  assert.deepEqual(unsent, []);
});

for (const content of ['{', 'null', '{"drafts":{}}', '7']) {
  test(`of what the page around has changed into ${content} nothing is taken, and writing goes on`, async () => {
    const panel = openPanel();
    const { unsent, restore, save } = panel.module('unsent');
    await panel.tell({});
    restore(content);
    assert.equal(unsent.length, 0);
    unsent.push(message('One'));
    save();
    assert.deepEqual(saved(panel.told).unsent, [message('One')]);
  });
}

test('the loader keeps messages, drafts and files as they are at each change', async () => {
  const panel = openPanel();
  const { unsent, drafts, pending, save } = panel.module('unsent');
  await panel.tell({});
  unsent.push(message('One'));
  save();
  assert.deepEqual(saved(panel.told), { unsent: [message('One')], drafts: {}, pending: {} });
  Object.assign(drafts, { 7: 'Half a thought' });
  Object.assign(pending, { 8: [{ id: 'f1', name: 'pier.txt', order: 1 }] });
  save();
  assert.deepEqual(saved(panel.told), { unsent: [message('One')], drafts: { 7: 'Half a thought' }, pending: { 8: [{ id: 'f1', name: 'pier.txt', order: 1 }] } });
});

test('once all is sent and the fields are empty, the loader keeps nothing', async () => {
  const panel = openPanel();
  const { drafts, pending, save } = panel.module('unsent');
  await panel.tell({});
  Object.assign(drafts, { 7: '' });
  Object.assign(pending, { 7: [] });
  save();
  assert.deepEqual(panel.told.at(-1), { saved: '' });
});
