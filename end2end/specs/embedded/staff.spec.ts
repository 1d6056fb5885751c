// /workspace/teammates: who answers for the app.
import { awake, expect, open, test } from '../../alone.ts';
import { logIn, password, signIn, teammate } from '../../people.ts';

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
