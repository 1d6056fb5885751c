import assert from 'node:assert/strict';
import test from 'node:test';

import { json, lost, settled } from '../browser.mjs';
import { openPanel } from './document.mjs';

/** An answer that goes on, and ends with its request. @param {AbortSignal | undefined} signal */
function stream(signal) {
  /** @type {ReadableStreamDefaultController<Uint8Array>} */
  let controller;
  const body = new ReadableStream({ start: (given) => void (controller = given) });
  signal?.addEventListener('abort', () => controller.error(signal.reason));
  return {
    response: new Response(body),
    async say(/** @type {string} */ text) {
      controller.enqueue(new TextEncoder().encode(text));
      await settled();
    },
    async end() {
      controller.close();
      await settled();
    },
  };
}

/** A panel that is open, and has read up to event 5. @param {Partial<import('../browser.mjs').Network>} [network] */
async function open(network) {
  const panel = openPanel();
  const { follow, followFrom, whenChanged, whenTyping } = panel.module('stream');
  /** @type {ReturnType<typeof stream>[]} */
  const streams = [];
  /** @type {string[]} */
  const heard = [];
  whenChanged(() => heard.push('change'));
  whenTyping((conversation, name) => heard.push(`${name} in ${conversation}`));
  panel.network.answer = ({ signal }) => {
    const opened = stream(signal);
    streams.push(opened);
    return opened.response;
  };
  Object.assign(panel.network, network);
  await panel.tell({ open: true, credential: 'first' });
  followFrom('5', '1');
  await settled();
  return { ...panel, follow, followFrom, streams, heard, asked: () => panel.network.requests.map(({ url }) => `${url.pathname.split('/').pop()} ${url.searchParams.get('after')}`) };
}

/** @param {Awaited<ReturnType<typeof open>>} panel which of its requests still go on */
const goingOn = ({ network }) => network.requests.filter(({ signal }) => !signal?.aborted).map(({ credential }) => credential);

test('an open panel follows what comes after the state that it has read, by one stream', async () => {
  const panel = await open();
  assert.deepEqual(panel.asked(), ['stream 5']);
  panel.followFrom('9', '1');
  panel.follow();
  await settled();
  assert.deepEqual(panel.asked(), ['stream 5']);
});

test('before any state was read nothing is followed', async () => {
  const panel = openPanel();
  const { follow } = panel.module('stream');
  await panel.tell({ open: true, credential: 'first' });
  follow();
  await settled();
  assert.deepEqual(panel.network.requests, []);
});

test('a closed panel follows where somebody may answer, and no other', async () => {
  const panel = await open();
  await panel.tell({ open: false });
  panel.follow();
  assert.deepEqual(goingOn(panel), ['first']);
  panel.followFrom('5', '0');
  assert.deepEqual(goingOn(panel), []);
});

test('a page out of sight follows nothing, and goes on from the newest state when it is in sight again', async () => {
  const panel = await open();
  panel.turn(true);
  await settled();
  assert.deepEqual(goingOn(panel), []);
  panel.followFrom('8', '1');
  panel.turn(false);
  await settled();
  assert.deepEqual(panel.asked(), ['stream 5', 'stream 8']);
  assert.deepEqual(goingOn(panel), ['first']);
});

test('another credential ends the stream of the one before', async () => {
  const panel = await open();
  await panel.tell({ credential: 'second' });
  panel.follow();
  await settled();
  assert.deepEqual(goingOn(panel), ['second']);
  await panel.tell({ credential: undefined });
  panel.follow();
  assert.deepEqual(goingOn(panel), []);
});

test('a state that is gone ends the stream', async () => {
  const panel = await open();
  panel.followFrom('');
  assert.deepEqual(goingOn(panel), []);
});

test('a change is heard once, whole or in pieces, and however many come at once', async () => {
  const panel = await open();
  const [first] = /** @type {[ReturnType<typeof stream>]} */ (panel.streams);
  await first.say('event: change\ndata: 6\n\n');
  assert.deepEqual(panel.heard, ['change']);
  await first.say('event: cha');
  await first.say('nge\ndata: 7\n');
  assert.deepEqual(panel.heard, ['change']);
  await first.say('\n');
  assert.deepEqual(panel.heard, ['change', 'change']);
  await first.say('event: change\ndata: 8\n\nevent: change\ndata: 9\n\n');
  assert.deepEqual(panel.heard, ['change', 'change', 'change']);
});

test('a name that is cut within a letter arrives whole', async () => {
  const panel = await open();
  const bytes = new TextEncoder().encode('event: typing\ndata: 7 Åse Ærlig\n\n');
  const streams = [new TransformStream()];
  const writer = streams[0]?.writable.getWriter();
  panel.network.answer = () => new Response(streams[0]?.readable);
  await panel.tell({ credential: 'second' });
  panel.follow();
  for (const byte of bytes) void writer?.write(Uint8Array.of(byte));
  await settled();
  await settled();
  assert.deepEqual(panel.heard, ['Åse Ærlig in 7']);
});

test('who is typing is heard with the conversation and the whole name', async () => {
  const panel = await open();
  await panel.streams[0]?.say('event: typing\ndata: 7 Ines de la Aalto\n\n');
  assert.deepEqual(panel.heard, ['Ines de la Aalto in 7']);
});

test('what keeps the stream alive, or is of no known kind, is no news', async () => {
  const panel = await open();
  await panel.streams[0]?.say(': still here\n\nevent: changed\ndata: 6\n\nevent: typing\ndata: x Ines\n\ndata: event: change\n\n');
  assert.deepEqual(panel.heard, []);
});

for (const [random, share] of [[0, 0.5], [0.5, 0.75]]) {
  test(`a stream that is cut is opened again, later each time and at most every 30 seconds, at a random moment of the second half: ${share}`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    t.mock.method(Math, 'random', () => random);
    const panel = await open({ answer: lost });
    for (const [index, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      assert.equal(panel.network.requests.length, index + 1);
      t.mock.timers.tick(seconds * share * 1_000 - 1);
      await settled();
      assert.equal(panel.network.requests.length, index + 1, `before ${seconds * share} s`);
      t.mock.timers.tick(1);
      await settled();
    }
    assert.equal(panel.network.requests.length, 8);
  });
}

test('a stream that has said something and ends is opened again after a second, from what was read meanwhile', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const panel = await open();
  const { answer } = panel.network;
  await panel.streams[0]?.end();
  panel.network.answer = lost;
  t.mock.timers.tick(1_000);
  await settled();
  t.mock.timers.tick(2_000);
  await settled();
  assert.equal(panel.network.requests.length, 3);
  panel.network.answer = answer;
  t.mock.timers.tick(4_000);
  await settled();
  await panel.streams[1]?.say(': hello\n\n');
  panel.followFrom('6', '1');
  await panel.streams[1]?.end();
  t.mock.timers.tick(1_000);
  await settled();
  assert.deepEqual(panel.asked().slice(3), ['stream 5', 'stream 6']);
});

test('a stream that nobody wants any longer is not opened again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const panel = await open({ answer: lost });
  await panel.tell({ credential: undefined });
  panel.follow();
  t.mock.timers.tick(60_000);
  await settled();
  assert.equal(panel.network.requests.length, 1);
});

test('a session that has ended is asked about once, and its stream is not opened again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const panel = await open({ answer: () => json({}, 401) });
  assert.deepEqual(panel.heard, ['change']);
  t.mock.timers.tick(600_000);
  await settled();
  assert.equal(panel.network.requests.length, 1);
});

test('a stream that the server refuses for now is tried again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const panel = await open({ answer: () => json({}, 429) });
  assert.deepEqual(panel.heard, []);
  t.mock.timers.tick(1_000);
  await settled();
  assert.equal(panel.network.requests.length, 2);
});
