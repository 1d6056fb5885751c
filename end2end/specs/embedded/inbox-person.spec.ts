// What a teammate reads of a conversation's person, beside the conversation and on a phone.
import { readFile } from 'node:fs/promises';

import { AxeBuilder } from '@axe-core/playwright';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { atTheInbox, parts } from '../../inbox.ts';
import { customer, signIn } from '../../people.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the person stands beside the conversation, and on a phone opens as a sheet, ${colorScheme}`, async ({ page, browser, baseURL }) => {
    await signIn(page.context(), baseURL!, customer);
    await open(page, '/plans');
    await page.getByRole('button', { name: /^Open chat/ }).click();
    const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
    await panel.getByRole('button', { name: /^Send us a message/ }).click();
    await panel.getByLabel('Message', { exact: true }).fill('Hello');
    await panel.getByLabel('Message', { exact: true }).press('Enter');
    await expect(panel.locator('.said.mine time')).toHaveCount(1);
    await atTheInbox(browser, baseURL!, async (inbox) => {
      await inbox.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const isClean = async (name: string) => {
        await picture(inbox, `person-${colorScheme}`, name);
        const { violations } = await new AxeBuilder({ page: inbox }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
      };
      await inbox.locator('.convs .conv').click();
      await expect(parts(inbox)).toHaveText(['Hello']);
      const person = inbox.locator('.person-pane');
      const email = person.getByRole('link', { name: customer.email });
      await expect(email).toHaveAttribute('href', `mailto:${customer.email}`);
      await expect(person.getByRole('link', { name: 'Why no message?' })).toHaveAttribute('href', /^\/workspace\/messages\?person=\w+$/);
      const [above, below] = [await email.boundingBox(), await person.getByRole('heading', { name: 'Pages' }).boundingBox()];
      expect(above!.y).toBeLessThan(below!.y);
      const opens = inbox.getByRole('button', { name: 'About the person' });
      await expect(opens).toBeHidden();
      await isClean('wide');

      await inbox.setViewportSize({ width: 390, height: 844 });
      await expect(person).toBeHidden();
      await opens.click();
      await expect(email).toBeVisible();
      const lines = await email.evaluate((link) => new Set(Array.from(link.getClientRects(), ({ bottom }) => Math.round(bottom))).size);
      expect(lines, 'the address stands in one line').toBe(1);
      expect(await person.boundingBox()).toMatchObject({ y: 0, height: 844 });
      await isClean('on a phone');
      await expect(person).toBeVisible();
      await inbox.keyboard.press('Escape');
      await expect(person).toBeHidden();
      await opens.click();
      await expect(person).toBeVisible();
      await person.getByRole('button', { name: 'Close' }).click();
      await expect(person).toBeHidden();
      await expect(parts(inbox)).toHaveText(['Hello']);
    });
  });
}

test('without an open conversation the list and its empty place fill the window', async ({ browser, baseURL }) => {
  await atTheInbox(browser, baseURL!, async (inbox) => {
    const place = inbox.getByRole('region', { name: 'Conversation', exact: true });
    await expect(place).toContainText('No conversation is open');
    const { x, width } = (await place.boundingBox())!;
    expect(x + width).toBe(inbox.viewportSize()!.width);
  });
});

test('a teammate gives a person an owner, archives, exports and deletes them', async ({ page, browser, baseURL }) => {
  await signIn(page.context(), baseURL!, customer);
  await open(page, '/plans');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await panel.getByRole('button', { name: /^Send us a message/ }).click();
  await panel.getByLabel('Message', { exact: true }).fill('Hello');
  await panel.getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel.locator('.said.mine time')).toHaveCount(1);
  // The panel of somebody who is deleted would say that it may read nothing any more.
  await page.close();
  await atTheInbox(browser, baseURL!, async (inbox, watch) => {
    await inbox.locator('.convs .conv').click();
    await expect(parts(inbox)).toHaveText(['Hello']);
    const person = inbox.locator('.person-pane');
    const said = person.getByRole('status');
    await person.getByLabel('Owner').selectOption({ label: 'Ines Aalto' });
    await expect(said).toHaveText('The owner is set.');
    await expect(person.getByText('Changed, by Ines Aalto')).toBeVisible();
    await expect(person.getByLabel('Owner')).toHaveValue('1');
    await person.getByRole('button', { name: 'Archive' }).click();
    await expect(person.getByText('Archived, by Ines Aalto')).toBeVisible();
    await person.getByRole('button', { name: 'Put back' }).click();
    await expect(person.getByRole('button', { name: 'Archive' })).toBeVisible();
    const download = inbox.waitForEvent('download');
    await person.getByRole('link', { name: 'Export' }).click();
    const exported = await readFile(await (await download).path(), 'utf8');
    expect(JSON.parse(exported)).toMatchObject({ person: { email: customer.email }, conversations: [{ parts: [{ text: 'Hello' }] }] });
    await person.getByText('Merge or delete').click();
    await picture(inbox, 'person-acts', 'open');
    watch.expectFailure('GET /api/inbox_conversation?* 404 ×1+');
    await person.getByLabel(/^Type delete/).fill('delete');
    await person.getByRole('button', { name: 'Delete' }).click();
    await expect(inbox.getByRole('heading', { name: 'No such conversation' })).toBeVisible();
    await expect(inbox.locator('.convs .conv')).toHaveCount(0);
  });
});
