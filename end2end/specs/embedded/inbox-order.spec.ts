// In which order a teammate reads the list of conversations.
import type { Browser } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { atTheInbox } from '../../inbox.ts';

/** A visitor in a browser of their own writes this. */
async function writes(browser: Browser, origin: string, text: string): Promise<void> {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await open(page, '/plans');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await panel.getByRole('button', { name: /^Send us a message/ }).click();
  await panel.getByLabel('Message', { exact: true }).fill(text);
  await panel.getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel.locator('.said.mine time')).toHaveCount(1);
  await context.close();
}

test('the longest waiting stand first, or the newest, also while a conversation is open', async ({ browser, baseURL }) => {
  await writes(browser, baseURL!, 'First');
  await writes(browser, baseURL!, 'Second');
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
