// Two teammates in one conversation at the same time.
import type { Browser, FrameLocator, Page, Route } from '@playwright/test';

import { expect, open } from '../../alone.ts';
import type { LogIn } from '../../fixtures/people.ts';
import { atTheInbox, parts, reply, replyField } from '../../inbox.ts';
import { teammate } from '../../people.ts';
import { test } from '../../two-teammates.ts';

const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const bubbles = (page: Page) => panel(page).locator('.bubble');
const assignee = (inbox: Page) => inbox.getByLabel('Assigned to').locator(':checked');

async function begin(page: Page, text: string): Promise<void> {
  await open(page, '/');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
  await panel(page).getByLabel('Message', { exact: true }).fill(text);
  await panel(page).getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
}

/** Both have the one conversation open. */
const bothAtTheInbox = (browser: Browser, origin: string, tuva: LogIn, use: (ines: Page, tuva: Page) => Promise<void>) =>
  atTheInbox(browser, origin, (ines) =>
    atTheInbox(
      browser,
      origin,
      async (tuvas) => {
        for (const inbox of [ines, tuvas]) {
          await inbox.locator('.convs .conv').click();
          await expect(parts(inbox)).toHaveText(['Hello']);
        }
        await use(ines, tuvas);
      },
      { as: tuva },
    ),
  );

test('what one teammate does to a conversation the other sees at once, and goes on with their draft', async ({ page, browser, baseURL, tuva }) => {
  await begin(page, 'Hello');
  await bothAtTheInbox(browser, baseURL, tuva, async (ines, tuvas) => {
    await replyField(tuvas).fill('Half a ');
    const stays = async () => {
      await expect(replyField(tuvas)).toHaveValue('Half a ');
      await expect(replyField(tuvas)).toBeFocused();
    };
    await ines.getByLabel('Assigned to').selectOption('tuva');
    await expect(tuvas.getByText(`${teammate.name} assigned the conversation to tuva`)).toBeVisible();
    await expect(assignee(tuvas)).toHaveText('tuva');
    await stays();
    // Also when the other chooses again what one had chosen oneself.
    for (const name of [teammate.name, 'tuva']) {
      await tuvas.getByLabel('Assigned to').selectOption(name);
      await expect(assignee(ines)).toHaveText(name);
    }
    await replyField(tuvas).focus();
    await reply(ines, 'Good morning');
    await expect(parts(tuvas)).toHaveText(['Hello', 'Good morning']);
    await stays();
    await ines.getByRole('button', { name: 'Close' }).click();
    await expect(tuvas.getByText(`${teammate.name} closed the conversation`)).toBeVisible();
    await expect(tuvas.getByRole('button', { name: 'Reopen' })).toBeVisible();
    await stays();
    await replyField(tuvas).pressSequentially('thought');
    await replyField(tuvas).press('Enter');
    for (const inbox of [ines, tuvas]) await expect(parts(inbox)).toHaveText(['Hello', 'Good morning', 'Half a thought']);
    await expect(bubbles(page)).toHaveText(['Hello', 'Good morning', 'Half a thought']);
  });
});

test('each teammate sees that the other has the conversation open and is writing, and nobody sees that of themselves', async ({ page, browser, baseURL, tuva }) => {
  await begin(page, 'Hello');
  await bothAtTheInbox(browser, baseURL, tuva, async (ines, tuvas) => {
    const here = (inbox: Page) => inbox.getByRole('list', { name: 'Also here' }).getByRole('listitem');
    await expect(here(ines)).toHaveText(/tuva$/);
    await expect(here(tuvas)).toHaveText(new RegExp(`${teammate.name}$`));
    await replyField(tuvas).pressSequentially('Half a');
    await expect(ines.locator('.typing')).toHaveText('tuva is typing…');
    await expect(tuvas.locator('.typing')).toHaveText('');
    await replyField(tuvas).press('Enter');
    await expect(parts(ines)).toHaveText(['Hello', 'Half a']);
    await expect(ines.locator('.typing')).toHaveText('');
    await expect(here(ines)).toHaveText(/tuva$/);
  });
});

test('what a teammate chooses while the conversation is read anew counts', async ({ page, browser, baseURL, tuva }) => {
  await begin(page, 'Hello');
  await bothAtTheInbox(browser, baseURL, tuva, async (ines, tuvas) => {
    const held: Route[] = [];
    let isHeld = true;
    await tuvas.route('**/api/inbox_conversation?*', (route) => (isHeld ? void held.push(route) : route.continue()));
    const rows = tuvas.locator('.convs .conv');
    for (const text of ['One', 'Two']) {
      await reply(ines, text);
      await expect(rows).toContainText(text);
    }
    // Two changes: the page reads once more as soon as the answer to the first is there.
    await expect.poll(() => held.length).toBe(1);
    await held[0]?.continue();
    await expect.poll(() => held.length).toBe(2);
    await tuvas.getByLabel('Assigned to').selectOption('tuva');
    await expect(assignee(ines)).toHaveText('tuva');
    await tuvas.getByRole('button', { name: 'Close' }).click();
    await expect(ines.getByRole('button', { name: 'Reopen' })).toBeVisible();
    isHeld = false;
    await held[1]?.continue();
    await expect(tuvas.getByRole('button', { name: 'Reopen' })).toBeVisible();
    await expect(assignee(tuvas)).toHaveText('tuva');
    await expect(parts(tuvas)).toHaveText(['Hello', 'One', 'Two']);
  });
});

test('two answers that are sent at the same moment stand once, in one order for both teammates and the person', async ({ page, browser, baseURL, tuva }) => {
  await begin(page, 'Hello');
  await bothAtTheInbox(browser, baseURL, tuva, async (ines, tuvas) => {
    await replyField(ines).fill('From Ines');
    await replyField(tuvas).fill('From Tuva');
    await Promise.all([ines, tuvas].map((inbox) => replyField(inbox).press('Enter')));
    await expect(parts(ines)).toHaveCount(3);
    const words = async () => (await parts(ines).allTextContents()).map((text) => text.trim());
    const order = await words();
    expect(order.toSorted(), 'each once').toEqual(['From Ines', 'From Tuva', 'Hello']);
    await expect(parts(tuvas)).toHaveText(order);
    await expect(bubbles(page)).toHaveText(order);
    for (const inbox of [ines, tuvas]) await expect(replyField(inbox)).toHaveValue('');
    expect(await words(), 'it stays so').toEqual(order);
  });
});
