// In which order a teammate reads the list of conversations.
import { expect, test } from '../../alone.ts';
import { atTheInbox } from '../../inbox.ts';
import { visitorWrites } from '../../visitor.ts';

test('the longest waiting stand first, or the newest, also while a conversation is open', async ({ browser, baseURL }) => {
  for (const text of ['First', 'Second']) await (await visitorWrites(browser, baseURL!, text)).page.context().close();
  await atTheInbox(browser, baseURL!, async (inbox) => {
    const words = inbox.locator('.convs .words');
    const orders = inbox.getByRole('navigation', { name: 'Order' });
    await expect(words).toHaveText(['First', 'Second']);
    await expect(orders.getByRole('link', { name: 'Longest waiting' })).toHaveAttribute('aria-current', 'true');
    await orders.getByRole('link', { name: 'Newest' }).click();
    await expect(words).toHaveText(['Second', 'First']);
    await inbox.locator('.convs .conv').first().click();
    await expect(inbox).toHaveURL(/\/workspace\/inbox\/\d+\?order=newest$/);
    await expect(words).toHaveText(['Second', 'First']);
    await inbox.getByRole('link', { name: 'Closed' }).click();
    await expect(inbox).toHaveURL(/\/workspace\/inbox\?folder=closed&order=newest$/);
    await inbox.goBack();
    await orders.getByRole('link', { name: 'Longest waiting' }).click();
    await expect(words).toHaveText(['First', 'Second']);
    await expect(inbox).toHaveURL(/\/workspace\/inbox\/\d+$/);
  });
});
