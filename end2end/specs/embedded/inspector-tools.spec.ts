// Filter, pause, clear, files and their replay.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accepted, became, called, refused, report, streams, type Lane } from '../../lanes.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${encode({ alg: 'HS256' })}.${encode({ user_id: 'u_1', name: 'Marit' })}`;
const marit = { name: 'Marit', user_id: 'u_1', verified: true };

const VISIT: Lane[] = [
  called(1, 0, 'boot'),
  became(2, 1, 'p1'),
  accepted(1, 30, 'p1'),
  called(3, 1000, 'update', { url: '/coffees' }),
  became(4, 3, 'p2'),
  accepted(2, 1020, 'p2', { impression: 2 }),
  called(5, 2000, 'boot', { url: '/account', token }),
  became(6, 5, 'p3'),
  accepted(3, 2040, 'p3', { person: marit, impression: 3 }),
  called(7, 3000, 'update', { url: '/orders' }),
  became(8, 7, 'p4'),
  refused(4, 3022, 'p4'),
  called(9, 4000, 'shutdown', { url: '/orders' }),
];

const moments = (page: Page) => page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
const chip = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} \\d+$`) });

test('chips count and show one kind, people and words narrow it further', async ({ page }) => {
  await streams(page, VISIT);
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(5);
  for (const [name, count] of Object.entries({ All: 5, Routes: 4, Boot: 2, Refused: 1, Shutdown: 1, Warnings: 0 })) {
    await expect(chip(page, name)).toHaveText(`${name} ${count}`);
  }
  await chip(page, 'Boot').click();
  await expect(moments(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Person' }).selectOption('Marit, u_1');
  await expect(moments(page)).toHaveCount(1);
  await expect(moments(page)).toContainText('intercom_user_jwt');
  await page.getByRole('searchbox', { name: 'Find a path or a call' }).fill('COFFEES');
  await expect(page.getByRole('heading', { name: 'Nothing fits the filter' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(moments(page)).toHaveCount(5);
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await page.getByRole('searchbox').fill('coffees');
  await expect(moments(page)).toHaveCount(1);
});

test('a pause keeps what comes meanwhile, counts its route changes, and shows it afterwards; clear forgets it', async ({ page }) => {
  await open(page, '/lifecycle');
  await expect(page.getByText('Following')).toBeVisible();
  const entry = (seq: number) => {
    const call = { method: 'update', url: `/${seq}`, title: 'A page', arguments: null, token: null };
    return { page: 'made-up', seq, at_ms: Date.now(), kind: { Called: call } };
  };
  await report(page, [entry(1)]);
  await expect(moments(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused. No route change waits.')).toBeVisible();
  await report(page, [entry(2)]);
  await expect(page.getByText('Paused. 1 route change waits.')).toBeVisible();
  await report(page, [entry(3), { ...entry(4), kind: 'Blocked' }]);
  await expect(page.getByText('Paused. 2 route changes wait.')).toBeVisible();
  await expect(moments(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Go on 2' }).click();
  await expect(moments(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing has happened yet' })).toBeVisible();
  await report(page, [entry(5)]);
  await expect(moments(page)).toHaveCount(1);
  // In this tab it stays so.
  await page.reload();
  await expect(page.getByText('Following')).toBeVisible();
  await expect(moments(page)).toHaveCount(1);
});

async function exported(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^lifecycle-20\d\d-\d\d-\d\d-\d{4}\.json$/);
  return readFile(await download.path(), 'utf8');
}

const replay = (page: Page, name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

test('what is exported holds no usable token and is replayed step by step, apart from what is live', async ({ page }) => {
  const whole = called(5, 2000, 'boot', { url: '/account', token: `${token}.c2lnbmF0dXJl` });
  let goOn = (_: Lane[]) => {};
  const later = new Promise<Lane[]>((resolve) => (goOn = resolve));
  await streams(page, VISIT.map((lane, at) => (at === 6 ? whole : lane)), later);
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(5);
  const text = await exported(page);
  expect(text).toContain(token);
  expect(text).not.toContain('c2lnbmF0dXJl');

  await replay(page, 'visit.json', text);
  const bar = page.getByRole('region', { name: 'Replay' });
  await expect(bar).toContainText('Replaying visit.json');
  await expect(bar).toContainText('Not live');
  await expect(bar).toContainText('Step 1 of 9');
  await expect(moments(page)).toHaveCount(1);
  await expect(page.locator('li.crossed')).toHaveCount(0);
  await bar.getByRole('button', { name: 'Step forward' }).click();
  await expect(bar).toContainText('Step 2 of 9');
  await expect(page.locator('li.crossed')).toHaveCount(1);
  await bar.getByRole('button', { name: 'Step back' }).click();
  await expect(page.locator('li.crossed')).toHaveCount(0);
  goOn([called(10, 9000, 'show')]);
  await expect(bar).toContainText('1 more is live meanwhile');
  await expect(moments(page)).toHaveCount(1);
  await bar.getByRole('slider', { name: 'Step' }).fill('8');
  await expect(page.locator('li.crossed')).toHaveCount(4);
  await bar.getByRole('button', { name: 'Play' }).click();
  await expect(bar).toContainText('Step 9 of 9');
  await expect(bar.getByRole('button', { name: 'Step forward' })).toBeDisabled();
  await expect(bar.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(moments(page)).toHaveCount(5);
  await bar.getByRole('button', { name: 'Back to live' }).click();
  await expect(bar).toHaveCount(0);
  await expect(moments(page)).toHaveCount(6);
});

test('a file that cannot be replayed says why, and what is live stays', async ({ page }) => {
  await streams(page, VISIT);
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(5);
  for (const [text, why] of [
    ['{', /“bad.json” cannot be replayed. It is no JSON/],
    ['{"a":1}', /was not exported here/],
    ['{"format":"leptos-messenger lifecycle","version":7,"lanes":[]}', /version 7/],
    ['{"format":"leptos-messenger lifecycle","version":1,"exported_at_ms":0,"lanes":[]}', /no calls and no pings/],
  ] as const) {
    await replay(page, 'bad.json', text);
    await expect(page.getByRole('alert').filter({ hasText: why })).toBeVisible();
  }
  await expect(moments(page)).toHaveCount(5);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const width of [1440, 1280, 960]) {
  test(`however large the counts grow, nothing in the bar of tools moves, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    let goOn = (_: Lane[]) => {};
    const later = new Promise<Lane[]>((resolve) => (goOn = resolve));
    await streams(page, VISIT, later);
    await open(page, '/lifecycle');
    await expect(moments(page)).toHaveCount(5);
    const bar = page.getByRole('region', { name: 'Filter and export' });
    const places = () =>
      bar.evaluate((bar) => {
        const parts = [bar, ...bar.querySelectorAll('.chip, select, input, .button')];
        return parts.map((part) => part.getBoundingClientRect()).map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' '));
      });
    const before = await places();
    expect((await bar.boundingBox())!.height).toBeLessThan(64); // one line
    goOn(Array.from({ length: 900 }, (_, at) => called(at + 10, at + 5000, 'boot', { url: `/${at}` })));
    await expect(moments(page)).toHaveCount(500); // as many as are drawn
    expect(await places()).toEqual(before);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
    expect(await places()).toEqual(before);
  });
}

test('a row’s time stands within the row, and the dot of the newest arrival leaves its milliseconds free', async ({ page }) => {
  await streams(page, VISIT.slice(0, 3));
  await open(page, '/lifecycle');
  await expect(moments(page)).toHaveCount(1);
  const look = await moments(page).evaluate((row) => {
    const box = (of: string) => row.querySelector(of)!.getBoundingClientRect();
    const [time, card, dot] = [box('.when'), box('.app .act'), box('.ms .ping')];
    const words = document.createRange();
    words.selectNode([...row.querySelector('.ms')!.childNodes].find((part) => part instanceof Text && part.data.endsWith('ms'))!);
    // The ring grows to 3.2 times the dot.
    const ring = dot.x + dot.width / 2 + (dot.width / 2) * 3.2 + 1.5;
    return { within: time.top > card.top && time.bottom < card.bottom, free: words.getBoundingClientRect().left >= ring };
  });
  expect(look).toEqual({ within: true, free: true });
});
