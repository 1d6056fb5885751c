// What a moment says in full, and what warns along the way, from messages that are made up.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accepted, became, called, refused, report, streams, type Lane } from '../../lanes.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (expiresIn: number) =>
  `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ user_id: 'u_1', name: 'Marit Solheim', exp: Math.floor(Date.now() / 1000) + expiresIn })}`;
const marit = { name: 'Marit Solheim', user_id: 'u_1', verified: true };

const card = (page: Page) => page.getByRole('complementary', { name: 'Selected moment' });

async function shown(page: Page, ...lanes: Lane[]): Promise<void> {
  await streams(page, lanes);
  await open(page, '/lifecycle');
}

test('an accepted call shows its token’s life, every check in words, and its arguments to copy', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const checks = [
    { passed: true, text: 'Algorithm is HS256, the only one taken' },
    { passed: true, text: 'Signed with the key “Web”' },
  ];
  await shown(
    page,
    called(1, 0, 'boot', { url: '/account', token: token(7000), arguments: { app_id: 'tdw7k2qp' } }),
    became(2, 1, 'p'),
    accepted(1, 36, 'p', { person: marit, checks, company: 'Harbour' }),
  );
  await page.getByRole('button', { name: /^boot\(\{ app_id, intercom_user_jwt \}\)/ }).click();
  await expect(card(page).getByRole('heading', { name: 'boot as Marit Solheim' })).toContainText('Verified');
  await expect(card(page)).toContainText('on /account');
  await expect(card(page)).toContainText('there in 36 ms');
  await expect(card(page).getByText(/ends in 1 h \d+ min/)).toBeVisible();
  await expect(card(page).getByRole('img', { name: /percent of its life left/ })).toBeVisible();
  await expect(card(page).getByText('signature hidden')).toBeVisible();
  for (const { text } of checks) {
    await expect(card(page).getByRole('listitem').filter({ hasText: `Passed: ${text}` })).toBeVisible();
  }
  await expect(card(page)).toContainText('Company: Harbour');
  await card(page).getByRole('button', { name: 'Copy arguments' }).click();
  await expect(card(page).getByText('Copied')).toBeVisible();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied).toEqual({ app_id: 'tdw7k2qp', intercom_user_jwt: 'shown above' });
});

test('a page view names the messages that were for it, which showed, and why the others did not', async ({ page }) => {
  const messages = [
    { title: 'The boat is in', verdict: 'shows' },
    { title: 'Large carts', verdict: 'another_person' },
    { title: 'Grinding', verdict: { held: 'panel' } },
    { title: 'Plans', verdict: 'outranked' },
  ];
  const client = ['Session 3', 'Firefox', 'nb-NO', 'Europe/Oslo'];
  await shown(page, called(1, 0, 'update', { url: '/coffees' }), became(2, 1, 'p'), accepted(1, 36, 'p', { call: 'update', messages, client }));
  await page.getByRole('button', { name: /^update\(/ }).click();
  await expect(card(page)).toContainText('Session 3, Firefox, nb-NO, Europe/Oslo');
  for (const line of [
    'Shown: The boat is in: It shows.',
    'Not shown: Large carts: It is for other people.',
    'Not shown: Grinding: The panel was open.',
    'Not shown: Plans: Another message went first.',
  ]) {
    await expect(card(page).getByRole('listitem').filter({ hasText: line })).toBeVisible();
  }
});

test('until a moment is chosen, the latest boot is shown in full', async ({ page }) => {
  const boots = [called(1, 0, 'boot', { url: '/first' }), called(3, 20, 'boot', { url: '/latest' })];
  await shown(page, ...boots, called(4, 30, 'update', { url: '/after' }));
  await expect(card(page).getByRole('heading', { name: 'boot' })).toBeVisible();
  await expect(card(page)).toContainText('on /latest');
  await expect(page.getByRole('button', { pressed: true }).filter({ hasText: 'boot' })).toContainText('/latest');
  await page.getByRole('button', { name: /^update\(/ }).click();
  await expect(card(page)).toContainText('on /after');
  await page.keyboard.press('Escape');
  await expect(card(page)).toContainText('on /latest');
});

test('a refusal shows what was checked up to what failed, the cause and the fix', async ({ page }) => {
  const checks = [
    { passed: true, text: 'Algorithm is HS256, the only one taken' },
    { passed: false, text: 'No active key signed it' },
  ];
  await shown(page, called(1, 0, 'update', { url: '/orders', token: token(60) }), became(2, 1, 'p'), refused(1, 22, 'p', { checks }));
  const row = page.locator('li.refused');
  await expect(row).toContainText('403: The token’s signature is wrong. Nothing was stored.');
  await row.getByRole('button', { name: /Refused/ }).click();
  await expect(card(page).getByText('Passed: Algorithm is HS256')).toBeVisible();
  await expect(card(page).getByText('Failed: No active key signed it')).toBeVisible();
  await expect(card(page).getByText('Refused with 403: The token’s signature is wrong.')).toBeVisible();
  await expect(card(page).getByRole('heading', { name: 'What helps' })).toBeVisible();
  await expect(card(page).getByText('Sign it with the newest key of this workspace.')).toBeVisible();
  await expect(card(page).getByRole('link', { name: 'token debugger' })).toHaveAttribute('href', '/lifecycle/token');
});

test('a token that has ended says so, and a card follows what is learned later', async ({ page }) => {
  const call = called(1, 0, 'boot', { token: token(-90) });
  let goOn = (_: Lane[]) => {};
  const later = new Promise<Lane[]>((resolve) => (goOn = resolve));
  await streams(page, [call], later);
  await open(page, '/lifecycle');
  await page.getByRole('button', { name: /^boot\(/ }).click();
  await expect(card(page).getByText(/ended 1 min ago/)).toBeVisible();
  await expect(card(page)).toContainText('The workspace received nothing of it.');
  goOn([became(2, 1, 'p'), accepted(1, 30, 'p', { person: marit })]);
  await expect(card(page).getByText('A verified user: Marit Solheim')).toBeVisible();
});

test('warnings stand where they happened: quota, repeat, script, clock and attribute', async ({ page }) => {
  await open(page, '/lifecycle');
  const now = Date.now();
  const call = (seq: number, kind: object | string) => ({ page: 'made-up', seq, at_ms: now + seq, kind });
  const update = (seq: number) =>
    call(seq, { Called: { method: 'update', url: `/${seq}`, title: 'A page', arguments: null, token: null } });
  const updates = Array.from({ length: 21 }, (_, at) => update(at + 1));
  await report(page, [...updates, call(22, 'Blocked'), call(23, { Late: { after_ms: 12_400 } })]);
  // By a clock that is two hours slow.
  const slow = { ...update(1), page: 'slow', at_ms: now - 7_200_000 };
  await report(page, [slow], now - 7_200_000);

  const warning = (text: RegExp | string) => page.locator('.on-axis', { hasText: text });
  await expect(warning('Update 21 within 30 minutes')).toHaveCount(1);
  await expect(warning('The script is blocked')).toHaveCount(1);
  await expect(warning('The script was late: it took 12 s')).toHaveCount(1);
  await expect(warning(/clock is 2 h 0 min behind/)).toHaveCount(1);
  await expect(page.locator('.on-axis')).toHaveCount(4);
  await page.getByRole('button', { name: /^Warnings/ }).click();
  await expect(page.getByRole('region', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Warnings 4' })).toHaveAttribute('aria-pressed', 'true');
});

test('an attribute that was refused is named on the axis, and standing warnings above the lanes', async ({ page }) => {
  const refused_attributes = [{ name: 'note.text', reason: 'a name may not hold a dot' }];
  const standing = ['Identity is not enforced: anybody may boot as anybody.'];
  await shown(page, { Warnings: standing }, accepted(1, 0, 'p', { attributes: 1, refused_attributes }));
  await expect(page.locator('.on-axis')).toHaveText('Attribute “note.text” refused: a name may not hold a dot');
  await expect(page.locator('li .work')).toContainText('Partly');
  const warnings = page.getByRole('list', { name: 'Warnings of the workspace' });
  await expect(warnings.getByRole('listitem')).toHaveText(standing);
});
