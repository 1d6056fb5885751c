// Read in Tokyo, nine hours ahead of UTC.
import assert from 'node:assert/strict';
import test from 'node:test';

import { openPanel } from './document.mjs';

// Wednesday, a quarter past nine in the morning in Tokyo.
const NOW = Date.parse('2026-11-25T00:15:00Z');

/** @param {import('node:test').TestContext} t @param {string[]} times @param {Parameters<typeof openPanel>[0]} [as] */
function open(t, times, as) {
  t.mock.timers.enable({ apis: ['Date'], now: NOW });
  const said = (/** @type {string} */ at) => `<div class="said"><time datetime="${at}"></time></div>`;
  const panel = openPanel({ html: `<div class="talk">${times.map(said).join('')}</div><ul>${times.map(said).join('')}</ul>`, ...as });
  const { writeTimes, writeDays } = panel.module('times');
  writeTimes(panel.main);
  writeDays(panel.find('.talk'));
  // Releases of Node differ in spaces and commas.
  const texts = (/** @type {string} */ selector) => panel.texts(selector).map((text) => text?.replace(/[\s,]+/g, ' '));
  return { ...panel, talk: () => texts('.talk > *'), list: () => texts('ul time'), inTalk: () => texts('.talk time') };
}

test('a message stands under the day on which its reader’s clock had it', (t) => {
  const { talk } = open(t, ['2026-11-23T14:59:00Z', '2026-11-23T15:00:00Z', '2026-11-24T14:59:59Z', '2026-11-24T15:00:00Z', '2026-11-25T00:14:00Z']);
  assert.deepEqual(talk(), ['Monday 23 November', '23:59', 'Yesterday', '00:00', '23:59', 'Today', '00:00', '09:14']);
});

test('a day is written above the first message of each, and no day twice', (t) => {
  const { talk } = open(t, ['2026-11-20T01:00:00Z', '2026-11-20T02:00:00Z', '2026-11-21T01:00:00Z']);
  assert.deepEqual(talk(), ['Friday 20 November', '10:00', '11:00', 'Saturday 21 November', '10:00']);
});

test('in a list a message is as old as its reader would say', (t) => {
  const ago = (/** @type {number} */ seconds) => new Date(NOW - seconds * 1_000).toISOString();
  const short = new Intl.RelativeTimeFormat('en-GB', { style: 'short' });
  const { list } = open(t, [ago(-3_600), ago(29), ago(31), ago(59 * 60), ago(60 * 60), ago(23 * 3_600), ago(24 * 3_600), ago(40 * 86_400)]);
  assert.deepEqual(list(), ['now', 'now', short.format(-1, 'minute'), short.format(-59, 'minute'), short.format(-1, 'hour'), short.format(-23, 'hour'), '24 Nov', '16 Oct']);
});

test('whoever reads a language of a region has its times, and another language’s reader those of the panel’s', (t) => {
  const at = ['2026-11-25T00:05:00Z'];
  assert.deepEqual(open(t, at, { languages: ['de-AT', 'en-US'] }).inTalk(), ['9:05 AM']);
  t.mock.timers.reset();
  assert.deepEqual(open(t, at, { languages: ['de-AT', 'fr'], lang: 'de' }).talk(), ['Heute', '09:05']);
  t.mock.timers.reset();
  assert.deepEqual(open(t, at, { languages: ['fr'], lang: 'de' }).talk(), ['Heute', '09:05']);
});

test('a time names its whole moment to whoever points at it', (t) => {
  const { find } = open(t, ['2026-11-20T01:00:00Z']);
  assert.match(find('.talk time').title, /^20\/11\/2026,? 10:00:00$/);
});

test('an amount is written as the reader’s language does', () => {
  const html = '<span data-amount="1" data-unit="hour"></span><span data-amount="4" data-unit="hour"></span>';
  const written = (/** @type {string} */ lang) => {
    const panel = openPanel({ html, lang, languages: [lang] });
    panel.module('times').writeTimes(panel.main);
    return panel.texts('span[data-amount]');
  };
  assert.deepEqual(written('en'), ['1 hour', '4 hours']);
  assert.deepEqual(written('de'), ['1 Stunde', '4 Stunden']);
});
