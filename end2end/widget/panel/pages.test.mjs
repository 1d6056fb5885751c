import assert from 'node:assert/strict';
import test from 'node:test';

import { held, json, lost, settled } from '../browser.mjs';
import { home, messages, thread, unread } from './fragments.mjs';
import { openWhole } from './workspace.mjs';

const HELLO = { part: 1, text: 'Hello', mine: true };
const saved = (/** @type {any[]} */ told) => told.filter((message) => message.saved !== undefined).map(({ saved }) => saved && JSON.parse(saved)).at(-1);

/** Open, with Home in place. */
async function open() {
  const panel = openWhole();
  await panel.tell({ open: true, credential: 'first' });
  return panel;
}

test('while the session is still to come the panel waits, then shows who is here, and the focus stays with the title', async () => {
  const panel = openWhole();
  await panel.tell({ open: true });
  assert.deepEqual([panel.main.ariaBusy, panel.title(), panel.active().localName], ['true', 'Hello', 'h1']);
  assert.deepEqual(panel.asked(), []);
  await panel.tell({ credential: 'first' });
  assert.deepEqual([panel.main.ariaBusy, panel.title()], ['false', 'Hello Marit']);
  assert.equal(panel.active(), panel.find('h1'));
});

test('while one person’s session makes way for another’s the panel waits, and shows nothing of the first', async () => {
  const panel = await open();
  await panel.tell({ credential: undefined });
  assert.equal(panel.main.ariaBusy, 'true');
  assert.doesNotMatch(`${panel.main.textContent}`, /Marit/);
  panel.pages.home = home('Hello Tomas');
  await panel.tell({ credential: 'second' });
  assert.deepEqual([panel.title(), panel.network.requests.at(-1)?.credential], ['Hello Tomas', 'second']);
});

test('a session that has ended is said to have ended, and nothing of its person stays', async () => {
  const panel = await open();
  await panel.tell({ open: false });
  panel.pages.home = () => json({}, 401);
  await panel.tell({ open: true });
  assert.equal(panel.title(), 'Ended');
  assert.doesNotMatch(`${panel.main.textContent}`, /Marit|kept here/);
});

test('an open panel that hears of its session’s end says so', async () => {
  const panel = await open();
  panel.pages.home = () => json({}, 401);
  await panel.changes();
  assert.equal(panel.title(), 'Ended');
  assert.equal(panel.network.requests.filter(({ path, signal }) => path === 'stream' && !signal?.aborted).length, 0);
});

test('whoever has something unsent when their session ends is told that it is kept, and it goes out with the next session', async () => {
  const panel = await open();
  panel.pages.message = () => json({}, 401);
  await panel.tell({ command: ['send', 'One'] });
  panel.pages.messages = () => json({}, 401);
  await panel.tell({ command: ['messages'] });
  assert.match(`${panel.main.textContent}`, /What you wrote is kept here/);
  panel.pages.message = () => json({ conversation: '7' });
  await panel.tell({ credential: 'second' });
  const sent = panel.network.requests.filter(({ path }) => path === 'message');
  assert.deepEqual(sent.filter(({ credential }) => credential === 'second').map(({ body }) => body.text), ['One']);
  assert.equal(saved(panel.told), '');
});

for (const failed of [403, 409]) {
  test(`an identity that was refused with ${failed} is said to have been refused, and another try is not offered`, async () => {
    const panel = openWhole();
    await panel.tell({ open: true, failed });
    assert.equal(panel.title(), 'Refused');
    assert.equal(panel.find('main [data-do=retry]'), null);
  });
}

for (const failed of [0, 500, 429]) {
  test(`a session that did not begin (${failed}) is another try of the loader’s`, async () => {
    const panel = openWhole();
    await panel.tell({ open: true, failed });
    assert.equal(panel.title(), 'Unreachable');
    await panel.click('[data-do=retry]');
    assert.equal(panel.told.at(-1), 'retry');
    await panel.tell({ failed: undefined });
    assert.equal(panel.main.ariaBusy, 'true');
    await panel.tell({ credential: 'first' });
    assert.equal(panel.title(), 'Hello Marit');
  });
}

test('a page that does not arrive is asked for once, and again when the person tries again', async () => {
  const panel = openWhole();
  panel.pages.home = lost;
  await panel.tell({ open: true, credential: 'first' });
  assert.deepEqual([panel.title(), panel.active().localName, panel.asked()], ['Unreachable', 'h1', ['home']]);
  panel.pages.home = home();
  await panel.click('[data-do=retry]');
  assert.deepEqual([panel.title(), panel.asked()], ['Hello Marit', ['home']]);
});

for (const [name, answer] of Object.entries({ 'that is lost': lost, 'of a server that fails': () => json({}, 500) })) {
  test(`an answer ${name} leaves in place what stands there`, async () => {
    const panel = await open();
    await panel.tell({ open: false });
    panel.asked();
    panel.pages.home = answer;
    await panel.tell({ open: true });
    assert.deepEqual([panel.title(), panel.asked()], ['Hello Marit', ['home']]);
    await panel.changes();
    assert.equal(panel.title(), 'Hello Marit');
  });
}

test('a page that was asked for and left is not shown when it comes', async () => {
  const panel = await open();
  const late = held();
  panel.pages.messages = late.answer;
  await panel.click('.tabs [data-do=messages]');
  assert.equal(panel.main.ariaBusy, 'true');
  await panel.click('.tabs [data-do=home]');
  await late.give(new Response(messages([7])));
  assert.equal(panel.title(), 'Hello Marit');
});

test('a page that was left while it was arriving is not shown when all of it is there', async () => {
  const panel = await open();
  const body = new TransformStream();
  panel.pages.messages = () => new Response(body.readable);
  await panel.click('.tabs [data-do=messages]');
  await panel.click('.tabs [data-do=home]');
  const writer = body.writable.getWriter();
  void writer.write(new TextEncoder().encode(messages([7])));
  void writer.close();
  await settled();
  assert.equal(panel.title(), 'Hello Marit');
});

test('the page around opens Home, the list, a conversation, or one to begin with a text in its field', async () => {
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  await panel.tell({ open: true, credential: 'first', command: ['messages'] });
  assert.equal(panel.title(), 'Messages');
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(panel.texts('.bubble'), ['Hello']);
  await panel.tell({ command: ['write', 'When do you'] });
  assert.deepEqual([panel.find('textarea').value, panel.texts('.bubble')], ['When do you', []]);
  assert.deepEqual(saved(panel.told).drafts, { '': 'When do you' });
  await panel.tell({ command: ['home'] });
  assert.equal(panel.title(), 'Hello Marit');
});

test('an id that is none, or nobody’s, opens Home', async () => {
  const panel = await open();
  for (const id of ['1', 'attic', '../home', '']) {
    await panel.tell({ command: ['messages'] });
    panel.asked();
    await panel.tell({ command: ['open', id] });
    assert.equal(panel.title(), 'Hello Marit', id);
    assert.deepEqual(panel.asked(), id === '1' ? ['conversations/1', 'home'] : ['home'], id);
  }
});

test('what the page around sends at once is a conversation, which is read under its id', async () => {
  const panel = await open();
  const answers = held();
  panel.pages.message = answers.answer;
  await panel.tell({ command: ['send', 'Sent at once'] });
  assert.deepEqual(panel.texts('.said.mine'), ['Sent at onceSending…']);
  panel.pages['conversations/12'] = thread([{ part: 1, text: 'Sent at once', mine: true, at: '2026-11-25T00:00:00Z' }]);
  await answers.give(json({ conversation: '12' }));
  assert.deepEqual(panel.posted('message').map(({ conversation, text }) => [conversation, text]), [[undefined, 'Sent at once']]);
  assert.deepEqual([panel.texts('.bubble'), panel.texts('.waiting')], [['Sent at once'], []]);
});

test('what is being written while a conversation begins stays in its field, and is its draft', async () => {
  const panel = await open();
  const answers = held();
  panel.pages.message = answers.answer;
  panel.pages['conversations/12'] = thread([HELLO]);
  await panel.tell({ command: ['write', 'Hello'] });
  await panel.write('Hello');
  await panel.type('And th');
  const field = panel.find('textarea');
  await answers.give(json({ conversation: '12' }));
  assert.equal(panel.find('textarea'), field);
  assert.equal(panel.find('textarea').value, 'And th');
  assert.deepEqual(saved(panel.told).drafts, { 12: 'And th' });
});

test('a message that is refused is in the field again', async () => {
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  await panel.tell({ open: true, credential: 'first', command: ['open', '7'] });
  const answers = held();
  panel.pages.message = answers.answer;
  await panel.write('Too long');
  assert.equal(panel.find('textarea').value, '');
  await answers.give(json({ errors: [{ code: 'parameter_invalid' }] }, 422));
  assert.equal(panel.find('textarea').value, 'Too long');
  assert.deepEqual(panel.texts('.waiting'), []);
});

test('a command that comes before the session is carried out when it is there', async () => {
  const panel = openWhole();
  await panel.tell({ open: true, command: ['write', 'Do you post to Tromsø?'] });
  assert.equal(panel.main.ariaBusy, 'true');
  await panel.tell({ credential: 'first' });
  assert.equal(panel.find('textarea').value, 'Do you post to Tromsø?');
});

test('the tabs say which page is current and how much is unread, and make way for a conversation', async () => {
  const panel = openWhole();
  panel.pages.home = home('Hello', { unread: 3 });
  panel.pages['conversations/7'] = thread([HELLO], { unread: 12 });
  await panel.tell({ open: true, credential: 'first' });
  const current = () => [panel.find('.tabs').hidden, panel.find('[aria-current]')?.getAttribute('data-do'), ...panel.texts('.count')];
  assert.deepEqual(current(), [false, 'home', '3']);
  await panel.tell({ command: ['open', '7'] });
  assert.equal(panel.find('.tabs').hidden, true);
  panel.pages.messages = messages([7], { unread: 12 });
  await panel.tell({ command: ['messages'] });
  assert.deepEqual(current(), [false, 'messages', '9+']);
  panel.pages.messages = messages([7], { unread: 0 });
  await panel.changes();
  assert.deepEqual(current(), [false, 'messages']);
  assert.deepEqual(panel.told.filter(({ unread }) => unread !== undefined).map(({ unread }) => unread), [3, 12, 12, 0]);
});

for (const list of ['home', 'messages']) {
  test(`Back leads from a conversation to where it was opened: ${list}`, async () => {
    const panel = await open();
    panel.pages['conversations/7'] = thread([HELLO]);
    panel.pages.home = `${home()}<button id="latest" data-do="open" value="7">Latest</button>`;
    await panel.click(`.tabs [data-do=${list}]`);
    await panel.click('main [data-do=open]');
    assert.deepEqual(panel.texts('.bubble'), ['Hello']);
    await panel.click('[data-do=back]');
    assert.equal(panel.title(), list === 'home' ? 'Hello Marit' : 'Messages');
    assert.equal(panel.active(), panel.find('h1'));
  });
}

test('what was written and not sent, or not finished, is there again after the document was loaded anew', async () => {
  const before = await open();
  before.pages['conversations/7'] = thread([HELLO]);
  before.pages.message = () => new Promise(() => {});
  await before.tell({ command: ['open', '7'] });
  await before.write('Two');
  await before.type('Half a thought');
  const kept = before.told.filter((message) => message.saved).at(-1).saved;

  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  const answers = held();
  panel.pages.message = answers.answer;
  await panel.tell({ open: true, credential: 'first', saved: kept, command: ['open', '7'] });
  assert.deepEqual([panel.texts('.bubble'), panel.find('textarea').value], [['Hello', 'Two'], 'Half a thought']);
  panel.pages['conversations/7'] = thread([HELLO, { part: 2, text: 'Two', mine: true }]);
  await answers.give(json({ conversation: '7' }));
  assert.deepEqual([panel.texts('.bubble'), panel.texts('.waiting'), panel.find('textarea').value], [['Hello', 'Two'], [], 'Half a thought']);
  assert.deepEqual(panel.posted('message').map(({ conversation, text }) => [conversation, text]), [['7', 'Two']]);
});

test('a panel without what was kept, as another person’s is, shows and sends nothing of it', async () => {
  const panel = openWhole();
  await panel.tell({ open: true, credential: 'other', command: ['write'] });
  assert.deepEqual([panel.find('textarea').value, panel.texts('.bubble'), panel.posted('message')], ['', [], []]);
});

test('opened, the panel takes the focus: in its title, or in the field of a conversation', async () => {
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  await panel.tell({ credential: 'first' });
  assert.equal(panel.active(), panel.document.body);
  await panel.tell({ open: true });
  assert.equal(panel.active(), panel.find('main h1'));
  await panel.tell({ open: false });
  await panel.tell({ open: true, command: ['open', '7'] });
  assert.equal(panel.active(), panel.find('textarea'));
  await panel.tell({ open: false });
  panel.active().blur();
  await panel.tell({ open: true });
  assert.equal(panel.active(), panel.find('textarea'));
});

test('open as before a reload, the panel takes no focus from the page, until the person is in it', async () => {
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  await panel.tell({ open: true, isBack: true, credential: 'first', command: ['open', '7'] });
  assert.deepEqual([panel.active(), panel.texts('.bubble')], [panel.document.body, ['Hello']]);
  panel.find('[data-do=back]').focus();
  await panel.tell({ command: ['write'] });
  assert.equal(panel.active(), panel.find('textarea'));
});

test('an open panel tells the loader what it shows, which is where it opens after a reload', async () => {
  const panel = openWhole();
  panel.pages['conversations/7'] = thread([HELLO]);
  panel.pages.message = () => json({ conversation: '7' });
  const shows = () => panel.told.findLast(({ shows }) => shows)?.shows;
  await panel.tell({ credential: 'first' });
  assert.equal(shows(), undefined, 'closed, it shows nothing');
  await panel.tell({ open: true });
  assert.deepEqual(shows(), ['home']);
  await panel.click('[data-do=messages]');
  assert.deepEqual(shows(), ['messages']);
  await panel.tell({ command: ['write'] });
  assert.deepEqual(shows(), ['write']);
  await panel.write('Hello');
  assert.deepEqual(shows(), ['open', '7']);
});

test('a closed panel reads what is unread, and an open one its page', async () => {
  const panel = openWhole();
  await panel.tell({ credential: 'first' });
  assert.deepEqual(panel.asked(), ['unread']);
  await panel.tell({ open: true });
  assert.deepEqual(panel.asked(), ['home']);
  await panel.tell({ open: false });
  panel.pages.unread = unread({ part: 3, text: 'Here we are' });
  await panel.changes();
  assert.deepEqual(panel.asked(), ['unread']);
});

test('a state that changes nothing is no reason to read', async () => {
  const panel = await open();
  panel.asked();
  await panel.tell({ look: { ink: 'rgb(255, 255, 255)', action: 'red', background: undefined } });
  assert.deepEqual(panel.asked(), []);
  assert.equal(panel.document.documentElement.dataset.theme, 'dark');
});

test('a chat message that the page shows is read once, as an answer', async () => {
  const panel = openWhole();
  await panel.tell({ credential: 'first' });
  panel.asked();
  const message = /** @type {const} */ ({ id: 'm1', style: 'chat' });
  panel.pages.unread = unread({ part: 9, text: 'May we help?' });
  await panel.tell({ message });
  await panel.tell({ message });
  assert.deepEqual(panel.asked(), ['unread']);
  assert.match(panel.find('.over').textContent, /May we help/);
});

test('Escape asks the loader to close, also in a panel that does not know yet that it is open', async () => {
  const panel = openWhole();
  await panel.tell({ credential: 'first' });
  panel.press(panel.document.body, 'Escape');
  assert.equal(panel.told.filter((message) => message === 'close').length, 1);
  await panel.tell({ open: true });
  panel.press(panel.document.body, 'Escape');
  assert.equal(panel.told.filter((message) => message === 'close').length, 2);
  await panel.click('.leave');
  assert.equal(panel.told.filter((message) => message === 'close').length, 3);
});

test('each key and each press of a pointer is told as activity', async () => {
  const panel = await open();
  const active = () => panel.told.filter((message) => message === 'active').length;
  panel.press(panel.document.body, 'a');
  assert.equal(active(), 1);
  panel.document.body.dispatchEvent(new panel.window.Event('pointerdown', { bubbles: true }));
  assert.equal(active(), 2);
});

test('a second channel, and one that is not of the page around, are not taken', async () => {
  const panel = await open();
  /** @type {unknown[]} */
  const heard = [];
  const stranger = { postMessage: (/** @type {unknown} */ message) => heard.push(message) };
  panel.window.dispatchEvent(Object.assign(new panel.window.Event('message'), { source: panel.window, ports: [stranger] }));
  const other = openWhole();
  other.window.dispatchEvent(Object.assign(new other.window.Event('message'), { source: {}, ports: [stranger] }));
  assert.deepEqual(heard, []);
});
