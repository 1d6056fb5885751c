import assert from 'node:assert/strict';
import test from 'node:test';

import { held, json, settled } from '../browser.mjs';
import { thread } from './fragments.mjs';
import { openWhole } from './workspace.mjs';

const file = (/** @type {string} */ name, size = 4, type = 'text/plain') => new File([new Uint8Array(size)], name, { type });

/** An open conversation, and the uploads that it has begun. */
async function open() {
  /** @type {Upload[]} */
  const uploads = [];
  class Upload {
    upload = { onprogress: (/** @type {{ loaded: number, total: number }} */ _event) => {} };
    onloadend = () => {};
    status = 0;
    responseText = '';
    name = '';
    isAborted = false;
    /** @type {Record<string, string>} */
    headers = {};
    constructor() {
      uploads.push(this);
    }
    open(/** @type {string} */ _method, /** @type {string} */ address) {
      this.name = `${new URL(address, 'https://chat.example').searchParams.get('name')}`;
    }
    setRequestHeader(/** @type {string} */ name, /** @type {string} */ value) {
      this.headers[name] = value;
    }
    send() {}
    abort() {
      this.isAborted = true;
      this.onloadend();
    }
    async end(/** @type {number} */ status) {
      const width = /png$/.test(this.name) ? 600 : null;
      Object.assign(this, { status, responseText: JSON.stringify({ id: `id-${this.name}`, name: this.name, size: 4, width }) });
      this.onloadend();
      await settled();
    }
  }
  const panel = openWhole({ scope: { XMLHttpRequest: Upload } });
  panel.pages['conversations/7'] = thread([{ part: 1, text: 'Hello', mine: true }]);
  panel.pages.message = () => new Promise(() => {});
  await panel.tell({ open: true, credential: 'first', command: ['open', '7'] });
  const addTo = async (/** @type {string} */ thread, /** @type {File[]} */ files) => {
    await panel.module('files').add(thread, files);
    await settled();
  };
  return {
    ...panel,
    uploads,
    addTo,
    add: (/** @type {File[]} */ ...files) => addTo('7', files),
    /** The file with this name has come to the workspace, or was refused. */
    end: async (/** @type {string} */ name, status = 200) => uploads.find((upload) => upload.name === name && !upload.status)?.end(status),
    pending: () => panel.texts('.pending bdi'),
    strip: () => panel.find('.strip').textContent,
    canSend: () => !panel.find('[data-do=send]').disabled,
    kept: () => JSON.parse(panel.told.filter((message) => message.saved).at(-1).saved).pending,
  };
}

test('a file goes to the workspace at once, with the person’s credential, and the message names it', async () => {
  const panel = await open();
  await panel.add(file('pier.txt'));
  assert.deepEqual(panel.uploads[0]?.headers, { Authorization: 'Bearer first', 'Content-Type': 'application/octet-stream' });
  await panel.end('pier.txt');
  await panel.write('Look');
  assert.deepEqual(panel.posted('message').map(({ text, attachments }) => [text, attachments]), [['Look', ['id-pier.txt']]]);
  assert.deepEqual([panel.pending(), panel.texts('.waiting')], [[], ['Look\npier.txt']]);
});

test('a message may have files and no words', async () => {
  const panel = await open();
  assert.equal(panel.canSend(), false);
  await panel.add(file('pier.txt'));
  await panel.end('pier.txt');
  assert.equal(panel.canSend(), true);
  await panel.click('[data-do=send]');
  assert.deepEqual(panel.posted('message').map(({ text, attachments }) => [text, attachments]), [['', ['id-pier.txt']]]);
});

test('a file on its way says how far it is, and holds back its message', async () => {
  const panel = await open();
  await panel.add(file('slow.txt'));
  panel.uploads[0]?.upload.onprogress({ loaded: 3, total: 4 });
  assert.deepEqual([panel.find('progress').value, panel.find('progress').ariaLabel], [0.75, 'slow.txt']);
  await panel.write('With this');
  assert.deepEqual([panel.canSend(), panel.posted('message'), panel.find('textarea').value], [false, [], 'With this']);
  await panel.end('slow.txt');
  assert.deepEqual([panel.canSend(), panel.find('progress')], [true, null]);
});

test('a file that is not sent shows its size, and a picture itself, at once', async () => {
  const panel = await open();
  await panel.add(file('pier.txt', 2_048), file('boat.png', 300_000, 'image/png'));
  const sizes = () => panel.texts('.pending .size').map((size) => `${size}`.replace(/\s/, ''));
  assert.deepEqual(sizes(), ['2kB', '293kB']);
  const pictures = () => [...panel.document.querySelectorAll(/** @type {'img'} */ ('.pending img'))];
  const [none, boat] = pictures();
  assert.deepEqual([none?.src, boat?.src.split(':')[0]], ['', 'blob']);
  assert.equal(boat?.hidden, true, 'until it can be seen');
  boat?.onload?.(new panel.window.Event('load'));
  assert.equal(boat?.hidden, false);
  await panel.end('pier.txt');
  await panel.end('boat.png');
  await panel.tell({ command: ['write'] });
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual([sizes(), pictures()[1]?.src], [['1kB', '1kB'], boat?.src]);
  assert.deepEqual(panel.network.requests.filter(({ path }) => path.startsWith('attachments/')), [], 'what has just gone does not come back');
});

test('a picture that was refused leaves no address', async () => {
  const panel = await open();
  await panel.add(file('boat.png', 4, 'image/png'));
  const address = panel.find('.pending img').src;
  await panel.end('boat.png', 415);
  await assert.rejects(fetch(address));
});

test('a file that is taken away on its way is cut off, and its message goes without it', async () => {
  const panel = await open();
  await panel.add(file('slow.txt'));
  assert.equal(panel.find('.pending button').ariaLabel, 'Remove slow.txt');
  await panel.click('.pending button');
  assert.equal(panel.uploads[0]?.isAborted, true);
  assert.deepEqual([panel.pending(), panel.strip()], [[], '']);
  await panel.write('Without it');
  assert.deepEqual(panel.posted('message').map(({ attachments }) => attachments), [[]]);
});

test('files stand and go in the order in which they were chosen, whichever arrives first', async () => {
  const panel = await open();
  await panel.add(file('one.txt'), file('two.txt'));
  await panel.add(file('three.txt'));
  for (const name of ['three.txt', 'one.txt', 'two.txt']) await panel.end(name);
  await panel.write('All');
  assert.deepEqual(panel.posted('message')[0].attachments, ['id-one.txt', 'id-two.txt', 'id-three.txt']);
});

for (const [status, said] of /** @type {const} */ ([
  [415, 'bad.txt is of a kind that cannot be sent.'],
  [413, 'bad.txt is too large: 10 MB at most.'],
  [422, 'bad.txt is of a kind that cannot be sent.'],
  [429, 'bad.txt: too many files came lately.'],
  [507, 'There is no space left for bad.txt.'],
  [500, 'bad.txt could not be stored.'],
  [0, 'bad.txt could not be stored.'],
])) {
  test(`a file that the workspace answers with ${status} is said not to go, and the text and the other files stay`, async () => {
    const panel = await open();
    await panel.type('With these');
    await panel.add(file('good.txt'), file('bad.txt'));
    await panel.end('good.txt');
    await panel.end('bad.txt', status);
    assert.equal(panel.strip()?.replace('10MB', '10 MB'), said);
    assert.deepEqual([panel.pending(), panel.find('textarea').value, panel.canSend()], [['good.txt'], 'With these', true]);
  });
}

test('a file over 10 MB is not sent, and one of 10 MB is', async () => {
  const panel = await open();
  await panel.add(file('big.bin', 10 * 1024 * 1024 + 1), file('whole.bin', 10 * 1024 * 1024));
  assert.equal(panel.strip()?.replace('10MB', '10 MB'), 'big.bin is too large: 10 MB at most.');
  assert.deepEqual(panel.uploads.map(({ name }) => name), ['whole.bin']);
});

test('a message has ten files at most, those on their way included', async () => {
  const panel = await open();
  await panel.add(file('first.txt'), file('second.txt'));
  await panel.end('first.txt');
  await panel.add(...Array.from({ length: 9 }, (_, number) => file(`${number}.txt`)));
  assert.equal(panel.strip(), '10 files at most.');
  assert.equal(panel.uploads.length, 10);
  await panel.click('.pending button');
  await panel.add(file('instead.txt'));
  assert.deepEqual([panel.uploads.length, panel.strip()], [11, '']);
});

test('what is uploaded and not sent outlives its document, and can be taken away there', async () => {
  const before = await open();
  await before.add(file('one.txt'), file('two.txt'));
  await before.end('one.txt');
  await before.end('two.txt');
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([{ part: 1, text: 'Hello', mine: true }]);
  panel.pages.message = () => new Promise(() => {});
  await panel.tell({ open: true, credential: 'first', saved: before.told.filter((message) => message.saved).at(-1).saved, command: ['open', '7'] });
  assert.deepEqual(panel.texts('.pending bdi'), ['one.txt', 'two.txt']);
  await panel.click('.pending button');
  await panel.click('[data-do=send]');
  assert.deepEqual(panel.posted('message')[0].attachments, ['id-two.txt']);
});

test('a file that has arrived is taken away for good', async () => {
  const panel = await open();
  await panel.add(file('one.txt'), file('two.txt'));
  await panel.end('one.txt');
  await panel.end('two.txt');
  await panel.click('.pending button');
  assert.deepEqual([panel.pending(), panel.kept()['7'].map((/** @type {{ name: string }} */ { name }) => name)], [['two.txt'], ['two.txt']]);
});

test('a file whose conversation was left stays with it', async () => {
  const panel = await open();
  panel.pages['conversations/8'] = thread([{ part: 1, text: 'Eight', mine: true }]);
  await panel.add(file('seven.txt'));
  await panel.tell({ command: ['open', '8'] });
  await panel.end('seven.txt');
  assert.deepEqual([panel.pending(), panel.strip()], [[], '']);
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(panel.pending(), ['seven.txt']);
});

test('a file is pasted or dropped into a conversation', async () => {
  const panel = await open();
  const give = (/** @type {string} */ kind, /** @type {object} */ data) => {
    const event = Object.assign(new panel.window.Event(kind, { bubbles: true, cancelable: true }), data);
    panel.find('textarea').dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.equal(give('dragover', {}), true);
  assert.equal(give('drop', { dataTransfer: { files: [file('dropped.txt')] } }), true);
  assert.equal(give('paste', { clipboardData: { files: [file('pasted.txt')] } }), true);
  assert.equal(give('paste', { clipboardData: { files: [] } }), false, 'words are the browser’s');
  await settled();
  assert.deepEqual(panel.pending(), ['dropped.txt', 'pasted.txt']);
});

test('a picture of a message is fetched once, with the person’s credential, and of another person’s nothing is kept', async () => {
  const panel = await open();
  const picture = '<img data-part="2" data-file="f1" value="f1">';
  const fetched = () => panel.network.requests.filter(({ path }) => path === 'attachments/f1').map(({ credential }) => credential);
  const late = held();
  panel.pages['attachments/f1'] = late.answer;
  panel.pages['conversations/7'] = thread([{ part: 1, text: `Hello ${picture}` }]);
  await panel.changes();
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(fetched(), ['first'], 'also while it is on its way');
  await late.give(new Response('picture'));
  assert.match(panel.find('main img').src, /^blob:/);
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(fetched(), ['first']);
  panel.pages['attachments/f1'] = () => new Response('picture');
  await panel.tell({ credential: 'second' });
  assert.deepEqual(fetched(), ['first', 'second']);
});

test('a file that could not be fetched can be asked for again', async () => {
  const panel = await open();
  panel.pages['attachments/f1'] = () => json({}, 500);
  panel.pages['conversations/7'] = thread([{ part: 1, text: '<button class="file" data-do="download" value="f1" data-name="pier.txt"></button><span data-bytes="2048"></span>' }]);
  await panel.changes();
  assert.match(`${panel.texts('[data-bytes]')[0]}`, /^2\s?kB$/);
  await panel.click('.file');
  assert.equal(panel.strip(), 'Reconnecting…');
  /** @type {[string, string][]} */
  const saved = [];
  panel.window.HTMLAnchorElement.prototype.click = function () {
    saved.push([this.download, this.href.split(':')[0] ?? '']);
  };
  panel.pages['attachments/f1'] = () => new Response('Moored at pier 4.');
  await panel.click('.file');
  assert.deepEqual(saved, [['pier.txt', 'blob']]);
});
