// What a teammate does with people in one go: find them, keep them as a segment, know one, merge, tag, export, and write.
import { readFile } from 'node:fs/promises';

import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';

const PEOPLE = '/workspace/people';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();

/** Without frames: no script runs in the preview of a message, so axe would wait there for ever. */
async function isClean(page: Page, name: string): Promise<void> {
  await picture(page, 'desk-day', name);
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
}

/** Calls a server function, as the page's form does. */
async function post(context: BrowserContext, origin: string, endpoint: string, form: Record<string, string>): Promise<void> {
  const answer = await context.request.post(`${origin}/api/${endpoint}`, { headers: fromOwnPage(origin), form });
  expect(answer.status(), endpoint).toBe(200);
}

/** Visitors of an app with a plan and a cart, and the user marit of a company, all with the tag wholesale. */
async function fill(context: BrowserContext, origin: string): Promise<void> {
  const app = (await (await context.request.get(origin)).text()).match(/\/widget\/([a-z0-9]+)/)?.[1] ?? '';
  const visitors: [string, string, number][] = [
    ['Marit', 'Harbour', 56],
    ['Einar Lund', 'Harbour', 58],
    ['Rosa Bell', 'Harbour', 12],
    ['Dara Moss', 'Cove', 90],
  ];
  for (const [number, [name, plan, cart_value]] of visitors.entries()) {
    const ping = { app_id: app, ping_id: `p${number}`, call: 'boot', page: { url: `${origin}/plans` }, settings: { name, plan, cart_value } };
    expect((await context.request.post(`${origin}/messenger/web/ping`, { data: ping })).status()).toBe(200);
  }
  await signIn(context, origin, teammate);
  await post(context, origin, 'person_save', { 'person[role]': 'user', 'person[user_id]': 'marit', 'person[name]': 'Marit Solheim' });
  await post(context, origin, 'company_save', {
    'company[company_id]': 'c_1',
    'company[name]': 'Fjordlight Studio',
    'company[monthly_spend]': '58',
  });
  const { id } = ((await (await context.request.get(`${origin}/api/people_find?who=marit`)).json()) as { One: { id: string } }).One;
  await post(context, origin, 'person_company', { id, company: 'c_1', attached: 'true' });
  await post(context, origin, 'people_tag_many', { whole: 'true', name: 'wholesale' });
}

/** Adds a condition. Without a value, the one that the form proposes stays. */
async function ask(page: Page, field: string, operator: string, value?: string): Promise<void> {
  const filter = region(page, 'Filter');
  await filter.getByRole('button', { name: 'Condition', exact: true }).click();
  const opened = filter.locator('details[open]');
  await expect(opened.getByLabel('Field')).toBeFocused();
  await opened.getByLabel('Field').selectOption({ label: field });
  await opened.getByLabel('Operator').selectOption({ label: operator });
  if (value !== undefined) await opened.getByLabel('Value').fill(value);
}

test('a teammate filters people, keeps a segment, knows one of them, merges, tags, exports, and writes to the segment', async ({ page, context, baseURL }) => {
  await fill(context, baseURL);
  await open(page, PEOPLE);
  await ask(page, 'plan', 'is', 'Harbour');
  await ask(page, 'cart_value', 'is greater than', '40');
  await ask(page, 'Last seen', 'is less than days ago', '7');
  await ask(page, 'Tag', 'is');
  await isClean(page, 'four conditions');
  const filter = region(page, 'Filter');
  await expect(filter.getByRole('group', { name: 'Conditions of which one is enough' })).toHaveText([
    /plan is “Harbour”/,
    /cart_value is greater than 40/,
    /Last seen is less than 7 days ago/,
    /Tag is “wholesale”/,
  ]);
  await filter.getByRole('button', { name: 'Show' }).click();
  const list = region(page, 'List');
  const count = async (number: number) => {
    await expect(page.getByRole('status').getByText(`${number} people`, { exact: true })).toBeVisible();
    await expect(list.getByRole('rowheader')).toHaveCount(number);
    await expect(region(page, 'Filter'), 'the form is of this list').not.toHaveAttribute('inert');
  };
  await count(2);
  await list.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(list.getByRole('rowheader')).toHaveText(['Einar Lund', 'Marit']);
  await filter.getByLabel('Name of the segment').fill('Full carts, Harbour');
  await filter.getByRole('button', { name: 'Save as segment' }).click();
  await said(page, 'The segment is saved.');
  await expect(page.getByRole('link', { name: 'Write to them' }), 'the list is the segment’s').toHaveAttribute('href', /segment/);
  await isClean(page, 'segment');

  await list.getByRole('link', { name: 'Marit', exact: true }).click();
  await expect(region(page, 'Timeline')).toContainText('/plans');
  await expect(region(page, 'Tags')).toContainText('wholesale');
  await expect(region(page, 'Attributes')).toContainText('Harbour');
  await awake(page);
  await region(page, 'Notes').getByLabel('Note for teammates, in Markdown').fill('Is Marit Solheim: she wrote from her office.');
  await region(page, 'Notes').getByRole('button', { name: 'Write the note' }).click();
  await said(page, 'The note is written.');
  await isClean(page, 'person');
  await page.getByText('Merge or delete').click();
  await page.getByLabel(/^Merge into the user/).fill('marit');
  await page.getByRole('button', { name: 'See what changes' }).click();
  const merge = region(page, 'Merge Marit into Marit Solheim');
  await expect(merge.getByRole('row', { name: /^Name/ })).toHaveText('NameMaritMarit SolheimMarit Solheim');
  await awake(page);
  await merge.getByRole('button', { name: 'Merge them' }).click();
  await said(page, 'They are one person now.');
  await expect(region(page, 'Companies').getByRole('link', { name: 'Fjordlight Studio' })).toBeVisible();
  await expect(region(page, 'Timeline')).toContainText('/plans');

  await open(page, PEOPLE);
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: 'Full carts, Harbour' }).click();
  await count(2);
  await expect(list.getByRole('rowheader').filter({ hasText: 'Marit Solheim' })).toBeVisible();
  await list.getByLabel('Select all of this page').check();
  const selected = region(page, 'Selected');
  await selected.getByLabel('Tag').fill('call back');
  await selected.getByRole('button', { name: 'Add the tag' }).click();
  await said(page, '2 people with the tag now.');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as CSV' }).click();
  const rows = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
  expect(rows).toHaveLength(3);
  for (const name of ['Marit Solheim', 'Einar Lund']) {
    expect(rows.find((row) => row.includes(name))).toContain('call back, wholesale');
  }

  await page.getByRole('link', { name: 'Write to them' }).click();
  await page.waitForURL(/\/workspace\/messages\/new\?filter=/);
  await awake(page);
  await expect(page.getByText('Segment is “Full carts, Harbour”')).toBeVisible();
  await page.getByLabel('Name for teammates').fill('To full carts');
  await page.getByLabel('Message, in Markdown').fill('Shall we help you to choose?');
  await expect(page.getByText('2 people match now.')).toBeVisible();
  await isClean(page, 'message');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/\/workspace\/messages\/\d+$/);
  await page.getByRole('button', { name: 'Send…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send it now?' });
  await expect(dialog).toContainText('2 people');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/^Sent\./)).toBeVisible();

  await open(page, '/workspace/companies');
  await expect(page.getByRole('status').getByText('1 company, a monthly spend of 58.00')).toBeVisible();
  await list.getByRole('link', { name: 'Fjordlight Studio' }).click();
  await expect(region(page, 'People').getByRole('link', { name: /^Marit Solheim/ })).toBeVisible();
});
