import assert from 'node:assert/strict';
import test from 'node:test';

import { json, lost, settled } from '../browser.mjs';
import { home, outbound, thread, unread } from './fragments.mjs';
import { openWhole } from './workspace.mjs';

const LOOK = { ink: '', action: '', background: '' };
const post = /** @type {const} */ ({ id: 'm1', style: 'post' });

/** Closed, of somebody whom a teammate has answered. */
async function closed() {
  const panel = openWhole();
  panel.pages.unread = unread({ part: 2, text: 'Good morning' });
  panel.pages['outbound/m1'] = outbound('post', 'The boat is in', '/boat');
  await panel.tell({ credential: 'first' });
  const said = () => panel.told.filter((message) => message.place !== undefined).map(({ place }) => place).at(-1) ?? '';
  return {
    ...panel,
    over: () => panel.find('.over').textContent.trim().replace(/\s+/g, ' '),
    /** Where it stands on the page, as the loader knows it. */
    place: () => (said().includes('inset: 0') ? 'over the page' : said().includes('--above') ? 'beside the launcher' : said() && 'in a corner'),
  };
}

test('the newest answer stands beside the launcher, and its number is told', async () => {
  const panel = await closed();
  assert.match(panel.over(), /^\S+.* Good morning$/, 'with its time');
  assert.equal(panel.place(), 'beside the launcher');
  assert.ok(panel.told.some(({ unread }) => unread === 1));
});

test('where the page hides notifications nothing stands there, and it comes when they are shown again', async () => {
  const panel = openWhole();
  panel.pages.unread = unread({ part: 2, text: 'Good morning' });
  await panel.tell({ credential: 'first', look: { ...LOOK, quiet: true } });
  assert.deepEqual([panel.find('.over').textContent, panel.told.filter(({ place }) => place)], ['', []]);
  assert.ok(panel.told.some(({ unread }) => unread === 1), 'the badge is the loader’s');
  await panel.tell({ look: LOOK });
  assert.match(panel.find('.over').textContent, /Good morning/);
  assert.equal(panel.told.filter(({ place }) => place).length, 1);
  await panel.tell({ look: { ...LOOK, quiet: true } });
  assert.equal(panel.told.at(-1).place, '');
});

test('an answer that was put away, by its button or Escape, is away for good, and the next one comes', async () => {
  const panel = await closed();
  await panel.click('.over [data-do=dismiss]');
  assert.deepEqual([panel.over(), panel.place()], ['', '']);
  await panel.changes();
  assert.equal(panel.over(), '');
  panel.pages.unread = unread({ part: 3, text: 'And welcome' });
  await panel.changes();
  assert.match(panel.over(), /And welcome/);
  await panel.tell({ command: ['dismiss'] });
  assert.equal(panel.over(), '');
  panel.pages.unread = unread({ part: 4, text: 'Still there?' });
  await panel.changes();
  panel.press(panel.document.body, 'Escape');
  assert.equal(panel.over(), '');
});

test('an answer that is pressed opens its conversation, and is away then', async () => {
  const panel = await closed();
  panel.pages['conversations/7'] = thread([{ part: 1, text: 'Hello', mine: true }, { part: 2, text: 'Good morning' }], { readTo: 1 });
  await panel.click('.over [data-do=open]');
  assert.ok(panel.told.includes('open'));
  panel.pages.unread = unread();
  await panel.tell({ open: true });
  assert.deepEqual([panel.texts('.bubble'), panel.place()], [['Hello', 'Good morning'], '']);
  await panel.tell({ open: false });
  assert.equal(panel.over(), '');
});

test('an answer that was read elsewhere goes', async () => {
  const panel = await closed();
  panel.pages.unread = unread();
  await panel.changes();
  assert.deepEqual([panel.over(), panel.place()], ['', '']);
});

test('an answer that is read again stays, and is not announced anew', async () => {
  const panel = await closed();
  const standing = panel.find('.snippet');
  await panel.changes();
  assert.equal(panel.find('.snippet'), standing);
});

test('a message to people on the page stands before an answer, which comes when it is put away', async () => {
  const panel = await closed();
  await panel.tell({ message: post });
  assert.match(panel.over(), /^The boat is in/);
  assert.equal(panel.place(), 'over the page');
  await panel.tell({ command: ['dismiss'] });
  assert.match(panel.over(), /Good morning$/);
  assert.equal(panel.place(), 'beside the launcher');
  assert.deepEqual(panel.posted('outbound').map(({ what }) => what), ['seen', 'dismissed']);
});

test('a message is fetched and told to have been seen once, and leaves with its page', async () => {
  const panel = await closed();
  await panel.tell({ message: post });
  await panel.tell({ message: post });
  await panel.tell({ message: null });
  await settled();
  assert.match(panel.over(), /Good morning$/);
  await panel.tell({ message: post });
  assert.match(panel.over(), /^The boat is in/);
  assert.deepEqual(panel.posted('outbound'), [{ message: 'm1', what: 'seen' }]);
});

test('a message that was put away does not come again, whatever the page says', async () => {
  const panel = await closed();
  await panel.tell({ message: post });
  panel.press(panel.document.body, 'Escape');
  await panel.tell({ message: null });
  await panel.tell({ message: post });
  assert.doesNotMatch(panel.over(), /The boat/);
});

test('a message stays hidden while the panel is open, and is not seen before it can be', async () => {
  const panel = openWhole();
  panel.pages['outbound/m1'] = outbound('post', 'The boat is in');
  await panel.tell({ open: true, credential: 'first', message: post });
  assert.deepEqual([panel.posted('outbound'), panel.told.filter(({ place }) => place)], [[], []]);
  await panel.tell({ open: false });
  assert.deepEqual(panel.posted('outbound').map(({ what }) => what), ['seen']);
});

test('a message waits while the page hides notifications, and makes way when it hides them', async () => {
  const panel = await closed();
  await panel.tell({ message: post, look: { ...LOOK, quiet: true } });
  assert.deepEqual([panel.place(), panel.posted('outbound')], ['', []]);
  await panel.tell({ look: LOOK });
  assert.equal(panel.place(), 'over the page');
  await panel.tell({ look: { ...LOOK, quiet: true } });
  assert.equal(panel.place(), '');
});

test('a message that does not arrive is asked for again with the next state', async () => {
  const panel = openWhole();
  panel.pages['outbound/m1'] = lost;
  await panel.tell({ credential: 'first', message: post });
  panel.pages['outbound/m1'] = outbound('post', 'The boat is in');
  await panel.tell({});
  assert.match(panel.find('.over').textContent, /The boat is in/);
});

test('the button of a message opens a page of the site in place of the one around, and another in a tab of its own', async () => {
  const follow = async (/** @type {string} */ link, /** @type {MouseEventInit} */ keys = {}) => {
    const panel = openWhole();
    panel.pages['outbound/m1'] = outbound('post', 'The boat is in', link);
    await panel.tell({ credential: 'first', message: post });
    const button = panel.find('.over a');
    const click = new panel.window.MouseEvent('click', { bubbles: true, cancelable: true, ...keys });
    button.dispatchEvent(click);
    await settled();
    assert.deepEqual(panel.posted('outbound').map(({ what }) => what), ['seen', 'clicked']);
    assert.equal(panel.find('.over').textContent, '');
    return [button.href, click.defaultPrevented, panel.told.find(({ go }) => go)?.go];
  };
  assert.deepEqual(await follow('/boat?at=6#pier'), ['https://www.shop.example/boat?at=6#pier', true, '/boat?at=6#pier']);
  assert.deepEqual(await follow('https://www.shop.example/boat'), ['https://www.shop.example/boat', true, '/boat']);
  assert.deepEqual(await follow('/boat', { ctrlKey: true }), ['https://www.shop.example/boat', false, undefined]);
  assert.deepEqual(await follow('https://other.example/boat'), ['https://other.example/boat', false, undefined]);
});

test('a link in the words of a message to the site around is its button’s equal', async () => {
  const panel = openWhole();
  panel.pages['outbound/m1'] = outbound('post', 'The <a href="/boat">boat</a> is in');
  await panel.tell({ credential: 'first', message: post });
  await panel.click('.over p a');
  assert.equal(panel.told.find(({ go }) => go)?.go, '/boat');
  assert.deepEqual([panel.posted('outbound').map(({ what }) => what), panel.find('.over').textContent], [['seen', 'clicked'], '']);
});

test('of the faces the last one that was pressed counts', async () => {
  const panel = await closed();
  await panel.tell({ message: post });
  await panel.click('[value=sad]');
  await panel.click('[value=happy]');
  assert.deepEqual(panel.texts('[aria-pressed=true]'), ['Happy']);
  assert.deepEqual(panel.posted('outbound').slice(1), [{ message: 'm1', what: 'reacted', reaction: 'sad' }, { message: 'm1', what: 'reacted', reaction: 'happy' }]);
});

test('a reply to a message opens its conversation with the field, and reports nothing before it is written', async () => {
  const panel = await closed();
  await panel.tell({ message: post });
  panel.pages['conversations/12'] = thread([{ part: 1, text: 'The boat is in' }]);
  await panel.click('[data-do=reply]');
  assert.ok(panel.told.includes('open'));
  await panel.tell({ open: true, message: post });
  assert.deepEqual(panel.texts('.bubble'), ['The boat is in']);
  assert.equal(panel.active(), panel.find('textarea'));
  assert.deepEqual(panel.posted('outbound'), [{ message: 'm1', what: 'seen' }]);
});

test('a chat message that is shown or put away is told once, by its id', async () => {
  const panel = openWhole();
  panel.pages.home = home();
  panel.pages.unread = unread({ part: 2, text: 'May we help?', message: 'm9' });
  await panel.tell({ credential: 'first' });
  await panel.changes();
  await panel.click('.over [data-do=dismiss]');
  assert.deepEqual(panel.posted('outbound'), [{ message: 'm9', what: 'seen' }, { message: 'm9', what: 'dismissed' }]);
});
