// A teammate clears an inbox that somebody floods.
import { expect, test } from '../../alone.ts';
import { atTheInbox } from '../../inbox.ts';
import { visitorWrites } from '../../visitor.ts';

test('the conversations that are ticked are closed together', async ({ browser, baseURL }) => {
  for (const text of ['First', 'Second', 'Third']) await (await visitorWrites(browser, baseURL!, text)).page.context().close();
  await atTheInbox(browser, baseURL!, async (inbox) => {
    const [words, ticks] = [inbox.locator('.convs .words'), inbox.locator('.convs .tick input')];
    const close = inbox.getByRole('button', { name: 'Close them' });
    await expect(words).toHaveText(['First', 'Second', 'Third']);
    await expect(close).toBeHidden();
    await inbox.getByLabel('Select all').check();
    await expect(inbox.getByText('3 selected')).toBeVisible();
    await ticks.nth(1).uncheck();
    await expect(inbox.getByText('2 selected')).toBeVisible();
    await close.click();
    await expect(words).toHaveText(['Second']);
    await expect(ticks.first()).not.toBeChecked();
    await expect(inbox.getByText('Select all')).toBeVisible();
    await inbox.getByRole('link', { name: 'Closed' }).click();
    await expect(words).toHaveText(['Third', 'First']);
    await expect(ticks).toHaveCount(0);
  });
});

test('who is blocked reads so where they write, and keeps their words', async ({ browser, baseURL }) => {
  const { page, panel } = await visitorWrites(browser, baseURL!, 'Buy now');
  await atTheInbox(browser, baseURL!, async (inbox) => {
    await inbox.locator('.convs .conv').click();
    await inbox.getByRole('button', { name: 'Block', exact: true }).click();
    await expect(inbox.getByText('Blocked', { exact: true })).toBeVisible();
    await expect(inbox.locator('.convs .conv')).toHaveCount(0);
    const field = panel.getByLabel('Message', { exact: true });
    await field.fill('Buy now, again');
    await field.press('Enter');
    await expect(panel.getByText('You cannot write here any more.')).toBeVisible();
    await expect(field).toHaveValue('Buy now, again');
    await inbox.getByRole('button', { name: 'Unblock' }).click();
    await expect(inbox.getByRole('button', { name: 'Block', exact: true })).toBeVisible();
    await field.press('Enter');
    await expect(panel.locator('.said.mine .bubble')).toHaveText(['Buy now', 'Buy now, again']);
    await expect(field).toHaveValue('');
  });
  await page.context().close();
});
