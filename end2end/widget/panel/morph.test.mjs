import assert from 'node:assert/strict';
import test from 'node:test';

import { openPanel } from './document.mjs';

const said = (/** @type {string} */ parts, name = 'Ines') => `<div class="said"><div class="bubbles">${parts}</div><p class="meta">${name}</p></div>`;
const bubble = (/** @type {number} */ part, text = `Part ${part}`) => `<div class="bubble" data-part="${part}">${text}</div>`;

/** What stands, and what becomes of it as other things are read. @param {string} standing */
function place(standing) {
  const panel = openPanel({ html: `<div id="place">${standing}</div>` });
  const { morph } = panel.module('morph');
  const node = /** @type {HTMLElement} */ (panel.find('#place'));
  const watched = new panel.window.MutationObserver(() => {});
  watched.observe(node, { childList: true, subtree: true });
  return {
    node,
    find: panel.find,
    /** The added and the removed nodes. @param {string} html */
    read(html) {
      const read = panel.document.createElement('div');
      read.innerHTML = html;
      morph(node, read);
      const changes = watched.takeRecords();
      const texts = (/** @type {'addedNodes' | 'removedNodes'} */ which) => changes.flatMap((change) => [...change[which]].map(({ textContent }) => textContent));
      return { added: texts('addedNodes'), removed: texts('removedNodes') };
    },
  };
}

test('what is read again and is the same stays in place, untouched', () => {
  const html = said(bubble(1)) + said(bubble(2));
  assert.deepEqual(place(html).read(html), { added: [], removed: [] });
});

test('what is new is added once and alone, where it belongs', () => {
  const shown = place(said(bubble(1)) + said(bubble(4)));
  assert.deepEqual(shown.read(said(bubble(1)) + said(bubble(2), 'Ola') + said(bubble(4))), { added: ['Part 2Ola'], removed: [] });
  assert.equal(shown.node.textContent, 'Part 1InesPart 2OlaPart 4Ines');
});

test('a message that joins those of its author leaves them in place, and what it looks like is what was read', () => {
  const shown = place(said(bubble(1) + '<img data-part="1" value="f1">'));
  const picture = shown.find('img');
  const html = said(bubble(1) + '<img data-part="1" value="f1">' + bubble(2));
  assert.deepEqual(shown.read(html), { added: ['Part 2'], removed: [] });
  assert.equal(shown.find('img'), picture);
  assert.equal(shown.node.innerHTML, html);
});

test('files of one message are told apart', () => {
  const file = (/** @type {string} */ id) => `<button data-part="3" value="${id}">${id}</button>`;
  const shown = place(said(file('f1') + file('f2')));
  assert.deepEqual(shown.read(said(file('f1') + file('f2') + file('f3'))), { added: ['f3'], removed: [] });
});

test('what has changed is replaced, and what is gone is taken away', () => {
  const shown = place(said(bubble(1, 'Before')) + said(bubble(2)) + '<p class="meta">Seen</p>');
  assert.deepEqual(shown.read(said(bubble(1, 'After'))), { added: ['After'], removed: ['Before', 'Part 2Ines', 'Seen'] });
});

test('a group whose look has changed is replaced as a whole', () => {
  const shown = place(`<div class="said"><p data-part="1">One</p></div>`);
  const html = `<div class="said mine"><p data-part="1">One</p></div>`;
  shown.read(html);
  assert.equal(shown.node.innerHTML, html);
});

test('of two that say the same each stays', () => {
  const html = '<p>Yes</p><p>Yes</p>';
  const shown = place(html);
  shown.read(html + '<p>Yes</p>');
  assert.equal(shown.node.innerHTML, html + '<p>Yes</p>');
});

test('whatever stood, what was read stands in the end, and in its order', () => {
  const panel = openPanel();
  const { morph } = panel.module('morph');
  const all = [said(bubble(1)), said(bubble(2)), '<p class="day">Today</p>', '<p class="new">New</p>'];
  const choices = Array.from({ length: 2 ** all.length }, (_, chosen) => all.filter((_, index) => chosen & (2 ** index)));
  const element = (/** @type {string} */ html) => Object.assign(panel.document.createElement('div'), { innerHTML: html });
  for (const standing of choices) {
    for (const read of [...choices, ...choices.map((choice) => choice.toReversed())]) {
      const shown = element(standing.join(''));
      morph(shown, element(read.join('')));
      assert.equal(shown.innerHTML, read.join(''), `where ${standing.join('')} stood`);
    }
  }
});
