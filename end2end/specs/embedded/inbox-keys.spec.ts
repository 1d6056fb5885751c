// The inbox by keyboard alone, from the first key to the last.
import type { Browser, Page } from '@playwright/test';

import { expect, test } from '../../alone.ts';
import { atTheInbox, parts, reply, replyField } from '../../inbox.ts';
import { visitorWrites } from '../../visitor.ts';

const thread = (inbox: Page) => inbox.getByRole('log', { name: 'Messages' });
const assigned = (inbox: Page) => inbox.getByText('assigned the conversation to');
const assignee = (inbox: Page) => inbox.getByLabel('Assigned to');

/** With a conversation of one message open, opened by a key. */
const atAConversation = async (browser: Browser, origin: string, use: (inbox: Page) => Promise<void>) => {
  await (await visitorWrites(browser, origin, 'Hello')).page.context().close();
  await atTheInbox(browser, origin, async (inbox) => {
    await inbox.locator('.convs .conv').waitFor();
    await inbox.keyboard.press('j');
    await expect(parts(inbox)).toHaveText(['Hello']);
    await use(inbox);
  });
};

test('words typed at once after r or n go into the field of that form', async ({ browser, baseURL }) => {
  await atAConversation(browser, baseURL!, async (inbox) => {
    await inbox.keyboard.press('r');
    await inbox.keyboard.type('easy');
    await expect(replyField(inbox)).toHaveValue('easy');
    await inbox.keyboard.press('Escape');
    await expect(thread(inbox)).toBeFocused();
    await inbox.keyboard.press('n');
    await inbox.keyboard.type(', ez');
    await expect(inbox.getByLabel('Note for teammates')).toHaveValue('easy, ez');
    await expect(parts(inbox)).toHaveText(['Hello']);
  });
});

test('Escape leaves the reply field and keeps what is typed; the keys act again', async ({ browser, baseURL }) => {
  await atAConversation(browser, baseURL!, async (inbox) => {
    await inbox.keyboard.press('r');
    await expect(replyField(inbox)).toBeFocused();
    await inbox.keyboard.type('Half a');
    await inbox.keyboard.press('Escape');
    await expect(thread(inbox)).toBeFocused();
    await inbox.keyboard.press('r');
    await expect(replyField(inbox)).toBeFocused();
    await expect(replyField(inbox)).toHaveValue('Half a');
    await inbox.keyboard.press('Escape');
    await inbox.keyboard.press('n');
    await expect(inbox.getByLabel('Note for teammates')).toBeFocused();
    await inbox.keyboard.press('Escape');
    await inbox.keyboard.press('e');
    await expect(inbox.getByText('closed the conversation')).toBeVisible();
  });
});

test('after a reply that Enter sent the keys act, and after the Send button the field has the focus', async ({ browser, baseURL }) => {
  await atAConversation(browser, baseURL!, async (inbox) => {
    await inbox.keyboard.press('r');
    await inbox.keyboard.type('Good');
    await inbox.keyboard.press('Shift+Enter');
    await inbox.keyboard.type('morning');
    await inbox.keyboard.press('Enter');
    await expect(parts(inbox)).toHaveText(['Hello', 'Good\nmorning']);
    await expect(thread(inbox)).toBeFocused();
    await inbox.keyboard.press('z');
    await expect(inbox.getByText('snoozed the conversation')).toBeVisible();
    await expect(replyField(inbox)).toHaveValue('');
    await replyField(inbox).fill('Bye');
    await inbox.getByRole('button', { name: 'Send' }).click();
    await expect(parts(inbox).last()).toHaveText('Bye');
    await expect(replyField(inbox)).toBeFocused();
  });
});

test('a reply that did not arrive keeps the focus in its field', async ({ browser, baseURL }) => {
  await (await visitorWrites(browser, baseURL!, 'Hello')).page.context().close();
  await atTheInbox(browser, baseURL!, async (inbox, watch) => {
    await inbox.locator('.convs .conv').click();
    await expect(parts(inbox)).toHaveText(['Hello']);
    watch.expectFailure('POST /api/inbox_reply network');
    await inbox.route('**/api/inbox_reply', (route) => route.abort());
    await reply(inbox, 'Good morning');
    await expect(inbox.locator('.write [role=alert]')).not.toBeEmpty();
    await expect(replyField(inbox)).toBeFocused();
    await expect(replyField(inbox)).toHaveValue('Good morning');
  });
});

test('a opens the choice of who answers, arrow keys assign to nobody, and Enter assigns once', async ({ browser, baseURL }) => {
  await atAConversation(browser, baseURL!, async (inbox) => {
    await inbox.keyboard.press('a');
    await expect(assignee(inbox)).toBeFocused();
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowDown']) await inbox.keyboard.press(key);
    await inbox.keyboard.press('Enter');
    await expect(assigned(inbox)).toHaveText([/Ines Aalto assigned the conversation to Ines Aalto/]);
    await expect(thread(inbox)).toBeFocused();

    // Escape, and a key in the closed list.
    await inbox.keyboard.press('a');
    await expect(assignee(inbox)).toBeFocused();
    await inbox.keyboard.press('Escape');
    await expect(thread(inbox)).toBeFocused();
    await expect(assignee(inbox).locator(':checked')).toHaveText('Ines Aalto');
    await assignee(inbox).focus();
    await inbox.keyboard.press('ArrowUp');
    await inbox.keyboard.press('ArrowUp');
    await inbox.keyboard.press('Enter');
    await expect(assigned(inbox)).toHaveText([/to Ines Aalto/, /to nobody/]);
    await inbox.keyboard.press('e');
    await expect(inbox.getByText('closed the conversation')).toBeVisible();
    await expect(assigned(inbox)).toHaveCount(2);
  });
});

test('the list of keys names those of the field, too', async ({ browser, baseURL }) => {
  await atTheInbox(browser, baseURL!, async (inbox) => {
    await inbox.keyboard.press('?');
    const list = inbox.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const key of ['Enter', 'Shift + Enter', 'Esc']) await expect(list.getByText(key, { exact: true })).toBeVisible();
  });
});
