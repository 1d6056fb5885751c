import { type Browser, type FrameLocator, type Page } from '@playwright/test';

import { expect, open } from './alone.ts';

/** A visitor in a browser of their own, who has written this in a conversation of its own. */
export async function visitorWrites(browser: Browser, origin: string, text: string): Promise<{ page: Page; panel: FrameLocator }> {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await open(page, '/plans');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await panel.getByRole('button', { name: /^Send us a message/ }).click();
  await panel.getByLabel('Message', { exact: true }).fill(text);
  await panel.getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel.locator('.said.mine time')).toHaveCount(1);
  return { page, panel };
}
