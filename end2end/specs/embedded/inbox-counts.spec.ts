// How many conversations there are, in the folders and in the tab.
import { expect, test } from '../../alone.ts';
import { atTheInbox, parts, reply } from '../../inbox.ts';
import { visitorWrites } from '../../visitor.ts';

test('each folder has its number, and the tab that of those who wait, as they come and go', async ({ browser, baseURL }) => {
  const first = await visitorWrites(browser, baseURL!, 'First');
  await atTheInbox(browser, baseURL!, async (inbox) => {
    const folders = inbox.getByRole('navigation', { name: 'Folders' }).getByRole('link');
    const title = (words: string | RegExp) => expect(inbox).toHaveTitle(words);
    await expect(folders).toHaveText(['Open 1', 'Snoozed', 'Closed']);
    await title('(1) Inbox · Tidewater Coffee');
    const second = await visitorWrites(browser, baseURL!, 'Second');
    await expect(folders).toHaveText(['Open 2', 'Snoozed', 'Closed']);
    await title('(2) Inbox · Tidewater Coffee');

    await inbox.locator('.convs .conv', { hasText: 'First' }).click();
    await expect(parts(inbox)).toHaveText(['First']);
    const name = await inbox.locator('.thread-pane h2').innerText();
    await title(`(2) ${name} · Inbox · Tidewater Coffee`);
    await reply(inbox, 'Good morning');
    await title(`(1) ${name} · Inbox · Tidewater Coffee`);
    await expect(folders).toHaveText(['Open 2', 'Snoozed', 'Closed']);
    await inbox.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(folders).toHaveText(['Open 1', 'Snoozed', 'Closed 1']);
    await folders.nth(0).click();
    await title('(1) Inbox · Tidewater Coffee');
    await inbox.locator('.convs .conv', { hasText: 'Second' }).click();
    await expect(parts(inbox)).toHaveText(['Second']);
    await inbox.getByRole('button', { name: 'Snooze' }).click();
    await expect(folders).toHaveText(['Open', 'Snoozed 1', 'Closed 1']);
    await folders.nth(0).click();
    await title('Inbox · Tidewater Coffee');
    for (const { page } of [first, second]) await page.context().close();
  });
});
