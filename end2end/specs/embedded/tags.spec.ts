// /workspace/tags: a teammate finds, makes, renames, merges and deletes tags and segments.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { signIn, teammate } from '../../people.ts';

const TAGS = '/workspace/tags';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
/** The row of a tag or a segment. */
const row = (page: Page, list: string, name: string) =>
  region(page, list).getByRole('listitem').filter({ has: page.locator('b').getByText(name, { exact: true }) });
/** How many people a row says. */
const people = async (of: Locator) => Number(/^\d+/.exec(await of.getByRole('link', { name: /^\d+ (person|people) with the tag/ }).innerText())?.[0]);

async function makeTag(page: Page, name: string): Promise<void> {
  await page.getByText('Add a tag', { exact: true }).click();
  await page.getByLabel('Name of the new tag').fill(name);
  await page.getByLabel('Name of the new tag').press('Enter');
}

test('a teammate makes two tags, renames one, merges them and deletes what is left', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await open(page, TAGS);
  await expect(region(page, 'Tags').getByText('No tag yet.')).toBeVisible();
  await makeTag(page, 'Trade');
  await said(page, 'The tag is made.');
  await expect(row(page, 'Tags', 'Trade')).toBeVisible();
  await makeTag(page, 'Wholsale');
  await expect(region(page, 'Tags').getByText('2 tags')).toBeVisible();
  watch.expectFailure('POST /api/tag_make 422');
  await makeTag(page, 'TRADE');
  await said(page, 'There is a tag with this name: “Trade”.');
  await expect(page.getByLabel('Name of the new tag'), 'what was typed is still there').toHaveValue('TRADE');

  await page.getByLabel('Rename the tag Wholsale').click();
  await expect(page.getByLabel('Name of the new tag'), 'one form is open at a time').toBeHidden();
  const renamed = row(page, 'Tags', 'Wholsale').getByLabel('New name');
  await renamed.fill('Wholesale');
  await renamed.press('Enter');
  await said(page, 'The tag is renamed.');
  await expect(row(page, 'Tags', 'Wholesale')).toBeVisible();

  await page.getByLabel('Merge the tag Trade').click();
  const merge = row(page, 'Tags', 'Trade');
  await expect(merge.getByText('This tag is gone.')).toBeVisible();
  await merge.getByLabel('Name of the other tag').fill('wholesale');
  await merge.getByRole('button', { name: 'Merge into it' }).click();
  await said(page, 'The tags are one now.');
  await expect(region(page, 'Tags').getByText('1 tag', { exact: true })).toBeVisible();
  await expect(row(page, 'Tags', 'Trade')).toHaveCount(0);

  await page.getByLabel('Delete the tag Wholesale', { exact: true }).click();
  await expect(row(page, 'Tags', 'Wholesale').getByText(/^0 people, 0 companies, 0 conversations and 0 parts of conversations lose it\./)).toBeVisible();
  await page.getByRole('button', { name: 'Delete the tag Wholesale now' }).click();
  await said(page, 'The tag is deleted.');
  await expect(region(page, 'Tags').getByText('No tag yet.')).toBeVisible();
});

test('a teammate finds here the segment that a list was saved as, renames and deletes it', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  const filter = JSON.stringify({ version: 2, all: [{ field: 'role', operator: 'is', value: 'user' }] });
  await open(page, `/workspace/people?filter=${encodeURIComponent(filter)}`);
  await page.getByLabel('Name of the segment').fill('Our users');
  await page.getByRole('button', { name: 'Save as segment' }).click();
  await said(page, 'The segment is saved.');
  await page.getByRole('main').getByRole('link', { name: 'Tags and segments' }).click();
  await page.waitForURL(TAGS);
  await open(page, TAGS);
  const segment = row(page, 'Segments', 'Our users');
  await expect(segment).toContainText('Role is user');
  await expect(segment.getByText(/^\d+ (person|people)$/), 'its count arrives by itself').toBeVisible();
  await page.getByLabel('Rename the segment Our users').click();
  await segment.getByLabel('New name').fill('Users');
  await segment.getByLabel('New name').press('Enter');
  await said(page, 'The segment is renamed.');
  const users = row(page, 'Segments', 'Users');
  await expect(users.getByText(/^\d+ (person|people)$/)).toBeVisible();
  await page.getByLabel('Delete the segment Users', { exact: true }).click();
  await expect(users.getByText(/^Its people stay\./)).toBeVisible();
  await page.getByRole('button', { name: 'Delete the segment Users now' }).click();
  await said(page, 'The segment is deleted.');
  await expect(region(page, 'Segments').getByText('No segment yet.')).toBeVisible();
});

test.describe('with tagged people', () => {
  test.use({ settings: { DEMO_PEOPLE: '1' } });

  test('counts lead to lists, the search narrows both lists, and a tag has the people of the one that is merged into it', async ({ page, context, baseURL }) => {
    await signIn(context, baseURL, teammate);
    await open(page, TAGS);
    const [complaint, newsletter] = [row(page, 'Tags', 'Complaint'), row(page, 'Tags', 'Newsletter')];
    const [few, many] = [await people(complaint), await people(newsletter)];
    expect(few).toBeGreaterThan(0);
    await page.getByLabel('Find a tag or a segment').fill('WHOLE');
    await expect(row(page, 'Tags', 'Wholesale')).toBeVisible();
    await expect(row(page, 'Segments', 'Wholesale')).toBeVisible();
    await expect(complaint).toHaveCount(0);
    await expect(row(page, 'Segments', 'Full carts')).toHaveCount(0);
    await page.getByLabel('Find a tag or a segment').fill('');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await picture(page, 'tags', colorScheme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), colorScheme).toEqual([]);
    }

    const fullCarts = row(page, 'Segments', 'Full carts');
    await page.getByLabel('Merge the segment Full carts').click();
    await fullCarts.getByLabel('Name of the other segment').fill('wholesale');
    await fullCarts.getByLabel('Name of the other segment').press('Enter');
    await said(page, 'The segments are one now.');
    await expect(fullCarts).toHaveCount(0);
    await expect(row(page, 'Segments', 'Wholesale')).toBeVisible();

    await page.getByLabel('Merge the tag Complaint').click();
    await complaint.getByLabel('Name of the other tag').fill('Newsletter');
    await complaint.getByLabel('Name of the other tag').press('Enter');
    await said(page, 'The tags are one now.');
    await expect(complaint).toHaveCount(0);
    const all = await people(newsletter);
    expect(all).toBeGreaterThan(many);
    expect(all).toBeLessThanOrEqual(few + many);
    await newsletter.getByRole('link', { name: /people with the tag Newsletter/ }).click();
    await page.waitForURL(/\/workspace\/people\?filter=/);
    await expect(page.getByRole('status').getByText(`${all} people`)).toBeVisible();
  });
});

test('without a script a teammate makes a tag, finds and deletes it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  await signIn(context, baseURL!, teammate);
  const page = await context.newPage();
  await page.goto(TAGS);
  await makeTag(page, 'Trade');
  await expect(row(page, 'Tags', 'Trade')).toBeVisible();
  await makeTag(page, 'Wholesale');
  await expect(row(page, 'Tags', 'Wholesale')).toBeVisible();
  await page.getByLabel('Find a tag or a segment').fill('trad');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(row(page, 'Tags', 'Trade')).toBeVisible();
  await expect(row(page, 'Tags', 'Wholesale')).toHaveCount(0);
  await page.getByLabel('Delete the tag Trade', { exact: true }).click();
  await page.getByRole('button', { name: 'Delete the tag Trade now' }).click();
  await expect(region(page, 'Tags').getByText('No tag has such a name.')).toBeVisible();
  await context.close();
});
