import assert from 'node:assert/strict';
import test from 'node:test';

import { openPanel } from './document.mjs';

const PAGE = `<h1 tabindex="-1">Shop</h1><div hidden><button id="hidden"></button></div><a href="#x" id="link"></a>
  <button id="disabled" disabled></button><textarea id="field"></textarea><div tabindex="0" id="scroll"></div>`;

/** The close button is before all of it. @param {{ width?: number, open?: boolean }} [as] */
async function open({ width = 390, open = true } = {}) {
  const panel = openPanel({ html: PAGE, width });
  panel.find('.tabs').remove();
  panel.module('focus');
  await panel.tell({ open });
  return {
    ...panel,
    /** What has the focus after Tab, and whether it was the panel that moved it. @param {string} from @param {KeyboardEventInit} [more] @param {string} [key] */
    tab(from, more, key = 'Tab') {
      panel.find(from).focus();
      const { defaultPrevented } = panel.press(panel.find(from), key, more);
      const active = /** @type {HTMLElement} */ (panel.document.activeElement);
      return [active.id || active.className || active.localName, defaultPrevented];
    },
  };
}

test('on a phone Tab leads from the last control to the first, and Shift+Tab back', async () => {
  const { tab } = await open();
  assert.deepEqual(tab('#scroll'), ['leave', true]);
  assert.deepEqual(tab('.leave', { shiftKey: true }), ['scroll', true]);
});

test('between the first and the last control Tab is the browser’s own', async () => {
  const { tab } = await open();
  assert.deepEqual(tab('#link'), ['link', false]);
  assert.deepEqual(tab('#field', { shiftKey: true }), ['field', false]);
  assert.deepEqual(tab('.leave'), ['leave', false]);
  assert.deepEqual(tab('#scroll', { shiftKey: true }), ['scroll', false]);
});

test('from a heading, which Tab does not reach, the browser goes on', async () => {
  const { tab } = await open();
  assert.deepEqual(tab('h1'), ['h1', false]);
});

test('where nothing has the focus, Tab leads to the first control and Shift+Tab to the last', async () => {
  const { tab } = await open();
  assert.deepEqual(tab('body'), ['leave', true]);
  assert.deepEqual((await open()).tab('body', { shiftKey: true }), ['scroll', true]);
});

test('a control that is hidden or disabled is neither first nor last', async () => {
  const { tab, find } = await open();
  find('#scroll').hidden = true;
  find('.leave').disabled = true;
  assert.deepEqual(tab('#field'), ['link', true]);
  assert.deepEqual(tab('#link', { shiftKey: true }), ['field', true]);
});

test('beside a page, in a closed panel, and with any other key the focus goes its way', async () => {
  assert.deepEqual((await open({ width: 481 })).tab('#scroll'), ['scroll', false]);
  assert.deepEqual((await open({ open: false })).tab('#scroll'), ['scroll', false]);
  assert.deepEqual((await open()).tab('#scroll', {}, 'ArrowDown'), ['scroll', false]);
  assert.deepEqual((await open({ width: 480 })).tab('#scroll'), ['leave', true]);
});
