// Two browsers at once: each has its colour and its number, and nobody's calls stand under the name of somebody else.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, signIn, teammate } from '../../people.ts';

/** A shop in a browser of its own, where this person is logged in. */
async function shopOf(browser: Browser, origin: string, person: { email: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL: origin });
  await signIn(context, origin, person);
  return context.newPage();
}

type Row = { name: string; mark: string; under: string; call: string };

/** Each row with its mark, and the name and mark of the heading above it. */
const rowsOf = (inspector: Page): Promise<Row[]> =>
  inspector.locator('.timeline').evaluate((list) => {
    let heading = { name: '', mark: '' };
    const text = (of: Element | null | undefined) => of?.textContent?.trim() ?? '';
    return [...list.children].map((row) => {
      const post = row.querySelector('.gate-post');
      if (post) heading = { name: text(post.querySelector(':scope > span > span:last-child')), mark: text(post.querySelector('.browser')) };
      return { name: heading.name, mark: text(row.querySelector('.app .browser')), under: heading.mark, call: text(row.querySelector('.app')) };
    });
  });

test('each browser has its colour and number, and a heading heads its own calls alone', async ({ context, browser, baseURL }) => {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  const marit = await shopOf(browser, baseURL!, customer);
  const arrived = async (call: RegExp, count: number) => {
    const joined = inspector.locator('li.crossed').filter({ has: inspector.locator('.app', { hasText: call }) });
    await expect(joined).toHaveCount(count);
  };
  await open(marit, '/');
  await arrived(/intercom_user_jwt/, 1);
  await expect(inspector.locator('.browser')).toHaveCount(0); // one browser needs no number
  const ines = await shopOf(browser, baseURL!, teammate);
  await open(ines, '/');
  await arrived(/intercom_user_jwt/, 2);
  const steps = [[marit, 'Coffees', '/coffees'], [ines, 'Coffees', '/coffees'], [marit, 'Plans', '/plans']] as const;
  for (const [at, [shop, link, path]] of steps.entries()) {
    await shop.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).click();
    await expect(shop).toHaveURL(path);
    await arrived(/^Browser \d\s*update/, at + 1);
  }
  await accountMenu(marit).click();
  await marit.getByRole('button', { name: 'Log out', exact: true }).click();
  await arrived(/shutdown\(\)/, 1);
  await arrived(/^Browser 1\s*boot\(\{ app_id \}\)/, 1);

  const rows = await rowsOf(inspector);
  for (const row of rows) expect(row.mark, row.call).toBe(row.under);
  const shutdown = rows.find(({ call }) => call.includes('shutdown()'))!;
  expect(shutdown).toMatchObject({ name: customer.name, mark: 'Browser 1' });
  const byInes = rows.filter(({ mark }) => mark === 'Browser 2');
  expect(new Set(byInes.map(({ name }) => name))).toEqual(new Set([teammate.name]));
  await expect(inspector.getByRole('button', { name: /^Browser 1 shutdown\(\)/ })).toBeVisible();
  await expect(inspector.getByText('Browser 2 goes on')).toBeVisible();

  const colours = () =>
    inspector.locator('.app .browser').evaluateAll((marks) => marks.map((mark) => `${mark.textContent} ${getComputedStyle(mark).backgroundColor}`));
  for (const colorScheme of ['light', 'dark'] as const) {
    await inspector.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(new Set(await colours()).size).toBe(2);
    const { violations } = await new AxeBuilder({ page: inspector }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([]);
  }
  await marit.context().close();
  await ines.context().close();
});
