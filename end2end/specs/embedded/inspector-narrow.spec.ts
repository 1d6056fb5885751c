// The inspector in half a screen, beside the shop in the other half.
import type { Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accepted, became, called, streams, type Lane } from '../../lanes.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const exp = Math.floor(Date.now() / 1000) + 7000;
const token = `${encode({ alg: 'HS256' })}.${encode({ user_id: 'demo-customer', name: 'Marit Solheim', exp })}`;
const person = { name: 'Marit Solheim', user_id: 'demo-customer', verified: true };
const merged_from = { name: 'Ginger Lapwing', impressions: 6 };

const VISIT: Lane[] = [
  called(1, 0, 'boot'),
  became(2, 1, 'p1'),
  accepted(1, 5, 'p1', { person: { name: 'Ginger Lapwing', user_id: null, verified: false } }),
  ...[3, 4, 5, 6, 7].map((seq) => called(seq, seq * 1000, 'update', { url: `/coffees/${seq}` })),
  called(8, 8000, 'boot', { url: '/account', token }),
  became(9, 8, 'p2'),
  accepted(2, 8005, 'p2', { person, merged_from, impression: 7 }),
];
const answered = { TokenAnswered: { ok: true, text: 'lives 2 h', expires_in: 7000, token } };
const TOKEN: Lane = { App: { number: 10, page: 'page', seq: 10, at_ms: Date.now(), kind: answered } };

test.use({ viewport: { width: 960, height: 900 } });

const moments = (page: Page) => page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');

/** On how many lines the parts of a bar stand, and which of them are cut off. */
const looks = (bar: Locator) =>
  bar.evaluate((bar) => {
    const parts = [...bar.querySelectorAll<HTMLElement>('h1, h2, a, button, label, select, input[type=search], .tally')];
    const seen = parts.filter((part) => part.checkVisibility());
    const boxes = seen.map((part) => part.getBoundingClientRect());
    const middles = boxes.map(({ top, bottom }) => (top + bottom) / 2);
    const room = bar.getBoundingClientRect();
    const pen = document.createElement('canvas').getContext('2d')!;
    const isCut = (part: HTMLElement, at: number) => {
      const { left, right, width } = boxes[at]!;
      const { font, paddingLeft, paddingRight } = getComputedStyle(part);
      pen.font = font;
      const words = part instanceof HTMLInputElement ? part.placeholder : part instanceof HTMLSelectElement ? part.selectedOptions[0]!.text : '';
      return left < room.left || right > room.right || pen.measureText(words).width + parseFloat(paddingLeft) + parseFloat(paddingRight) > width;
    };
    const isOneLine = Math.max(...middles) - Math.min(...middles) < 12 && room.height < 64;
    return { lines: isOneLine ? 1 : 2, cut: seen.filter(isCut).map((part) => part.outerHTML) };
  });

test('the page has two bars of a line each, with nothing cut off, and each icon has its name', async ({ page }) => {
  await streams(page, [...VISIT, TOKEN]);
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(8);
  await expect(page.getByText('2 of 7 route changes arrived')).toBeInViewport({ ratio: 1 });
  await expect(page.getByText(/^median 5 ms$/)).toBeInViewport({ ratio: 1 });
  for (const bar of [page.getByRole('banner'), page.getByRole('region', { name: 'Filter and export' })]) {
    expect(await looks(bar)).toEqual({ lines: 1, cut: [] });
  }
  for (const name of ['Token debugger', 'Dock it on the shop', 'Back to the shop']) {
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Pause', 'Clear', 'Export JSON']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('title', name);
  }
  await expect(page.getByLabel('Replay a file')).toBeAttached();
});

test('a menu shows the kinds with their counts, and filters by one', async ({ page }) => {
  await streams(page, VISIT);
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(7);
  const menu = page.getByRole('combobox', { name: 'Kind' });
  await expect(menu.getByRole('option')).toHaveText(['All 7', 'Routes 7', 'Boot 2', 'Token 0', 'Attributes 0', 'Refused 0', 'Shutdown 0', 'Warnings 0']);
  await menu.selectOption({ label: 'Boot 2' });
  await expect(moments(page)).toHaveCount(2);
  await menu.selectOption({ label: 'All 7' });
  await expect(moments(page)).toHaveCount(7);
});

test('the words about a change of person are whole', async ({ page }) => {
  await streams(page, VISIT);
  await open(page, '/lifecycle');
  const words = page.getByText('Verified user, 6 impressions of Ginger Lapwing came along');
  await expect(words).toBeVisible();
  const isWhole = (side: Locator) =>
    side.evaluate((side) => {
      const text = document.createRange();
      text.selectNodeContents(side);
      const [words, own, band] = [text, side, side.parentElement!].map((of) => of.getBoundingClientRect());
      return side.scrollWidth <= side.clientWidth && words!.right <= own!.right && words!.top >= band!.top && words!.bottom <= band!.bottom;
    });
  expect(await isWhole(words)).toBe(true);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => isWhole(words)).toBe(true);
});

test('docked, header and filters take a line each, and four rows are in sight', async ({ page }) => {
  await streams(page, VISIT);
  await open(page, '/lifecycle');
  await page.getByRole('link', { name: 'Dock it on the shop' }).click();
  const dock = page.getByRole('complementary', { name: 'Lifecycle inspector' });
  await expect(dock.getByRole('button', { name: 'Close the inspector' })).toBeVisible();
  await expect(dock.getByText(/^\d+ of \d+ route change/)).toBeVisible();
  for (const bar of [dock.locator('.top-bar'), dock.getByRole('group', { name: 'Filter', exact: true })]) {
    expect(await looks(bar)).toEqual({ lines: 1, cut: [] });
  }
  const lanes = dock.getByRole('region', { name: 'Timeline' });
  const room = () => lanes.evaluate((lanes) => lanes.clientHeight - lanes.querySelector('.lane-names')!.clientHeight);
  const row = () => lanes.locator('.moment').last().evaluate((row) => row.clientHeight);
  await expect.poll(async () => (await room()) / (await row())).toBeGreaterThanOrEqual(4);
});
