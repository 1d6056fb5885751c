// /workspace/people/import: a teammate brings people from a CSV file, sees what is wrong, and takes them back.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { signIn, teammate } from '../../people.ts';

const IMPORT = '/workspace/people/import';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const said = (page: Page, text: string) => expect(page.getByRole('status').getByText(text)).toBeVisible();
/** Chooses a file with these lines, and has it read. */
async function choose(page: Page, name: string, lines: string[]): Promise<void> {
  await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
  await page.getByRole('button', { name: 'Read the file' }).click();
}
const file = ['E-mail;User id;Full name;Level', 'marit@shop.example;u1;Marit Solheim;3', 'no address;u2;Einar;4', 'kari@shop.example;u3;Kari Lie;'];

test('a teammate imports a file with an error row, leaves it out, sees the people in the list and undoes it', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, '/workspace/people');
  await page.getByRole('link', { name: 'Import from CSV' }).click();
  await page.waitForURL(IMPORT);
  await open(page, IMPORT);
  await expect(region(page, 'Last imports').getByText('No import yet.')).toBeVisible();
  await choose(page, 'people.csv', file);
  await page.waitForURL(/\?import=\w+$/);
  const address = page.url();
  await open(page, address);
  const refused = region(page, 'Refused rows');
  await expect(refused.getByRole('row')).toHaveCount(2);
  await expect(refused.getByRole('row').last()).toHaveText(/3\s*E-mail\s*This is no e-mail address\./);
  const level = page.getByLabel('Where the column Level goes');
  await expect(level).toHaveValue('');
  await level.selectOption({ label: 'New attribute: numbers' });
  await page.getByRole('button', { name: 'Show what changes' }).click();
  await said(page, 'This is what changes.');
  await expect(region(page, 'First changes').getByText('Level: 3')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await picture(page, 'import', colorScheme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), colorScheme).toEqual([]);
  }
  await page.getByLabel('Leave out 1 refused row').check();
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await said(page, '2 people made, 0 changed, 0 unchanged, 1 row left out.');
  await expect(page.getByRole('button', { name: 'Undo the import' })).toBeVisible();

  await open(page, '/workspace/people');
  await expect(region(page, 'List').getByRole('link', { name: 'Marit Solheim' })).toBeVisible();
  await expect(region(page, 'List').getByRole('link', { name: 'Kari Lie' })).toBeVisible();

  await open(page, IMPORT);
  await region(page, 'Last imports').getByRole('link', { name: 'people.csv' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText('2 rows taken back.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo the import' })).toHaveCount(0);
  await open(page, '/workspace/people');
  await expect(page.getByText('Nobody fits.')).toBeVisible();
});

test('a file that is no list is refused with the reason, and another one is thrown away', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, IMPORT);
  await choose(page, 'twice.csv', ['email,email', 'a,b']);
  await expect(page.getByRole('alert')).toHaveText('Two columns have the same name. Rename one of them.');
  await open(page, IMPORT);
  await choose(page, 'names.csv', ['Name', 'Marit']);
  await page.waitForURL(/\?import=\w+$/);
  await open(page, page.url());
  await expect(page.getByRole('alert')).toHaveText('One column has to be the user_id, the e-mail or the id of a person.');
  await page.getByRole('button', { name: 'Throw the file away' }).click();
  await expect(region(page, 'Last imports').getByText('No import yet.')).toBeVisible();
});

test('on a phone and without a script, a teammate imports a file and undoes it', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await signIn(context, baseURL!, teammate);
  const page = await context.newPage();
  await page.goto(IMPORT);
  await choose(page, 'people.csv', file);
  await page.getByLabel('Leave out 1 refused row').check();
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(async () => {
    await page.goto(page.url());
    await expect(page.getByRole('button', { name: 'Undo the import' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(async () => {
    await page.goto(page.url());
    await expect(page.getByText('2 rows taken back.')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await context.close();
});
