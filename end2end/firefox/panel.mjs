// The panel in its frame over the shop, and the inbox on the other side.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { named, until } from './firefox.mjs';

/** @typedef {import('./firefox.mjs').Tab} Tab */
/** @typedef {import('puppeteer-core').Frame} Frame */

/** The texts of all these elements. @param {Frame} frame @param {string} selector */
const texts = (frame, selector) => frame.$$eval(selector, (all) => all.map((one) => /** @type {HTMLElement} */ (one).innerText.trim()));

/** @param {Tab} tab */
async function openPanel(tab) {
  await tab.press('Open chat');
  const panel = await tab.panel();
  await panel.waitForSelector('main[aria-busy="false"] h1');
  return panel;
}

/** @param {Frame} panel */
const send = (panel) => panel.locator(named('button', 'Send')).click();

/** @param {Frame} panel @param {string} text */
async function write(panel, text) {
  await panel.locator('textarea').fill(text);
  await send(panel);
}

/** Opens the panel and writes a first message, until the workspace has it. @param {Tab} tab @param {string} text */
async function begin(tab, text) {
  const panel = await openPanel(tab);
  await panel.locator('button::-p-text(Send us a message)').click();
  await write(panel, text);
  await panel.waitForSelector('.said.mine time');
  return panel;
}

/** A teammate at the conversation that begins so. @param {import('./firefox.mjs').Person} person @param {string} text */
async function inboxAt(person, text) {
  const inbox = await person.open('/login?next=/workspace/inbox');
  await inbox.logIn('teammate');
  await inbox.page.locator(`.conv::-p-text(${text})`).click();
  await until(() => said(inbox), [text]);
  return inbox;
}

/** @param {Tab} inbox */
const said = (inbox) => texts(inbox.page.mainFrame(), '[role=log] .text');

/** @param {Tab} inbox @param {string} text */
async function reply(inbox, text) {
  await inbox.page.locator(named('textbox', 'Reply')).fill(text);
  await inbox.press('Send');
}

/** @param {import('./stories.mjs').Story} story */
export async function panel(story) {
  await story('the launcher opens a frame that has no origin and no way to the page, and whose calls send no cookies', async (person) => {
    const tab = await person.open('/login');
    await tab.logIn('customer');
    await tab.receives(['boot visitor at /login', '→ log_in', 'boot customer at /account']);
    /** @type {Record<string, string | undefined>} */
    const cookies = {};
    tab.page.on('request', (request) => {
      const { origin, cookie } = request.headers();
      if (origin === 'null') cookies[new URL(request.url()).pathname] = cookie;
    });
    const panel = await openPanel(tab);
    await until(() => texts(panel, 'h1'), ['Hello Marit']);
    const reach = await panel.evaluate(() => {
      const tried = (/** @type {() => unknown} */ act) => {
        try {
          return String(act());
        } catch (error) {
          return /** @type {Error} */ (error).name;
        }
      };
      return [() => self.origin, () => parent.document.title, () => document.cookie, () => localStorage.length].map(tried);
    });
    assert.deepEqual(reach, ['null', 'SecurityError', 'SecurityError', 'SecurityError']);
    // Its document's own request has them: Firefox knows no `credentialless`.
    assert('/messenger/web/home' in cookies, 'it has called');
    assert.deepEqual(Object.values(cookies).filter(Boolean), []);
  });

  await story('a message reaches the inbox, the answer comes back without a reload, and a note stays with the teammates', async (person, another) => {
    const tab = await person.open('/plans');
    const panel = await begin(tab, 'Is the kettle <b>on</b>?');
    const inbox = await inboxAt(await another(), 'Is the kettle <b>on</b>?');
    await reply(inbox, 'It is. Come in!');
    await until(() => texts(panel, '.bubble'), ['Is the kettle <b>on</b>?', 'It is. Come in!']);
    await inbox.press('Note');
    await inbox.page.locator(named('textbox', 'Note for teammates')).fill('A regular.');
    await inbox.press('Add note');
    await until(() => said(inbox), ['Is the kettle <b>on</b>?', 'It is. Come in!', 'A regular.']);
    await inbox.press('Close');
    await inbox.page.waitForSelector('::-p-text(closed the conversation)');
    await write(panel, 'Thank you!');
    await until(() => said(inbox), ['Is the kettle <b>on</b>?', 'It is. Come in!', 'A regular.', 'Thank you!']);
    await until(() => texts(panel, '.bubble'), ['Is the kettle <b>on</b>?', 'It is. Come in!', 'Thank you!']);
  });

  await story('an answer to a closed panel is counted on the launcher, and opening it takes the count away', async (person, another) => {
    const tab = await person.open('/');
    const panel = await begin(tab, 'Do you post to Tromsø?');
    const inbox = await inboxAt(await another(), 'Do you post to Tromsø?');
    await tab.press('Close chat');
    await reply(inbox, 'On Fridays.');
    await tab.page.waitForSelector(named('button', 'Open chat, 1 unread'));
    await tab.press('Open chat, 1 unread');
    await until(() => texts(panel, '.bubble'), ['Do you post to Tromsø?', 'On Fridays.']);
    await tab.press('Close chat');
    await tab.page.waitForSelector(named('button', 'Open chat'));
  });

  await story('Tab reaches the launcher, Enter opens the panel, and Escape in it gives the focus back', async (person) => {
    const tab = await person.open('/login');
    await tab.receives(['boot visitor at /login']);
    const focused = () => tab.page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.id);
    for (let presses = 0; (await focused()) !== 'Open chat'; presses += 1) {
      assert(presses < 40, 'the keyboard never reached the launcher');
      await tab.page.keyboard.press('Tab');
    }
    await tab.page.keyboard.press('Enter');
    const panel = await tab.panel();
    await panel.waitForFunction(() => document.hasFocus() && document.activeElement?.localName === 'h1');
    await tab.page.keyboard.press('Escape');
    await until(focused, 'Open chat');
    await tab.page.waitForSelector('.intercom-launcher[aria-expanded=false]');
  });

  await story('a file goes with a message, and the teammate has it', async (person, another) => {
    const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger.'));
    try {
      await writeFile(join(folder, 'pier.txt'), 'Moored at pier 4.');
      const tab = await person.open('/');
      const panel = await begin(tab, 'Here is where.');
      const inbox = await inboxAt(await another(), 'Here is where.');
      const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (await panel.waitForSelector('input[type=file]'));
      await field.uploadFile(join(folder, 'pier.txt'));
      await panel.waitForSelector('.pending li:not(:has(progress))');
      await send(panel);
      await panel.waitForSelector('.talk .file');
      await inbox.page.waitForSelector('[role=log] ::-p-text(pier.txt)');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
