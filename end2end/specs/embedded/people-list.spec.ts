// A list of people while the next list is on its way: the number and what is selected belong to the rows in sight.
import { expect, open, test } from '../../alone.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';

test('until the rows of the next list arrive, its number is not shown, and the rows of the former list cannot be selected', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  for (const user of ['anna', 'bert']) {
    const form = { 'person[role]': 'user', 'person[user_id]': user, 'person[name]': user };
    expect((await context.request.post(`${baseURL}/api/person_save`, { headers: fromOwnPage(baseURL), form })).status()).toBe(200);
  }
  await open(page, '/workspace/people');
  const list = page.getByRole('region', { name: 'List', exact: true });
  const all = list.getByLabel('Select all of this page');
  const count = page.getByRole('status').getByText(/^(\d+ people|Counting…)$/);
  await expect(count).toHaveText('2 people');
  await all.check();
  let release = (): void => {};
  const rows = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/list_people?*', async (route) => {
    await rows;
    await route.continue();
  });
  const counted = page.waitForResponse(/\/api\/count_people\?/);
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: 'Leads' }).click();
  await (await counted).finished();
  await expect(all).not.toBeChecked();
  await expect(list).toHaveAttribute('inert');
  await expect(count).toHaveText('Counting…');
  release();
  await expect(page.getByRole('heading', { name: 'Nobody fits.' })).toBeVisible();
  await expect(count).toHaveText('0 people');
  await page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: 'Users' }).click();
  await all.check();
  await expect(page.getByRole('region', { name: 'Selected', exact: true })).toContainText('2 selected');
});
