// /workspace/subscriptions: a teammate makes, publishes, counts, merges and deletes subscription types.
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';

const SUBSCRIPTIONS = '/workspace/subscriptions';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
/** The row of a subscription type. */
const row = (page: Page, name: string) =>
  region(page, 'Subscription types').locator('.key-list > li').filter({ has: page.locator('b').getByText(name, { exact: true }) });

async function makeDraft(page: Page, name: string): Promise<void> {
  await page.getByText('Add a subscription type', { exact: true }).click();
  const form = region(page, 'Subscription types').locator('details', { hasText: 'Add a subscription type' });
  await form.getByLabel('Name').first().fill(name);
  await form.getByRole('button', { name: 'Make the draft' }).click();
  await said(page, 'The draft is made.');
  await expect(row(page, name)).toContainText('Draft');
}

/** Has the user of this name, who is made, choose a type on their record. */
async function subscribe(page: Page, context: BrowserContext, origin: string, user: string, type: string): Promise<void> {
  const form = { 'person[role]': 'user', 'person[user_id]': user };
  const made = await context.request.post(`${origin}/api/person_save`, { headers: fromOwnPage(origin), form });
  expect(made.status()).toBe(200);
  await open(page, `/workspace/people?user_id=${user}`);
  await page.getByRole('button', { name: `Subscribe: ${type}`, exact: true }).click();
  await said(page, 'The subscription is changed.');
}

test('a teammate publishes two types, merges one into the other, and deletes what is left by typing', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await open(page, '/workspace/tags');
  await page.getByRole('main').getByRole('link', { name: 'Subscription types' }).click();
  await page.waitForURL(SUBSCRIPTIONS);
  await open(page, SUBSCRIPTIONS);
  await expect(page.getByText('No subscription type yet.')).toBeVisible();
  for (const name of ['News', 'Newsletter']) {
    await makeDraft(page, name);
    await page.getByRole('button', { name: `Publish the subscription type ${name}`, exact: true }).click();
    await expect(row(page, name)).toContainText('Live');
  }
  await page.getByLabel('Change the subscription type News', { exact: true }).click();
  const other = row(page, 'News').getByRole('group', { name: 'Another language' });
  await other.getByLabel('Language').fill('nb');
  await other.getByLabel('Name').fill('Nyheter');
  await other.getByLabel('Name').press('Enter');
  await said(page, 'The subscription type is changed.');
  await expect(row(page, 'News')).toContainText('nb · Nyheter');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.getByLabel('Change the subscription type News', { exact: true }).click();
    await picture(page, 'subscription-types', colorScheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), colorScheme).toEqual([]);
    await page.getByLabel('Change the subscription type News', { exact: true }).click();
  }
  await subscribe(page, context, baseURL, 'marit', 'News');
  await subscribe(page, context, baseURL, 'einar', 'Newsletter');

  await open(page, SUBSCRIPTIONS);
  await expect(row(page, 'News')).toContainText('1 person opted in, 0 opted out');
  await page.getByLabel('Merge the subscription type News', { exact: true }).click();
  await row(page, 'News').getByLabel('The other type').selectOption('Newsletter');
  await row(page, 'News').getByRole('button', { name: 'Merge into it' }).click();
  await said(page, 'The subscription types are one now.');
  await expect(row(page, 'News')).toHaveCount(0);
  await expect(row(page, 'Newsletter')).toContainText('2 people opted in, 0 opted out');

  await page.getByLabel('Delete the subscription type Newsletter', { exact: true }).click();
  const remove = row(page, 'Newsletter');
  await expect(remove.getByText('What people have chosen is lost: 2 people opted in, 0 opted out.')).toBeVisible();
  await remove.getByLabel('Type delete to delete it').fill('yes');
  watch.expectFailure('POST /api/subscription_delete 422');
  await page.getByRole('button', { name: 'Delete the subscription type Newsletter now' }).click();
  await said(page, 'Type the word delete.');
  await remove.getByLabel('Type delete to delete it').fill('delete');
  await page.getByRole('button', { name: 'Delete the subscription type Newsletter now' }).click();
  await said(page, 'The subscription type is deleted.');
  await expect(page.getByText('No subscription type yet.')).toBeVisible();
});
