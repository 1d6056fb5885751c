// The folders of the inbox, while a conversation is open.
import { expect, test } from '../../alone.ts';
import { atTheInbox, parts } from '../../inbox.ts';
import { visitorWrites } from '../../visitor.ts';

test('Snoozed and Closed list their conversations at the first click, also while a conversation is open', async ({ browser, baseURL }) => {
  for (const text of ['First', 'Second', 'Third']) await (await visitorWrites(browser, baseURL!, text)).page.context().close();
  await atTheInbox(browser, baseURL!, async (inbox) => {
    const words = inbox.locator('.convs .words');
    const folder = (name: string) => inbox.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name });
    const open = async (text: string) => {
      await inbox.locator('.convs .conv', { hasText: text }).click();
      await expect(parts(inbox)).toHaveText([text]);
    };
    const isAt = async (name: string, texts: string[]) => {
      await expect(words).toHaveText(texts);
      await expect(folder(name)).toHaveAttribute('aria-current', 'true');
      await expect(inbox.getByRole('navigation', { name: 'Folders' }).locator('[aria-current]')).toHaveCount(1);
    };
    await open('First');
    await inbox.getByRole('button', { name: 'Snooze' }).click();
    await isAt('Open', ['Second', 'Third']);
    await open('Second');
    await inbox.getByRole('button', { name: 'Close', exact: true }).click();
    await isAt('Open', ['Third']);
    await folder('Snoozed').click();
    await expect(inbox).toHaveURL(/\/workspace\/inbox\?folder=snoozed$/);
    await isAt('Snoozed', ['First']);
    await open('First');
    await folder('Closed').click();
    await isAt('Closed', ['Second']);
    await open('Second');
    await folder('Open').click();
    await isAt('Open', ['Third']);
    await inbox.goBack();
    await isAt('Closed', ['Second']);
    await expect(parts(inbox)).toHaveText(['Second']);
    await inbox.goBack();
    await inbox.goBack();
    await isAt('Snoozed', ['First']);
    await inbox.goForward();
    await isAt('Closed', ['Second']);
  });
});
