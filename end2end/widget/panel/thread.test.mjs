import assert from 'node:assert/strict';
import test from 'node:test';

import { held, json, lost, settled } from '../browser.mjs';
import { thread, unread } from './fragments.mjs';
import { openWhole } from './workspace.mjs';

const HELLO = { part: 1, text: 'Hello', mine: true };
const answers = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from + 1 }, (_, at) => ({ part: from + at, text: `Answer ${from + at}` }));

/** @param {Parameters<typeof thread>} read what is read of conversation 7 */
async function open(...read) {
  const panel = openWhole();
  const shows = (/** @type {Parameters<typeof thread>} */ ...read) => void (panel.pages['conversations/7'] = thread(...read));
  shows(...read);
  await panel.tell({ open: true, credential: 'first', command: ['open', '7'] });
  const view = panel.find('.scroll .talk').parentElement;
  // jsdom lays nothing out: each group is 100 pixels high, and 300 are in sight.
  Object.defineProperties(view, { clientHeight: { value: 300 }, scrollHeight: { get: () => view.querySelectorAll('.said').length * 100 } });
  return {
    ...panel,
    view,
    shows,
    /** Something has changed, and this is read now. @param {Parameters<typeof thread>} read */
    async becomes(...read) {
      shows(...read);
      await panel.changes();
    },
    async scroll(/** @type {number} */ to) {
      view.scrollTop = to;
      view.dispatchEvent(new panel.window.Event('scroll'));
    },
    pill: () => panel.texts('[data-do=newest]'),
  };
}

test('a divider stands above the first answer that was unread, until the conversation is opened again', async () => {
  const panel = await open([HELLO, ...answers(2, 4)], { readTo: 2 });
  assert.equal(panel.texts('.new').length, 1);
  assert.match(panel.find('.new').nextElementSibling.textContent, /^Answer 3/);
  await panel.becomes([HELLO, ...answers(2, 5)], { readTo: 4 });
  assert.match(panel.find('.new').nextElementSibling.textContent, /^Answer 3/);
  await panel.click('[data-do=back]');
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(panel.texts('.new'), ['New']);
  panel.shows([HELLO, ...answers(2, 5)], { readTo: 5 });
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(panel.texts('.new'), []);
});

test('at the top, where it would divide nothing, and above a message of one’s own stands no divider', async () => {
  assert.deepEqual((await open(answers(1, 2), { readTo: 0 })).texts('.new'), []);
  assert.deepEqual((await open([HELLO, { ...HELLO, part: 2 }], { readTo: 1 })).texts('.new'), []);
});

test('what is read again leaves the messages in place, and one’s own takes the place of what was on its way', async () => {
  const panel = await open([HELLO, ...answers(2, 2)]);
  const [first, second] = panel.document.querySelectorAll('.bubble');
  /** @type {string[]} */
  const added = [];
  new panel.window.MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) added.push(`${node.textContent}`);
  }).observe(panel.find('.talk'), { childList: true, subtree: true });
  await panel.becomes([HELLO, ...answers(2, 3)]);
  panel.pages.message = () => json({ conversation: '7' });
  panel.shows([HELLO, ...answers(2, 3), { part: 4, text: 'Four', mine: true }]);
  await panel.write('Four');
  assert.deepEqual(panel.texts('.bubble'), ['Hello', 'Answer 2', 'Answer 3', 'Four']);
  assert.deepEqual([...panel.document.querySelectorAll('.bubble')].slice(0, 2), [first, second]);
  assert.match(added.join(), /Answer 3.*Four/);
  assert.doesNotMatch(added.join(), /Hello|Answer 2/);
});

test('whoever reads at the end sees what is new', async () => {
  const panel = await open([HELLO, ...answers(2, 8)]);
  await panel.scroll(700);
  await panel.becomes([HELLO, ...answers(2, 9)]);
  assert.deepEqual([panel.view.scrollTop, panel.pill()], [900, []]);
});

test('whoever reads further up stays there, and answers that come are counted in a pill, which leads to them', async () => {
  const panel = await open([HELLO, ...answers(2, 8)]);
  await panel.scroll(0);
  await panel.becomes([HELLO, ...answers(2, 9)]);
  assert.deepEqual(panel.pill(), ['1 new message']);
  await panel.becomes([HELLO, ...answers(2, 9), { part: 10, text: 'Mine', mine: true }]);
  assert.deepEqual(panel.pill(), ['1 new message']);
  await panel.becomes([HELLO, ...answers(2, 9), { part: 10, text: 'Mine', mine: true }, ...answers(11, 12)]);
  assert.deepEqual([panel.pill(), panel.view.scrollTop], [['3 new messages'], 0]);
  await panel.click('[data-do=newest]');
  assert.equal(panel.view.scrollTop, 1_200);
  await panel.scroll(1_200);
  assert.deepEqual(panel.pill(), []);
});

test('what is opened anew is counted from nothing', async () => {
  const panel = await open([HELLO, ...answers(2, 8)]);
  await panel.scroll(0);
  await panel.becomes([HELLO, ...answers(2, 9)]);
  await panel.tell({ command: ['open', '7'] });
  assert.deepEqual(panel.pill(), []);
});

test('what is unread is told to have been seen, unless the page is out of sight or the panel closed', async () => {
  const panel = await open([HELLO, ...answers(2, 2)], { readTo: 1 });
  assert.deepEqual(panel.posted('seen'), [{ conversation: '7', part: '2' }]);
  await panel.becomes([HELLO, ...answers(2, 2)]);
  assert.equal(panel.posted('seen').length, 1);
  panel.turn(true);
  await panel.tell({ command: ['open', '7'] });
  panel.shows([HELLO, ...answers(2, 3)], { readTo: 2 });
  await panel.tell({ command: ['open', '7'] });
  assert.equal(panel.posted('seen').length, 1);
  panel.turn(false);
  await panel.tell({ open: false, command: ['open', '7'] });
  assert.equal(panel.posted('seen').length, 1);
});

test('what arrives as the panel closes is not told to have been seen', async () => {
  const panel = await open([HELLO]);
  const late = held();
  panel.pages['conversations/7'] = late.answer;
  await panel.changes();
  await panel.tell({ open: false });
  await late.give(new Response(thread([HELLO, ...answers(2, 2)], { readTo: 1 })));
  assert.deepEqual(panel.posted('seen'), []);
});

test('dots say that a teammate is writing, until five seconds pass without another word', async (t) => {
  const panel = await open([HELLO]);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await panel.hears('event: typing\ndata: 7 Ines Aalto\n\n');
  assert.equal(panel.find('.dots').getAttribute('aria-label'), 'Ines Aalto is typing');
  assert.equal(panel.find('.typing .face').textContent, 'IA');
  t.mock.timers.tick(4_000);
  await panel.hears('event: typing\ndata: 7 Ines Aalto\n\n');
  t.mock.timers.tick(4_999);
  assert.equal(panel.texts('.dots').length, 1);
  t.mock.timers.tick(1);
  assert.equal(panel.texts('.dots').length, 0);
});

test('dots end with the answer, and stay when something else is read again', async (t) => {
  const panel = await open([HELLO]);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await panel.hears('event: typing\ndata: 7 Ines Aalto\n\n');
  await panel.becomes([HELLO, { part: 2, text: 'Anybody?', mine: true }]);
  assert.equal(panel.texts('.dots').length, 1);
  await panel.becomes([HELLO, { part: 2, text: 'Anybody?', mine: true }, ...answers(3, 3)]);
  assert.equal(panel.texts('.dots').length, 0);
});

test('of who is writing in another conversation, or while the panel is closed, nothing is shown', async () => {
  const panel = await open([HELLO]);
  await panel.hears('event: typing\ndata: 8 Ines Aalto\n\n');
  await panel.tell({ open: false });
  await panel.hears('event: typing\ndata: 7 Ines Aalto\n\n');
  await panel.tell({ open: true });
  assert.equal(panel.texts('.dots').length, 0);
});

test('that the person is writing is told at once, and again after three seconds at the soonest', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const panel = await open([HELLO]);
  await panel.type('A');
  assert.deepEqual(panel.posted('typing'), [{ conversation: '7' }]);
  t.mock.timers.tick(2_999);
  await panel.type('An');
  assert.equal(panel.posted('typing').length, 1);
  t.mock.timers.tick(1);
  await panel.type('And');
  assert.equal(panel.posted('typing').length, 2);
});

test('of an empty field, and of a conversation that is not begun, nobody is told', async () => {
  const panel = await open([HELLO]);
  await panel.type('');
  await panel.tell({ command: ['write'] });
  await panel.type('Hello');
  assert.deepEqual(panel.posted('typing'), []);
});

test('Enter sends; with Shift, within a word that is being composed, and in an empty field it does not', async () => {
  const panel = await open([HELLO]);
  panel.pages.message = () => new Promise(() => {});
  const send = panel.find('[data-do=send]');
  await panel.type('   ');
  assert.equal(send.disabled, true);
  panel.press(panel.find('textarea'), 'Enter');
  await panel.type('Two');
  assert.equal(send.disabled, false);
  assert.equal(panel.press(panel.find('textarea'), 'Enter', { shiftKey: true }).defaultPrevented, false);
  panel.press(panel.find('textarea'), 'Enter', { isComposing: true });
  assert.deepEqual(panel.posted('message'), []);
  assert.equal(panel.press(panel.find('textarea'), 'Enter').defaultPrevented, true);
  await settled();
  assert.deepEqual(panel.posted('message').map(({ text }) => text), ['Two']);
  assert.deepEqual([panel.find('textarea').value, send.disabled, panel.texts('.waiting')], ['', true, ['Two']]);
});

test('by a touch keyboard Enter makes a new line, and the button sends', async () => {
  const panel = openWhole({ touch: true });
  panel.pages['conversations/7'] = thread([HELLO]);
  panel.pages.message = () => new Promise(() => {});
  await panel.tell({ open: true, credential: 'first', command: ['open', '7'] });
  await panel.type('Two');
  assert.equal(panel.press(panel.find('textarea'), 'Enter').defaultPrevented, false);
  assert.deepEqual(panel.posted('message'), []);
  await panel.click('[data-do=send]');
  assert.deepEqual(panel.posted('message').map(({ text }) => text), ['Two']);
});

test('each conversation has its own draft', async () => {
  const panel = await open([HELLO]);
  panel.pages['conversations/8'] = thread([HELLO]);
  await panel.type('For seven');
  await panel.tell({ command: ['open', '8'] });
  assert.equal(panel.find('textarea').value, '');
  await panel.type('For eight');
  await panel.tell({ command: ['open', '7'] });
  assert.equal(panel.find('textarea').value, 'For seven');
});

test('an answer leaves the draft and the focus alone', async () => {
  const panel = await open([HELLO]);
  await panel.type('Half a thought');
  panel.find('[data-do=back]').focus();
  await panel.becomes([HELLO, ...answers(2, 2)]);
  assert.deepEqual([panel.find('textarea').value, panel.active()], ['Half a thought', panel.find('[data-do=back]')]);
});

test('a link of a message to the site around opens in place, another in a tab of its own', async () => {
  const panel = await open([HELLO, { part: 2, text: '<a href="/brewing/moka-pot?at=6#grind">our guide</a> <a href="https://www.shop.example/boat">boat</a> <a href="https://other.example/">other</a> <a href="http://[">none</a>' }]);
  const [guide, boat, other, none] = panel.document.querySelectorAll(/** @type {'a'} */ ('.bubble a'));
  const follow = (/** @type {HTMLAnchorElement | undefined} */ link, /** @type {MouseEventInit} */ keys = {}) => {
    const click = new panel.window.MouseEvent('click', { bubbles: true, cancelable: true, ...keys });
    link?.dispatchEvent(click);
    return [link?.href, click.defaultPrevented, panel.told.splice(0).find(({ go }) => go)?.go];
  };
  panel.told.splice(0);
  assert.deepEqual(follow(guide), ['https://www.shop.example/brewing/moka-pot?at=6#grind', true, '/brewing/moka-pot?at=6#grind']);
  assert.deepEqual(follow(boat), ['https://www.shop.example/boat', true, '/boat']);
  assert.deepEqual(follow(boat, { metaKey: true }), ['https://www.shop.example/boat', false, undefined]);
  assert.deepEqual(follow(other), ['https://other.example/', false, undefined]);
  assert.equal(follow(none)[2], undefined);
  await panel.becomes([HELLO, { part: 2, text: '<a href="/brewing/moka-pot?at=6#grind">our guide</a>' }]);
  assert.equal(panel.find('.bubble a').href, 'https://www.shop.example/brewing/moka-pot?at=6#grind');
});

test('a link of a conversation says nothing of a message that waits to stand over the page', async () => {
  const panel = await open([HELLO, { part: 2, text: '<a href="/boat">boat</a>' }]);
  await panel.tell({ message: { id: 'm1', style: 'post' } });
  await panel.click('.bubble a');
  assert.deepEqual(panel.posted('outbound'), []);
});

test('a conversation says who answered last', async () => {
  const panel = await open([HELLO], { name: 'Tidewater' });
  await panel.becomes([HELLO, ...answers(2, 2)], { name: 'Ines Aalto' });
  assert.equal(panel.title(), 'Ines Aalto');
});

/** A lead is asked, and gives this address. @param {(email: string) => Response | Promise<Response>} answer */
async function asked(answer) {
  const panel = await open([HELLO], { ask: true });
  panel.pages.email = () => answer(panel.network.requests.at(-1)?.body.email);
  return {
    ...panel,
    async give(/** @type {string} */ email) {
      panel.find('.ask input').value = email;
      panel.press(panel.find('.ask input'), 'Enter');
      await settled();
    },
    status: () => panel.find('.ask [role=status]').textContent,
  };
}

test('what is no e-mail address is said to be none, in its field, and is not sent', async () => {
  const panel = await asked(() => new Response());
  await panel.give('marit');
  assert.deepEqual([panel.status(), panel.find('.ask input').ariaInvalid, panel.active()], ['This is not an e-mail address.', 'true', panel.find('.ask input')]);
  assert.deepEqual(panel.posted('email'), []);
});

test('an address that the workspace refuses is said to be none, and an answer leaves what is typed', async () => {
  const panel = await asked(() => json({}, 422));
  await panel.give('marit@home');
  assert.equal(panel.status(), 'This is not an e-mail address.');
  await panel.becomes([HELLO, ...answers(2, 2)], { ask: true });
  assert.deepEqual([panel.find('.ask input').value, panel.texts('.ask').length], ['marit@home', 1]);
});

test('an address that is kept is said to be kept, the page around hears of it, and the field has the focus', async () => {
  const panel = await asked(() => new Response());
  await panel.give(' marit@example.com ');
  assert.deepEqual(panel.posted('email'), [{ email: 'marit@example.com' }]);
  assert.deepEqual([panel.status(), panel.told.at(-1), panel.active()], ['Our team sees \u2068marit@example.com\u2069.', 'email', panel.find('textarea')]);
  await panel.becomes([HELLO, ...answers(2, 2)]);
  assert.equal(panel.status(), 'Our team sees \u2068marit@example.com\u2069.');
});

test('an address that does not arrive stays in its field, which says so', async () => {
  const panel = await asked(lost);
  await panel.give('marit@example.com');
  assert.deepEqual([panel.status(), panel.find('.ask input').value, panel.told.includes('email')], ['Reconnecting…', 'marit@example.com', false]);
});

test('a tone says that an answer has come, and not that a conversation was opened or a message of one’s own stored', async () => {
  const panel = openWhole({ sound: true });
  panel.pages['conversations/7'] = thread([HELLO, ...answers(2, 2)]);
  await panel.tell({ open: true, credential: 'first' });
  await panel.tell({ command: ['open', '7'] });
  assert.equal(panel.tones(), 0);
  panel.pages['conversations/7'] = thread([HELLO, ...answers(2, 2), { part: 3, text: 'Mine', mine: true }]);
  await panel.changes();
  assert.equal(panel.tones(), 0);
  panel.pages['conversations/7'] = thread([HELLO, ...answers(2, 2), { part: 3, text: 'Mine', mine: true }, ...answers(4, 4)]);
  await panel.changes();
  assert.equal(panel.tones(), 1);
  await panel.changes();
  assert.equal(panel.tones(), 1);
});

test('a closed panel sounds too, unless the page hides notifications', async () => {
  const panel = openWhole({ sound: true });
  const look = { ink: '', action: '', background: '' };
  await panel.tell({ credential: 'first' });
  panel.pages.unread = unread({ part: 2, text: 'One' });
  await panel.changes();
  assert.equal(panel.tones(), 1);
  await panel.tell({ look: { ...look, quiet: true } });
  panel.pages.unread = unread({ part: 3, text: 'Two' });
  await panel.changes();
  assert.equal(panel.tones(), 1);
});

test('where the workspace has no tone, where nobody has used the frame yet, and for another person nothing sounds', async () => {
  for (const how of ['off', 'unused', 'another']) {
    const panel = openWhole({ sound: how !== 'off' });
    panel.navigator.userActivation.hasBeenActive = how !== 'unused';
    await panel.tell({ credential: 'first' });
    panel.pages.unread = unread({ part: 2, text: 'One' });
    if (how === 'another') await panel.tell({ credential: 'second' });
    else await panel.changes();
    assert.equal(panel.tones(), 0, how);
  }
});

test('older messages come above those in sight, which stay where they are, and are read again with each change', async () => {
  const panel = await open([...answers(6, 8)], { earlier: true });
  const shown = () => panel.texts('.bubble').map((text) => Number(text.split(' ')[1]));
  panel.pages['conversations/7?before=6'] = thread(answers(4, 5), { earlier: true });
  panel.pages['conversations/7?before=4'] = thread(answers(1, 3));
  panel.view.scrollTop = 0;
  await panel.click('[data-do=earlier]');
  assert.deepEqual(shown(), [4, 5, 6, 7, 8]);
  assert.equal(panel.view.scrollTop, 200, 'two groups of a hundred pixels above');
  await panel.becomes([...answers(6, 9)], { earlier: true });
  assert.deepEqual(shown(), [4, 5, 6, 7, 8, 9]);
  await panel.click('[data-do=earlier]');
  assert.deepEqual(shown(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(panel.texts('[data-do=earlier]').length, 0, 'the conversation begins there');
  await panel.click('[data-do=back]');
  panel.pages['conversations/8'] = thread(answers(3, 3), { earlier: true });
  await panel.tell({ command: ['open', '8'] });
  assert.deepEqual(shown(), [3], 'of another conversation only the newest');
});

test('older messages that do not arrive leave what is in sight, and come when they are read again', async () => {
  const panel = await open([...answers(6, 8)], { earlier: true });
  panel.pages['conversations/7?before=6'] = () => json({}, 500);
  await panel.click('[data-do=earlier]');
  assert.deepEqual(panel.texts('.bubble').length, 3);
  panel.pages['conversations/7?before=6'] = thread(answers(4, 5));
  await panel.changes();
  assert.deepEqual(panel.texts('.bubble').length, 5);
});
