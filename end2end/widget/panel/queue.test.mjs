import assert from 'node:assert/strict';
import test from 'node:test';

import { held, json, lost, settled } from '../browser.mjs';
import { openPanel } from './document.mjs';

/** A panel with the strip that tells of trouble. */
async function open() {
  const panel = openPanel({ html: '<p class="strip"></p>' });
  const { enqueue, send, whenSent } = panel.module('queue');
  const { unsent, drafts } = panel.module('unsent');
  await panel.tell({ credential: 'first' });
  return {
    ...panel,
    unsent,
    drafts,
    whenSent,
    send,
    write(/** @type {string} */ text, thread = '7') {
      enqueue(thread, text);
      send();
      return settled();
    },
    strip: () => panel.find('.strip').textContent,
    sent: () => panel.network.requests.map(({ body }) => body.text),
  };
}

const stored = (conversation = '7') => json({ conversation });

test('a message goes out with the next only after the workspace has it, and in the order of writing', async () => {
  const panel = await open();
  const answers = held();
  panel.network.answer = answers.answer;
  for (const text of ['One', 'Two', 'Three']) await panel.write(text);
  assert.deepEqual(panel.sent(), ['One']);
  await answers.give(stored());
  assert.deepEqual(panel.sent(), ['One', 'Two']);
  await answers.give(stored());
  await answers.give(stored());
  assert.deepEqual(panel.sent(), ['One', 'Two', 'Three']);
  assert.deepEqual(panel.unsent, []);
});

test('a message is told with its key, its conversation, its files, and the page that it was written on', async () => {
  const panel = await open();
  panel.network.answer = () => stored();
  panel.module('queue').enqueue('7', 'Look', [{ id: 'f1', name: 'pier.txt', size: 4, order: 1 }]);
  await panel.tell({ page: { url: 'https://www.shop.example/cart', title: 'Cart' } });
  await panel.send();
  const [{ path, method, credential, body }] = /** @type {[import('../browser.mjs').Request]} */ (panel.network.requests);
  assert.deepEqual([method, path, credential], ['POST', 'message', 'first']);
  const { key, ...rest } = body;
  assert.match(key, /^\d{20,}$/);
  assert.deepEqual(rest, { app_id: 'app1', conversation: '7', text: 'Look', attachments: ['f1'], page: { url: 'https://www.shop.example/plans', title: 'Plans' } });
});

test('a message whose answer is lost goes out again with the same key, before what was written meanwhile', async (t) => {
  const panel = await open();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  panel.network.answer = lost;
  await panel.write('Two');
  await panel.write('Three');
  assert.deepEqual(panel.sent(), ['Two']);
  assert.equal(panel.strip(), 'Reconnecting…');
  panel.network.answer = () => stored();
  t.mock.timers.tick(1_999);
  await settled();
  assert.deepEqual(panel.sent(), ['Two']);
  t.mock.timers.tick(1);
  await settled();
  assert.deepEqual(panel.sent(), ['Two', 'Two', 'Three']);
  const [first, again, next] = panel.network.requests.map(({ body }) => body.key);
  assert.equal(first, again);
  assert.notEqual(again, next);
  assert.equal(panel.strip(), '');
});

test('a message that could not be sent goes out first when the network is back, without a wait', async (t) => {
  const panel = await open();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  panel.navigator.onLine = false;
  panel.network.answer = lost;
  await panel.write('Two');
  await panel.write('Three');
  assert.equal(panel.strip(), 'You are offline.');
  panel.navigator.onLine = true;
  panel.network.answer = () => stored();
  panel.window.dispatchEvent(new panel.window.Event('online'));
  await settled();
  assert.deepEqual(panel.sent(), ['Two', 'Two', 'Three']);
});

test('a server that fails is asked again, and loses nothing', async (t) => {
  const panel = await open();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  panel.network.answer = () => json({}, 503);
  await panel.write('One');
  assert.deepEqual([panel.unsent.length, panel.strip()], [1, 'Reconnecting…']);
  panel.network.answer = () => stored();
  t.mock.timers.tick(2_000);
  await settled();
  assert.deepEqual([panel.sent(), panel.unsent.length], [['One', 'One'], 0]);
});

for (const [given, seconds, time] of /** @type {const} */ ([['45', 45, '45 seconds'], ['120', 120, '2 minutes'], [undefined, 10, '10 seconds']])) {
  test(`whoever writes too fast is told to wait ${time}, and the message goes out then (Retry-After: ${given})`, async (t) => {
    const panel = await open();
    t.mock.timers.enable({ apis: ['setTimeout'] });
    panel.network.answer = () => json({}, 429, given ? { 'Retry-After': given } : {});
    await panel.write('One');
    assert.equal(panel.strip(), `The rest is sent in ${time}.`);
    panel.network.answer = () => stored();
    t.mock.timers.tick(seconds * 1_000 - 1);
    await settled();
    assert.equal(panel.network.requests.length, 1);
    t.mock.timers.tick(1);
    await settled();
    assert.equal(panel.network.requests.length, 2);
    assert.equal(panel.strip(), '');
  });
}

test('a message that the workspace refuses is in the field again, below what stands there, and the next one goes out', async () => {
  const panel = await open();
  panel.drafts['7'] = 'Half a thought';
  const answers = held();
  panel.network.answer = answers.answer;
  await panel.write('Too long');
  await panel.write('Short');
  await answers.give(json({}, 422));
  assert.equal(panel.strip(), 'The message was not sent.');
  assert.equal(panel.drafts['7'], 'Half a thought\nToo long');
  await answers.give(stored());
  assert.deepEqual(panel.sent(), ['Too long', 'Short']);
  assert.deepEqual(JSON.parse(panel.told.at(-1).saved), { unsent: [], drafts: { 7: 'Half a thought\nToo long' }, pending: {} });
});

test('who is blocked reads so, and the message does not wait', async () => {
  const panel = await open();
  panel.network.answer = () => json({ errors: [{ code: 'blocked' }] }, 403);
  await panel.write('Let me in');
  assert.equal(panel.strip(), 'You cannot write here.');
  assert.deepEqual([panel.unsent.length, panel.drafts['7']], [0, 'Let me in']);
});

for (const status of [401, 403]) {
  test(`after a ${status} the message waits for the next credential, and goes out with it`, async (t) => {
    const panel = await open();
    t.mock.timers.enable({ apis: ['setTimeout'] });
    panel.network.answer = () => json({}, status);
    await panel.write('One');
    t.mock.timers.tick(600_000);
    await settled();
    assert.equal(panel.network.requests.length, 1);
    panel.network.answer = () => stored();
    await panel.tell({ credential: 'second' });
    panel.send();
    await settled();
    assert.deepEqual(panel.network.requests.map(({ credential }) => credential), ['first', 'second']);
    assert.deepEqual(panel.unsent, []);
  });
}

test('a credential that comes while the one before is being refused is used at once', async () => {
  const panel = await open();
  const answers = held();
  panel.network.answer = answers.answer;
  await panel.write('One');
  await panel.tell({ credential: 'second' });
  panel.send();
  await answers.give(json({}, 401));
  assert.deepEqual(panel.network.requests.map(({ credential }) => credential), ['first', 'second']);
});

test('without a session nothing is sent, and what is written is kept', async () => {
  const panel = await open();
  await panel.tell({ credential: undefined });
  await panel.write('One');
  assert.deepEqual(panel.network.requests, []);
  assert.match(panel.told.at(-1).saved, /"text":"One"/);
});

test('what is written while a conversation begins belongs to it', async () => {
  const panel = await open();
  const answers = held();
  panel.network.answer = answers.answer;
  for (const text of ['One', 'Two']) await panel.write(text, '');
  await panel.write('Elsewhere', '9');
  await answers.give(stored('12'));
  await answers.give(stored('12'));
  await answers.give(stored('9'));
  assert.deepEqual(panel.network.requests.map(({ body }) => body.conversation), [undefined, '12', '9']);
});

test('whoever shows the conversation hears of each stored message once, with its conversation', async () => {
  const panel = await open();
  /** @type {unknown[]} */
  const heard = [];
  panel.whenSent(({ text }, conversation) => heard.push([text, conversation]));
  panel.network.answer = () => stored('12');
  await panel.write('One', '');
  assert.deepEqual(heard, [['One', '12']]);
});

test('twenty messages that were written without a connection outlive their document, and go out once each and in order', async (t) => {
  const texts = Array.from({ length: 20 }, (_, number) => `Message ${number + 1}`);
  const before = await open();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  before.network.answer = lost;
  for (const text of texts) await before.write(text, '');
  const kept = before.told.at(-1).saved;

  const after = await open();
  const answers = held();
  after.network.answer = answers.answer;
  after.module('unsent').restore(kept);
  after.send();
  await settled();
  while (answers.count) await answers.give(stored('12'));
  assert.deepEqual(after.sent(), texts);
  assert.equal(new Set(after.network.requests.map(({ body }) => body.key)).size, 20);
  assert.deepEqual(after.network.requests.map(({ body }) => body.conversation), [undefined, ...texts.slice(1).map(() => '12')]);
  assert.deepEqual(after.told.at(-1), { saved: '' });
});
