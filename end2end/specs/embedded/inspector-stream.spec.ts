// The stream: loading, cut, and opened again where it ended.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { called, streams } from '../../lanes.ts';

const moments = (page: Page) => page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');

test('a stream that is cut again and again goes on after the last message, nothing lost, nothing twice', async ({ page }) => {
  const call = (seq: number) => called(seq, seq * 1000, 'show', { url: `/${seq}` });
  const asked = await streams(page, [call(1), call(2)], [], [call(3)], [call(4)]);
  await open(page, '/lifecycle');
  for (const expected of ['/2', '/3', '/4']) await expect(moments(page).last()).toContainText(expected);
  await expect.poll(() => asked).toEqual([
    '/lifecycle/stream',
    '/lifecycle/stream?after=2',
    '/lifecycle/stream?after=2',
    '/lifecycle/stream?after=3',
    '/lifecycle/stream?after=4',
  ]);
  await expect(moments(page)).toHaveCount(4);
});

test('before the stream answers the lanes show that they load', async ({ page }) => {
  await streams(page);
  await open(page, '/lifecycle');
  await expect(page.getByRole('group', { name: 'Loading' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nothing has happened yet' })).toHaveCount(0);
});

test.describe('a server that is away', () => {
  test.use({ excused: ['GET /lifecycle/stream network ×1+'] });

  test('is waited for, with a way to try at once, and the moments stay', async ({ page }) => {
    await page.route('**/lifecycle/stream', (route) => route.abort());
    await open(page, '/lifecycle');
    await expect(page.getByRole('heading', { name: 'The live stream is cut' })).toBeVisible();
    await expect(page.getByText(/Trying again in \d+ s/)).toBeVisible();
    await streams(page, [called(1, 0, 'show')]); // the later route is the one that answers
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(moments(page)).toHaveCount(1);
    await expect(page.getByText('The live stream is cut.').first()).toBeVisible();
    await expect(moments(page)).toHaveCount(1);
  });
});
