// /workspace/people?who=…: teammates change the custom attributes of a person where they stand.
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';

import { awake, expect, open } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';
import { test } from '../../two-teammates.ts';

const PEOPLE = '/workspace/people';
const MARIT = `${PEOPLE}?user_id=marit`;

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
/** The row of an attribute. */
const row = (page: Page, name: string) =>
  region(page, 'Attributes').getByRole('listitem').filter({ has: page.locator('b').getByText(name, { exact: true }) });
/** What shows the value, and opens the form. */
const value = (page: Page, name: string) => row(page, name).locator('summary');
const field = (page: Page, name: string) => row(page, name).locator('[name=value]');

/** Calls a server function, as the page's form does. */
async function post(context: BrowserContext, origin: string, endpoint: string, form: Record<string, string>): Promise<void> {
  const answer = await context.request.post(`${origin}/api/${endpoint}`, { headers: fromOwnPage(origin), form });
  expect(answer.status()).toBe(200);
}

/** Makes the user marit, with values of attributes that the ping of a visitor brought first. */
async function makeMarit(context: BrowserContext, origin: string): Promise<void> {
  const app = (await (await context.request.get(origin)).text()).match(/\/widget\/([a-z0-9]+)/)?.[1] ?? '';
  const settings = { plan: 'Shore', cups_a_day: 2, renewal_at: '2027-01-15T08:00:00Z', wholesale: true };
  const ping = { app_id: app, ping_id: 'p', call: 'boot', page: { url: `${origin}/` }, settings };
  expect((await context.request.post(`${origin}/messenger/web/ping`, { data: ping })).status()).toBe(200);
  await post(context, origin, 'person_save', { 'person[role]': 'user', 'person[user_id]': 'marit' });
  const found = await context.request.get(`${origin}/api/people_find?who=marit`);
  const { id } = ((await found.json()) as { One: { id: string } }).One;
  const values = { plan: 'Shore', cups_a_day: '2', renewal_at: '2027-01-15T08:00', wholesale: 'true' };
  for (const [name, value] of Object.entries(values)) await post(context, origin, 'attribute_set', { id, name, value });
}

async function set(page: Page, name: string, text: string): Promise<void> {
  await value(page, name).click();
  await expect(field(page, name), 'it has the focus').toBeFocused();
  await field(page, name).fill(text);
  await field(page, name).press('Enter');
}

test('a teammate changes attributes where they stand, and reads beside one why it is refused', async ({ page, context, baseURL, watch }) => {
  await signIn(context, baseURL, teammate);
  await makeMarit(context, baseURL);
  await open(page, MARIT);
  await expect(row(page, 'plan')).toContainText('The Messenger may write it');
  await set(page, 'plan', 'Harbour');
  await said(page, 'The attribute is changed.');
  await expect(value(page, 'plan')).toHaveText('Harbour');
  await expect(field(page, 'plan')).toBeHidden();
  await expect(region(page, 'Timeline').getByRole('listitem').first()).toContainText('plan');

  watch.expectFailure('POST /api/attribute_set 422');
  await set(page, 'cups_a_day', 'many');
  await expect(row(page, 'cups_a_day').getByRole('alert')).toHaveText('It is a number, such as 49.50.');
  await expect(field(page, 'cups_a_day'), 'what was typed is still there').toHaveValue('many');
  await expect(field(page, 'cups_a_day')).toBeFocused();
  await picture(page, 'attributes', 'refused');
  await field(page, 'cups_a_day').press('Escape');
  await expect(field(page, 'cups_a_day')).toBeHidden();
  await expect(value(page, 'cups_a_day'), 'the focus goes back').toBeFocused();
  await value(page, 'cups_a_day').press('Enter');
  await expect(row(page, 'cups_a_day').getByRole('alert')).toHaveCount(0);
  await field(page, 'cups_a_day').fill('3.5');
  await field(page, 'cups_a_day').press('Enter');
  await expect(value(page, 'cups_a_day')).toHaveText('3.5');

  await value(page, 'wholesale').click();
  await field(page, 'wholesale').selectOption('no');
  await row(page, 'wholesale').getByRole('button', { name: 'Cancel' }).click();
  await value(page, 'wholesale').click();
  await expect(field(page, 'wholesale').locator('option:checked')).toHaveText('yes');
  await value(page, 'renewal_at').click();
  await expect(field(page, 'wholesale'), 'one form is open at a time').toBeHidden();
  await expect(field(page, 'renewal_at')).toHaveValue(/^2027-01-15T08:00/);
  await set(page, 'plan', '');
  await expect(value(page, 'plan')).toHaveText('No value');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await value(page, 'renewal_at').click();
    await picture(page, 'attributes', colorScheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), colorScheme).toEqual([]);
    await field(page, 'renewal_at').press('Escape');
  }
});

test('two teammates at one person: each keeps what the other changes, and sees it without a reload', async ({ page, context, browser, baseURL, tuva }) => {
  await signIn(context, baseURL, teammate);
  await makeMarit(context, baseURL);
  const others = await browser.newContext({ baseURL });
  await signIn(others, baseURL, tuva, tuva.password);
  const other = await others.newPage();
  for (const one of [page, other]) {
    const opened = one.waitForResponse('**/workspace/people/stream?*');
    await open(one, MARIT);
    await opened;
  }
  await value(other, 'cups_a_day').click();
  await field(other, 'cups_a_day').fill('4');
  const newest = region(other, 'Timeline').getByRole('listitem').first();
  await set(page, 'plan', 'Harbour');
  await expect(newest).toContainText(`Changed, by ${teammate.name}`);
  await expect(newest).toContainText('plan');
  await region(page, 'Tags').getByLabel('Tag', { exact: true }).fill('regular');
  await region(page, 'Tags').getByRole('button', { name: 'Add the tag' }).click();
  await expect(newest).toContainText('Tagged “regular”');
  await region(page, 'Notes').getByLabel('Note for teammates, in Markdown').fill('Likes dark roasts.');
  await region(page, 'Notes').getByRole('button', { name: 'Write the note' }).click();
  await expect(newest).toContainText('Likes dark roasts.');

  await expect(field(other, 'cups_a_day'), 'what the other types stays').toHaveValue('4');
  await field(other, 'cups_a_day').press('Enter');
  await expect(value(other, 'cups_a_day')).toHaveText('4');
  await expect(value(other, 'plan'), 'nobody’s change is lost').toHaveText('Harbour');
  await expect(region(page, 'Timeline').getByRole('listitem').first()).toContainText('cups_a_day');
  await page.reload();
  await awake(page);
  await expect(value(page, 'cups_a_day')).toHaveText('4');
  await expect(value(page, 'plan')).toHaveText('Harbour');
  await others.close();
});
