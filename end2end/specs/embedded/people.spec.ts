// /workspace/people: a teammate lists, finds, makes, changes and deletes people and companies.
import { readFile } from 'node:fs/promises';

import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { customer, fromOwnPage, signIn, teammate } from '../../people.ts';

const PEOPLE = '/workspace/people';
const NEW = `${PEOPLE}?new`;

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();

async function isClean(page: Page, name: string): Promise<void> {
  await picture(page, 'people', name);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
}

async function find(page: Page, who: string): Promise<void> {
  await page.getByLabel('Id, user_id, e-mail or company_id').fill(who);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.waitForURL(`${PEOPLE}?who=${encodeURIComponent(who)}`);
}

/** Calls a server function, as the page's form does. */
async function post(context: BrowserContext, origin: string, endpoint: string, form: Record<string, string>): Promise<void> {
  const answer = await context.request.post(`${origin}/api/${endpoint}`, { headers: fromOwnPage(origin), form });
  expect(answer.status()).toBe(200);
}

/** Makes so many users: user-1 and so on. */
async function makeUsers(context: BrowserContext, origin: string, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await post(context, origin, 'person_save', { 'person[role]': 'user', 'person[user_id]': `user-${number}` });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the forms of new people and companies, and what is found, can be read by everybody, ${colorScheme}`, async ({ page, context, baseURL }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await signIn(context, baseURL, teammate);
    await open(page, NEW);
    await isClean(page, `new ${colorScheme}`);
    await region(page, 'New person').getByLabel('User id').fill('marit');
    await region(page, 'New person').getByRole('button').click();
    await expect(region(page, 'marit')).toBeVisible();
    await isClean(page, `person ${colorScheme}`);
    await open(page, NEW);
    await region(page, 'New company').getByLabel('Company id').fill('nordlys');
    await region(page, 'New company').getByRole('button').click();
    await expect(region(page, 'nordlys')).toBeVisible();
    await isClean(page, `company ${colorScheme}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await isClean(page, `company on a phone ${colorScheme}`);
    await open(page, PEOPLE);
    await expect(page.getByRole('status').getByText('1 person')).toBeVisible();
    await isClean(page, `list on a phone ${colorScheme}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await isClean(page, `list ${colorScheme}`);
    const conditions = [{ field: 'user_id', operator: 'is', value: 'marit' }, { field: 'last_seen_at', operator: 'is_unknown' }];
    const filter = JSON.stringify({ version: 2, all: [{ any: conditions }, { field: 'role', operator: 'is', value: 'user' }] });
    await open(page, `${PEOPLE}?filter=${encodeURIComponent(filter)}`);
    await expect(page.getByRole('status').getByText('1 person')).toBeVisible();
    await isClean(page, `filter ${colorScheme}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await isClean(page, `filter on a phone ${colorScheme}`);
  });
}

test('a teammate makes a company and a person, finds them by e-mail, attaches, archives and deletes them', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await open(page, NEW);
  const company = region(page, 'New company');
  await company.getByLabel('Company id').fill('c_1');
  await company.getByLabel('Company name').fill('Nordlys');
  await company.getByLabel('Plan').fill('Harbour');
  await company.getByLabel('Monthly spend').fill('much');
  watch.expectFailure('POST /api/company_save 422');
  await company.getByRole('button', { name: 'Make the company' }).click();
  await said(page, 'monthly_spend: It is a number, such as 49.50.');
  await expect(company.getByLabel('Plan'), 'what was typed is still there').toHaveValue('Harbour');
  await company.getByLabel('Monthly spend').fill('49');
  await company.getByRole('button', { name: 'Make the company' }).click();
  await expect(page).toHaveURL(/\/workspace\/people\?who=\w+$/);
  await said(page, 'The company is saved.');
  await expect(region(page, 'Nordlys')).toContainText('Harbour');
  await expect(region(page, 'People')).toContainText('Nobody yet.');

  await page.getByRole('link', { name: 'New', exact: true }).click();
  await page.waitForURL(NEW);
  await awake(page);
  const person = region(page, 'New person');
  await person.getByLabel('E-mail').fill('marit@example.com');
  await person.getByLabel('Name').fill('Marit');
  await person.getByRole('button', { name: 'Make the person' }).click();
  await expect(page).toHaveURL(/\/workspace\/people\?who=\w+$/);
  await expect(region(page, 'Marit')).toContainText('User, not verified');

  await find(page, 'nobody@example.com');
  await expect(region(page, 'Found')).toContainText('Nobody and no company');
  await find(page, 'Marit@example.com');
  await awake(page);
  await expect(region(page, 'Marit')).toBeVisible();
  await region(page, 'Change').getByLabel('Name').fill('Marit Solheim');
  await region(page, 'Change').getByRole('button', { name: 'Save' }).click();
  await said(page, 'The person is saved.');
  await expect(region(page, 'Marit Solheim')).toBeVisible();
  await expect(region(page, 'Timeline').getByRole('listitem').first()).toContainText(`Changed, by ${teammate.name}`);

  const companies = region(page, 'Companies');
  await companies.getByLabel('Company id').fill('c_1');
  await companies.getByRole('button', { name: 'Add to the company' }).click();
  await said(page, 'The companies are changed.');
  await expect(companies.getByRole('link', { name: 'Nordlys' })).toBeVisible();
  await page.getByRole('button', { name: 'Block' }).click();
  await expect(page.getByRole('button', { name: 'Unblock' })).toBeVisible();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await expect(page.getByRole('button', { name: 'Block', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Put back' })).toBeVisible();
  await expect(region(page, 'Marit Solheim')).toContainText(', archived');

  await companies.getByRole('link', { name: 'Nordlys' }).click();
  await expect(region(page, 'People').getByRole('link', { name: /^Marit Solheim/ })).toBeVisible();
  await awake(page);
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(region(page, 'Nordlys')).toContainText(', archived');
  await page.getByRole('button', { name: 'Put back' }).click();
  await expect(page.getByRole('button', { name: 'Archive' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export' }).click();
  expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toMatchObject({ company_id: 'c_1', user_count: 1 });
  await page.getByLabel(/^Type delete/).fill('delete');
  await page.getByRole('button', { name: 'Delete' }).click();
  await said(page, 'The company is deleted. Its people stay.');
  await expect(region(page, 'Found')).toContainText('Nobody and no company');

  await open(page, `${PEOPLE}?who=marit@example.com`);
  await expect(region(page, 'Marit Solheim')).toBeVisible();
  await expect(region(page, 'Companies').getByRole('link')).toHaveCount(0);
  await page.getByText('Merge or delete').click();
  await page.getByLabel(/^Type delete/).fill('delete');
  await page.getByRole('button', { name: 'Delete' }).click();
  await said(page, 'The person is deleted.');
  await expect(region(page, 'Found')).toContainText('Nobody and no company');
});

test('without a script a teammate makes a person, who is opened, and finds them', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  await signIn(context, baseURL!, teammate);
  const page = await context.newPage();
  await page.goto(NEW);
  await region(page, 'New person').getByLabel('User id').fill('marit');
  await region(page, 'New person').getByRole('button').click();
  await expect(page).toHaveURL(/\/workspace\/people\?who=\w+$/);
  await expect(region(page, 'marit')).toBeVisible();
  await find(page, 'marit');
  await expect(region(page, 'marit')).toBeVisible();
  await context.close();
});

test('a teammate goes from list to list without a page load, opens a person and exports the list', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, NEW);
  await region(page, 'New person').getByLabel('User id').fill('marit');
  await region(page, 'New person').getByRole('button').click();
  await expect(region(page, 'marit')).toBeVisible();
  await open(page, PEOPLE);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const lists = page.getByRole('navigation', { name: 'Lists' });
  const list = region(page, 'List');
  await expect(list.getByRole('row')).toHaveCount(2);
  await lists.getByRole('link', { name: 'Leads' }).click();
  await expect(page.getByText('Nobody fits.')).toBeVisible();
  await expect(page.getByRole('status').getByText('0 people')).toBeVisible();
  await lists.getByRole('link', { name: 'Users' }).click();
  await expect(region(page, 'Filter').getByLabel('Value')).toHaveValue('user');
  await expect(page.getByRole('status').getByText('1 person')).toBeVisible();
  await expect(lists.getByRole('link', { name: 'Users' })).toHaveAttribute('aria-current', 'true');
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('people.csv');
  expect((await readFile(await file.path(), 'utf8')).split('\r\n')[1]).toMatch(/^\w+,user,,,,marit,/);
  await list.getByRole('link', { name: 'marit' }).click();
  await expect(region(page, 'marit')).toBeVisible();
});

test('a teammate filters the list by a form, and saves it as a segment that a message may be for', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  for (const user of ['marit', 'einar']) {
    await open(page, NEW);
    await region(page, 'New person').getByLabel('User id').fill(user);
    await region(page, 'New person').getByRole('button').click();
    await expect(region(page, user)).toBeVisible();
  }
  await open(page, PEOPLE);
  const [filter, list] = [region(page, 'Filter'), region(page, 'List')];
  await expect(list.getByRole('row')).toHaveCount(3);
  await filter.getByRole('button', { name: 'Condition', exact: true }).click();
  await filter.getByLabel('Field').selectOption('Page views');
  watch.expectFailure('POST /api/people_address 422');
  await filter.getByRole('button', { name: 'Show' }).click();
  await expect(filter.getByRole('status')).toHaveText('“” is no number.');
  await filter.getByLabel('Field').selectOption('User id');
  await filter.getByLabel('Operator').selectOption('starts with');
  await filter.getByLabel('Value').fill('mar');
  await filter.getByLabel('Value').press('Enter');
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('status').getByText('1 person')).toBeVisible();
  await expect(page.locator('p:focus'), 'the count has the focus').toHaveText('1 person');

  await page.reload();
  await awake(page);
  await expect(filter.getByLabel('Operator').locator('option:checked')).toHaveText('starts with');
  await expect(filter.getByLabel('Value')).toHaveValue('mar');
  await expect(list.getByRole('link', { name: 'marit' })).toBeVisible();
  await filter.getByLabel('Name of the segment').fill('Mar and more');
  await filter.getByRole('button', { name: 'Save as segment' }).click();
  await said(page, 'The segment is saved.');
  const lists = page.getByRole('navigation', { name: 'Lists' });
  await expect(lists.getByRole('link', { name: 'Mar and more' })).toHaveAttribute('aria-current', 'true');
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(filter.getByLabel('Value').locator('option:checked')).toHaveText('Mar and more');
  await page.goBack();
  await expect(filter.getByLabel('Value')).toHaveValue('mar');

  await lists.getByRole('link', { name: 'Companies' }).click();
  await page.waitForURL('/workspace/companies');
  await expect(page.getByText('All companies.')).toBeVisible();
  await filter.getByRole('button', { name: 'Condition', exact: true }).click();
  await expect(filter.getByLabel('Field').locator('option:checked')).toHaveText('Number of people');

  await open(page, '/workspace/messages/new');
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByLabel('Field').selectOption('Segment');
  await expect(page.getByLabel('Value').locator('option:checked')).toHaveText('Mar and more');
  await expect(page.getByRole('status').getByText('1 person matches now.')).toBeVisible();
});

test('a teammate sorts the list by a column, and a phone shows each row as a card', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await makeUsers(context, baseURL, 3);
  await open(page, PEOPLE);
  const list = region(page, 'List');
  const names = list.getByRole('rowheader');
  await expect(list.getByRole('columnheader', { name: 'Last seen' })).toHaveAttribute('aria-sort', 'descending');
  const byName = list.getByRole('columnheader', { name: 'Name' });
  await byName.getByRole('link').click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(byName).toHaveAttribute('aria-sort', 'ascending');
  await expect(names).toHaveText(['user-1', 'user-2', 'user-3']);
  await byName.getByRole('link').click();
  await expect(byName).toHaveAttribute('aria-sort', 'descending');
  await expect(names).toHaveText(['user-3', 'user-2', 'user-1']);
  await isClean(page, 'sorted');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(byName).toBeVisible();
  const box = await list.getByRole('row').nth(1).boundingBox();
  expect(box?.width).toBeLessThan(390);
  await expect(list.getByRole('row').nth(1).getByRole('cell').nth(1)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await isClean(page, 'cards');
});

test('a segment whose conditions are changed in the list is saved over itself, or as a new one, and one that is gone says so', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await makeUsers(context, baseURL, 12);
  const conditions = JSON.stringify({ version: 2, all: [{ field: 'user_id', operator: 'starts_with', value: 'user-11' }] });
  await open(page, `${PEOPLE}?filter=${encodeURIComponent(conditions)}`);
  const [filter, list] = [region(page, 'Filter'), region(page, 'List')];
  await filter.getByLabel('Name of the segment').fill('Ones');
  await filter.getByRole('button', { name: 'Save as segment' }).click();
  await said(page, 'The segment is saved.');
  await filter.getByRole('link', { name: 'Change its conditions' }).click();
  await page.waitForURL(/&segment=\w+$/);
  await expect(filter.getByLabel('Value')).toHaveValue('user-11');
  await expect(filter.getByText('Segment Ones')).toBeVisible();
  await expect(filter.locator('.tag').getByText('Changed')).toHaveCount(0);
  await expect(filter.getByRole('button', { name: 'Save segment' })).toHaveCount(0);
  await filter.getByText('User id starts with “user-11”').click();
  await filter.getByLabel('Value').fill('user-1');
  await filter.getByRole('button', { name: 'Show' }).click();
  await expect(list.getByRole('row')).toHaveCount(5);
  await expect(filter.locator('.tag').getByText('Changed')).toBeVisible();
  await expect(filter.getByRole('button', { name: 'Save as a new segment' })).toBeVisible();
  await isClean(page, 'segment changed');
  const changed = page.url();
  await filter.getByRole('button', { name: 'Save segment' }).click();
  await said(page, 'The segment is changed.');
  const lists = page.getByRole('navigation', { name: 'Lists' });
  await expect(lists.getByRole('link', { name: 'Ones' })).toHaveAttribute('aria-current', 'true');
  await expect(list.getByRole('row')).toHaveCount(5);

  await open(page, changed.replace(/user(-|%2D)1/, 'user-2'));
  const id = /segment=(\w+)$/.exec(changed)?.[1] ?? '';
  await post(context, baseURL, 'segment_delete', { id });
  watch.expectFailure('POST /api/segment_save 409');
  await filter.getByRole('button', { name: 'Save segment' }).click();
  await said(page, 'The segment was deleted meanwhile. Save the list as a new segment.');
});

test('a teammate tags a list, of all pages or of some rows, and writes to all of a segment', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await makeUsers(context, baseURL, 60);
  const ofUsers = (value: string) => JSON.stringify({ version: 2, all: [{ field: 'user_id', operator: 'starts_with', value }] });
  await open(page, `${PEOPLE}?filter=${encodeURIComponent(ofUsers('user-'))}`);
  const [list, selected] = [region(page, 'List'), region(page, 'Selected')];
  await expect(page.getByRole('status').getByText('60 people')).toBeVisible();
  await expect(selected).toBeHidden();
  await list.getByLabel('Select all of this page').check();
  await expect(selected).toContainText('50 selected');
  await selected.getByRole('button', { name: 'Select all: 60 people' }).click();
  await expect(selected).toContainText('All selected: 60 people');
  await selected.getByLabel('Tag').fill('wholesale');
  await selected.getByRole('button', { name: 'Add the tag' }).click();
  await said(page, '60 people with the tag now.');
  await expect(selected).toBeHidden();

  await list.getByRole('checkbox').nth(1).check();
  await list.getByRole('checkbox').nth(2).check();
  await selected.getByLabel('Tag').fill('Wholesale');
  await isClean(page, 'selected');
  await selected.getByRole('button', { name: 'Remove the tag' }).click();
  await said(page, '2 people without the tag now.');
  await list.getByRole('checkbox').nth(1).check();
  await selected.getByText('Archive, block or delete').click();
  await isClean(page, 'selected, all forms');
  await selected.getByLabel(/^Type delete/).fill('delete');
  const filterAgain = page.waitForResponse(/\/api\/people_filter\?/);
  await selected.getByRole('button', { name: 'Delete them' }).click();
  await said(page, '1 person deleted.');
  await (await filterAgain).finished();
  await expect(page.getByRole('status').getByText('59 people')).toBeVisible();

  const filter = region(page, 'Filter');
  await filter.getByText('User id starts with “user-”').click();
  await filter.getByLabel('Field').selectOption('Tag');
  await filter.getByLabel('Value').selectOption('wholesale');
  await filter.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('status').getByText('58 people')).toBeVisible();
  await expect(filter, 'the form is of this list').not.toHaveAttribute('inert');
  await filter.getByLabel('Name of the segment').fill('Wholesale customers');
  await filter.getByRole('button', { name: 'Save as segment' }).click();
  await said(page, 'The segment is saved.');
  const write = page.getByRole('link', { name: 'Write to them' });
  await expect(write, 'the list is the segment’s').toHaveAttribute('href', /segment/);
  await write.click();
  await page.waitForURL(/\/workspace\/messages\/new\?filter=/);
  await awake(page);
  await expect(page.getByLabel('Value').locator('option:checked')).toHaveText('Wholesale customers');
  await expect(page.getByRole('status').getByText('58 people match now.')).toBeVisible();
});

test('a person’s page has their tags, the notes of teammates, and all that happened, page by page', async ({ page, context, browser, baseURL, watch }) => {
  const shop = await browser.newContext({ baseURL });
  await signIn(shop, baseURL, customer);
  const visit = await shop.newPage();
  const arrived = visit.waitForResponse('**/messenger/web/ping');
  await open(visit, '/plans');
  await arrived;
  await signIn(context, baseURL, teammate);
  const opened = page.waitForResponse('**/workspace/people/stream?*');
  await open(page, `${PEOPLE}?who=${customer.email}`);
  const [tags, notes, timeline] = [region(page, 'Tags'), region(page, 'Notes'), region(page, 'Timeline')];
  await expect(timeline.getByText('/plans')).toBeVisible();
  await opened;
  await visit.getByRole('banner').getByRole('link', { name: 'Brewing', exact: true }).first().click();
  await expect(timeline.getByText('/brewing'), 'it comes by itself').toBeVisible();
  for (const tag of ['regular', '<img src=x onerror=alert(1)>']) {
    await tags.getByLabel('Tag', { exact: true }).fill(tag);
    await tags.getByRole('button', { name: 'Add the tag' }).click();
    await said(page, 'The tag is given.');
    await expect(tags.getByRole('listitem').filter({ hasText: tag })).toBeVisible();
    await expect(timeline.getByRole('listitem').first()).toContainText(`Tagged “${tag}”, by ${teammate.name}`);
  }
  await tags.getByRole('button', { name: 'Remove the tag regular' }).click();
  await said(page, 'The tag is taken away.');
  await expect(tags.getByRole('listitem')).toHaveCount(1);
  await notes.getByLabel('Note for teammates, in Markdown').fill('Likes **dark** roasts.');
  await notes.getByRole('button', { name: 'Write the note' }).click();
  await said(page, 'The note is written.');
  await expect(notes.getByLabel('Note for teammates, in Markdown')).toHaveValue('');
  await expect(notes.getByText('dark', { exact: true })).toHaveCSS('font-weight', '700');
  await expect(timeline.getByRole('listitem').first()).toContainText('Likes dark roasts.');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await isClean(page, `record ${colorScheme}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await isClean(page, 'record on a phone');
  await notes.getByText('Delete', { exact: true }).click();
  await notes.getByRole('button', { name: 'Delete now' }).click();
  await said(page, 'The note is deleted.');
  await expect(notes.getByRole('listitem')).toHaveCount(0);
  await expect(timeline.getByRole('button', { name: 'Earlier' })).toBeHidden();
  await shop.close();
});

test('a teammate sees what a merge changes before a lead becomes one with a user', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  const forms: Record<string, string>[] = [
    { 'person[role]': 'user', 'person[user_id]': 'u_1', 'person[name]': 'Marit Solheim', 'person[phone]': '123' },
    { 'person[role]': 'lead', 'person[email]': 'marit@example.com', 'person[name]': 'Marit', 'person[phone]': '456' },
  ];
  for (const form of forms) await post(context, baseURL, 'person_save', form);
  await open(page, `${PEOPLE}?email=marit@example.com`);
  await page.getByText('Merge or delete').click();
  await page.getByLabel(/^Merge into the user/).fill('nobody');
  watch.expectFailure('GET /api/person_merge_preview?* 422 ×0+');
  await page.getByRole('button', { name: 'See what changes' }).click();
  await expect(region(page, 'Merge').getByRole('alert')).toHaveText('Nobody of this app has that id, user_id or e-mail.');
  await page.goBack();
  await awake(page);
  await page.getByText('Merge or delete').click();
  await page.getByLabel(/^Merge into the user/).fill('u_1');
  await page.getByRole('button', { name: 'See what changes' }).click();
  const merge = region(page, 'Merge Marit into Marit Solheim');
  await expect(merge.getByRole('row', { name: /^Name/ })).toHaveText('NameMaritMarit SolheimMarit Solheim');
  await expect(merge.getByRole('row', { name: /^phone/ })).toHaveText('phone456123123');
  await awake(page);
  await isClean(page, 'merge');
  await merge.getByRole('button', { name: 'Merge them' }).click();
  await said(page, 'They are one person now.');
  await expect(region(page, 'Marit Solheim')).toBeVisible();
  await expect(region(page, 'Timeline')).toContainText('Somebody was merged into them');
});

test('two teammates at one person: each sees in the timeline what the other does, and keeps what they type', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await post(context, baseURL, 'person_save', { 'person[role]': 'user', 'person[user_id]': 'marit' });
  const other = await context.newPage();
  const opened = other.waitForResponse('**/workspace/people/stream?*');
  await open(other, `${PEOPLE}?user_id=marit`);
  await opened;
  await region(other, 'Notes').getByLabel('Note for teammates, in Markdown').fill('Half a thought');
  await open(page, `${PEOPLE}?user_id=marit`);
  await region(page, 'Tags').getByLabel('Tag', { exact: true }).fill('regular');
  await region(page, 'Tags').getByRole('button', { name: 'Add the tag' }).click();
  await said(page, 'The tag is given.');
  await expect(region(other, 'Timeline').getByRole('listitem').first()).toContainText('Tagged “regular”');
  await expect(region(other, 'Notes').getByLabel('Note for teammates, in Markdown')).toHaveValue('Half a thought');
});

test('a teammate chooses the columns of a list, which stay on its other pages and lists', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await makeUsers(context, baseURL, 51);
  await open(page, PEOPLE);
  const list = region(page, 'List');
  await expect(list.getByRole('columnheader')).toHaveText(['', 'Name', 'Last seen', 'Kind', 'E-mail', 'Sessions']);
  await page.getByText('Columns', { exact: true }).click();
  for (const label of ['Last seen', 'E-mail', 'Sessions']) await page.getByLabel(label, { exact: true }).uncheck();
  await page.getByLabel('User id', { exact: true }).check();
  await isClean(page, 'columns');
  await page.getByRole('button', { name: 'Show these columns' }).click();
  await page.waitForURL(/column=kind&column=user_id/);
  await awake(page);
  const headings = ['', 'Name', 'Kind', 'User id'];
  await expect(list.getByRole('columnheader')).toHaveText(headings);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(list.getByRole('columnheader')).toHaveText(headings);
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: 'Users' }).click();
  await expect(list.getByRole('row')).toHaveCount(51);
  await expect(list.getByRole('columnheader')).toHaveText(headings);
  await page.setViewportSize({ width: 390, height: 844 });
  await isClean(page, 'columns on a phone');
});
