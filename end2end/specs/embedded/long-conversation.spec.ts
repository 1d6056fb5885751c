// A conversation of more messages than one page of it holds, on both sides.
import type { FrameLocator, Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { atTheInbox, parts } from '../../inbox.ts';
import { fromOwnPage } from '../../people.ts';

/** More than the 200 of a page. */
const ANSWERS = 205;

const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');

/** Pixels from the top of the window. */
const top = async (one: Locator) => (await one.boundingBox())!.y;

/** Presses the button above the oldest message in sight, which stays where it is; so many messages are there then. */
async function readEarlier(button: Locator, bubbles: Locator, count: number): Promise<void> {
  const oldest = bubbles.first();
  await button.scrollIntoViewIfNeeded();
  const words = (await oldest.textContent())!;
  const before = await top(oldest);
  await button.click();
  await expect(bubbles).toHaveCount(count);
  await expect(button).toBeHidden();
  const same = bubbles.filter({ hasText: new RegExp(`^${words}$`) });
  // But for the height of the button, which is gone.
  await expect.poll(async () => Math.abs((await top(same)) - before)).toBeLessThan(60);
}

test('older messages come on demand, above those in sight, which stay where they are', async ({ page, browser, baseURL }) => {
  await open(page, '/plans');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
  await panel(page).getByLabel('Message', { exact: true }).fill('Hello');
  await panel(page).getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
  await page.goto('about:blank');
  await atTheInbox(browser, baseURL!, async (desk) => {
    await desk.locator('.convs .conv').click();
    await expect(parts(desk)).toHaveText(['Hello']);
    const address = desk.url();
    const id = new URL(address).pathname.split('/').at(-1)!;
    await desk.goto('about:blank');
    for (let number = 1; number <= ANSWERS; number++) {
      const form = { id, key: `key-${number}`, text: `Answer ${number}` };
      const answer = await desk.request.post(`${baseURL}/api/inbox_reply`, { headers: fromOwnPage(baseURL!), form });
      expect(answer.status()).toBe(200);
    }
    await desk.goto(address);
    await expect(parts(desk)).toHaveCount(200);
    await expect(parts(desk).last()).toBeInViewport();
    const more = desk.getByRole('button', { name: 'Earlier messages' });
    await readEarlier(more, parts(desk), ANSWERS + 1);
    await expect(parts(desk).first()).toHaveText('Hello');
  });
  // The tab's panel is open again, in the conversation.
  await open(page, '/plans');
  const bubbles = panel(page).locator('.bubble');
  await expect(bubbles).toHaveCount(200);
  await expect(bubbles.last()).toBeInViewport();
  await readEarlier(panel(page).getByRole('button', { name: 'Earlier messages' }), bubbles, ANSWERS + 1);
  await expect(bubbles.first()).toHaveText('Hello');
});
