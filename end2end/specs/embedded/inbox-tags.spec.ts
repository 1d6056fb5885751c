// The tags of conversations: teammates give them, and list the conversations with one.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { atTheInbox, parts } from '../../inbox.ts';
import { signIn, teammate } from '../../people.ts';
import { test } from '../../two-teammates.ts';
import { visitorWrites } from '../../visitor.ts';

const pane = (inbox: Page) => inbox.locator('.person-pane');
const field = (inbox: Page) => pane(inbox).getByLabel('Tag', { exact: true });
/** The names of the open conversation's tags. */
const tags = (inbox: Page) => pane(inbox).locator('.tags > li > bdi');
const row = (inbox: Page, text: string) => inbox.locator('.convs .conv', { hasText: text });
/** The names of the tags that the list shows. */
const listed = (inbox: Page, text: string) => row(inbox, text).locator('.tag bdi');
const words = (inbox: Page) => inbox.locator('.convs .words');
const choice = (inbox: Page) => inbox.getByLabel('With the tag');

async function tag(inbox: Page, name: string): Promise<void> {
  await field(inbox).fill(name);
  await field(inbox).press('Enter');
  await expect(pane(inbox).locator('.tags').getByText(name, { exact: true })).toBeVisible();
}

test('what one teammate tags the other sees at once, and lists the conversations with the tag', async ({ browser, baseURL, tuva }) => {
  for (const text of ['First', 'Second']) await (await visitorWrites(browser, baseURL, text)).page.context().close();
  await atTheInbox(browser, baseURL, (ines) =>
    atTheInbox(
      browser,
      baseURL,
      async (tuvas) => {
        for (const inbox of [ines, tuvas]) {
          await row(inbox, 'First').click();
          await expect(parts(inbox)).toHaveText(['First']);
        }
        await expect(choice(tuvas)).toHaveCount(0);
        await tag(ines, 'Wholesale');
        await expect(pane(ines).getByRole('status')).toHaveText('The tag is given.');
        await expect(field(ines)).toHaveValue('');
        await expect(tags(tuvas)).toHaveText(['Wholesale']);
        await expect(listed(tuvas, 'First')).toHaveText(['Wholesale']);
        await expect(listed(tuvas, 'Second')).toHaveCount(0);

        await field(tuvas).fill('Whole');
        await tag(ines, 'Complaint');
        await expect(tags(tuvas)).toHaveText(['Complaint', 'Wholesale']);
        await expect(field(tuvas), 'what the other types stays').toHaveValue('Whole');
        await row(ines, 'Second').click();
        await expect(parts(ines)).toHaveText(['Second']);
        await expect(tags(ines)).toHaveCount(0);
        const offered = pane(ines).locator('datalist option');
        await expect.poll(() => offered.evaluateAll((options) => options.map((option) => option.getAttribute('value')))).toEqual(expect.arrayContaining(['Complaint', 'Wholesale']));

        await choice(tuvas).selectOption({ label: 'Wholesale' });
        await expect(tuvas).toHaveURL(/\/workspace\/inbox\/\d+\?tag=\w+$/);
        await expect(words(tuvas)).toHaveText(['First']);
        await expect(tuvas.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name: 'Open' })).toHaveText('Open 2');
        await tuvas.getByRole('link', { name: 'Newest' }).click();
        await expect(tuvas).toHaveURL(/\?order=newest&tag=\w+$/);
        await tag(ines, 'Wholesale');
        await expect(words(tuvas)).toHaveText(['Second', 'First']);
        await pane(ines).getByRole('button', { name: 'Remove the tag Wholesale' }).click();
        await expect(pane(ines).getByRole('status')).toHaveText('The tag is taken away.');
        await expect(words(tuvas)).toHaveText(['First']);
        await expect(tags(ines)).toHaveCount(0);
        await tuvas.goBack();
        await tuvas.goBack();
        await expect(choice(tuvas)).toHaveValue('');
        await expect(words(tuvas)).toHaveText(['First', 'Second']);
      },
      { as: tuva },
    ),
  );
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`tags fit beside a conversation and on a phone, ${colorScheme}`, async ({ browser, baseURL }) => {
    await (await visitorWrites(browser, baseURL, 'Hello')).page.context().close();
    await atTheInbox(browser, baseURL, async (inbox) => {
      await inbox.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const isClean = async (name: string) => {
        await picture(inbox, `inbox-tags-${colorScheme}`, name);
        const { violations } = await new AxeBuilder({ page: inbox }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
      };
      await row(inbox, 'Hello').click();
      await expect(parts(inbox)).toHaveText(['Hello']);
      const long = 'A very long name '.repeat(14).trim();
      for (const name of ['Wholesale', long, '<b>Bold</b>', 'Zero']) await tag(inbox, name);
      await expect(tags(inbox)).toHaveText(['<b>Bold</b>', long, 'Wholesale', 'Zero']);
      await expect(listed(inbox, 'Hello')).toHaveText(['<b>Bold</b>', long, 'Wholesale']);
      await expect(row(inbox, 'Hello').getByText('+1', { exact: true })).toBeVisible();
      await isClean('wide');

      await inbox.setViewportSize({ width: 390, height: 844 });
      await expect(pane(inbox)).toBeHidden();
      await inbox.getByRole('button', { name: 'About the person' }).click();
      await tag(inbox, 'Regular');
      await expect(pane(inbox), 'the sheet stays open').toBeVisible();
      const { x, width } = (await pane(inbox).locator('.tags').boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(390);
      await isClean('sheet');
      await pane(inbox).getByRole('button', { name: 'Close' }).click();
      await inbox.getByRole('link', { name: 'Back to the list' }).click();
      await expect(choice(inbox)).toBeVisible();
      for (const shown of await listed(inbox, 'Hello').all()) {
        const box = (await shown.boundingBox())!;
        expect(box.x + box.width).toBeLessThanOrEqual(390);
      }
      await isClean('list');
    });
  });
}

test('without a script a teammate tags a conversation, and lists those with the tag', async ({ browser, baseURL }) => {
  for (const text of ['First', 'Second']) await (await visitorWrites(browser, baseURL, text)).page.context().close();
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  await signIn(context, baseURL, teammate);
  const inbox = await context.newPage();
  await inbox.goto('/workspace/inbox');
  await row(inbox, 'Second').click();
  await tag(inbox, 'Wholesale');
  await choice(inbox).selectOption({ label: 'Wholesale' });
  await inbox.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(inbox).toHaveURL(/\/workspace\/inbox\?tag=\w+$/);
  await expect(words(inbox)).toHaveText(['Second']);
  await row(inbox, 'Second').click();
  await pane(inbox).getByRole('button', { name: 'Remove the tag Wholesale' }).click();
  await expect(inbox.getByRole('heading', { name: 'All quiet' })).toBeVisible();
  await expect(tags(inbox)).toHaveCount(0);
  await context.close();
});

test('a teammate tags one message of a conversation, and the other sees it there', async ({ browser, baseURL, tuva }) => {
  await (await visitorWrites(browser, baseURL, 'Hello')).page.context().close();
  await atTheInbox(browser, baseURL, (ines) =>
    atTheInbox(
      browser,
      baseURL,
      async (tuvas) => {
        for (const inbox of [ines, tuvas]) {
          await row(inbox, 'Hello').click();
          await expect(parts(inbox)).toHaveText(['Hello']);
        }
        const ofMessage = (inbox: Page) => inbox.getByRole('log', { name: 'Messages' }).locator('.tags > li > bdi');
        await ines.getByText('Tag this', { exact: true }).click();
        await ines.getByLabel('Tag of the message').fill('Quote');
        await ines.getByLabel('Tag of the message').press('Enter');
        for (const inbox of [ines, tuvas]) await expect(ofMessage(inbox)).toHaveText(['Quote']);
        await expect(tags(ines)).toHaveCount(0);
        await tuvas.getByRole('button', { name: 'Remove the tag Quote from the message' }).click();
        await expect(pane(tuvas).getByRole('status')).toHaveText('The tag is taken away.');
        for (const inbox of [ines, tuvas]) await expect(ofMessage(inbox)).toHaveCount(0);
      },
      { as: tuva },
    ),
  );
});
