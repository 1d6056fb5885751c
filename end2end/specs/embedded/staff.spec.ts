// /workspace/teammates: who answers for the app.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { fromOwnPage, logIn, password, signIn, teammate } from '../../people.ts';

const STAFF = '/workspace/teammates';

test('a teammate adds another, who logs in with the password that is shown once, and removes them', async ({ page, context, baseURL, browser }) => {
  await signIn(context, baseURL, teammate);
  await open(page, STAFF);
  const said = (text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
  await page.getByText('Add a teammate').click();
  await page.getByLabel('E-mail address').fill('tuva@example.com');
  await page.getByLabel('Name, as people read it').fill('Tuva Lie');
  const add = page.locator('form', { has: page.getByRole('button', { name: 'Make them a teammate' }) });
  await add.getByLabel('Your password').fill(password);
  await add.getByLabel('Your password').press('Enter');
  await said('They are a teammate from now on.');
  await expect(page.getByLabel('First password', { exact: true })).toBeVisible();
  const first = await page.getByLabel('First password', { exact: true }).inputValue();
  expect(first.length).toBeGreaterThan(15);
  expect(await page.content(), 'it stands in the field as if typed').not.toContain(first);
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByLabel('First password', { exact: true })).toHaveCount(0);
  await expect(page.getByText('tuva@example.com')).toBeVisible();

  const other = await browser.newContext({ baseURL });
  const tuva = await other.newPage();
  await open(tuva, `/login?next=${STAFF}`);
  await logIn(tuva, { email: 'tuva@example.com' }, first);
  await expect(tuva.getByRole('heading', { level: 1, name: 'Teammates' })).toBeVisible();

  await page.getByLabel('Rename Tuva Lie').click();
  await page.getByLabel('New name').nth(1).fill('Tuva');
  await page.getByLabel('New name').nth(1).press('Enter');
  await said('The teammate is renamed.');
  await page.getByLabel('Remove Tuva', { exact: true }).click();
  const remove = page.locator('form', { has: page.getByRole('button', { name: 'Remove Tuva now' }) });
  await remove.getByLabel('Your password').fill(password);
  await remove.getByRole('button').click();
  await said('They are no teammate any more.');
  await expect(page.getByText('tuva@example.com')).toHaveCount(0);
  await tuva.reload();
  await expect(tuva.getByRole('heading', { name: 'For teammates' })).toBeVisible();
  await other.close();
});

test('a team is made, renamed and removed, and nobody removes themselves', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, STAFF);
  const said = (text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
  await page.getByText('Add a team', { exact: true }).click();
  await page.getByLabel('Name of the new team').fill('Roastery');
  await page.getByLabel('Name of the new team').press('Enter');
  await said('The team is made.');
  await page.getByLabel('Rename the team Roastery').click();
  const field = page.locator('li', { hasText: 'Roastery' }).getByLabel('New name');
  await field.fill('The roastery');
  await field.press('Enter');
  await said('The team is renamed.');
  await page.reload();
  await awake(page);
  await page.getByLabel('Remove the team The roastery').click();
  await said('The team is removed.');
  await expect(page.getByText('The roastery', { exact: true })).toHaveCount(0);
  await expect(page.getByLabel('Remove Ines Aalto')).toHaveCount(0);
});

async function isClean(page: Page, name: string): Promise<void> {
  await picture(page, 'permission', name);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
}

test('a new teammate exports and deletes nobody until another teammate lets them', async ({ page, context, baseURL, browser }) => {
  await signIn(context, baseURL, teammate);
  const calls = async (endpoint: string, form: Record<string, string>) => {
    const answer = await context.request.post(`${baseURL}/api/${endpoint}`, { headers: fromOwnPage(baseURL), form });
    expect(answer.status(), endpoint).toBe(200);
    return answer.json();
  };
  const made = await calls('workspace_make_teammate', { email: 'tuva@example.com', name: 'Tuva Lie', password });
  await calls('person_save', { 'person[role]': 'user', 'person[user_id]': 'marit', 'person[name]': 'Marit' });

  const other = await browser.newContext({ baseURL });
  await signIn(other, baseURL, { email: 'tuva@example.com' }, made.first_password);
  const tuva = await other.newPage();
  await open(tuva, '/workspace/people');
  await expect(tuva.getByRole('region', { name: 'List', exact: true }).getByRole('row')).toHaveCount(2);
  await expect(tuva.getByRole('link', { name: 'Export as CSV' })).toHaveCount(0);
  await open(tuva, '/workspace/people?who=marit');
  const who = tuva.getByText('A teammate who manages people may export, import, archive, block and delete them.');
  await expect(who).toBeVisible();
  await expect(tuva.getByRole('link', { name: 'Export' })).toHaveCount(0);
  for (const name of ['Archive', 'Block']) await expect(tuva.getByRole('button', { name })).toHaveCount(0);
  await tuva.locator('summary', { hasText: 'Merge' }).click();
  await expect(tuva.getByLabel(/^Merge into the user/)).toBeVisible();
  await expect(tuva.getByLabel(/^Type delete/)).toHaveCount(0);
  await isClean(tuva, 'a person without it');
  await open(tuva, STAFF);
  await expect(tuva.getByText('tuva@example.com')).toBeVisible();
  await expect(tuva.getByLabel(/^Permission of /)).toHaveCount(0);

  await open(page, STAFF);
  const row = page.locator('li', { hasText: 'tuva@example.com' });
  await expect(row.getByLabel('Permission of Tuva Lie')).toBeVisible();
  await expect(row.getByText('Manages people', { exact: true })).toHaveCount(0);
  await expect(page.getByLabel('Permission of Ines Aalto'), 'nobody takes it from themselves').toHaveCount(0);
  await row.getByLabel('Permission of Tuva Lie').click();
  const form = row.locator('form', { has: page.getByRole('button', { name: 'Let Tuva Lie manage people' }) });
  await expect(form.getByRole('button')).toBeVisible();
  await isClean(page, 'the form');
  await form.getByLabel('Your password').fill(password);
  await form.getByLabel('Your password').press('Enter');
  await expect(page.getByRole('status').getByText('The permission is changed.')).toBeVisible();
  await expect(row.getByText('Manages people', { exact: true })).toBeVisible();

  await open(tuva, '/workspace/people?who=marit');
  await expect(tuva.getByRole('button', { name: 'Archive' })).toBeVisible();
  await expect(who).toHaveCount(0);
  const download = tuva.waitForEvent('download');
  await tuva.getByRole('link', { name: 'Export' }).click();
  expect((await download).suggestedFilename()).toBe('person.json');
  await tuva.getByText('Merge or delete').click();
  await tuva.getByLabel(/^Type delete/).fill('delete');
  await tuva.getByRole('button', { name: 'Delete' }).click();
  await expect(tuva.getByRole('status').getByText('The person is deleted.')).toBeVisible();
  await other.close();
});
