// The timeline by keyboard, and what a screen reader announces.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { called, report, streams } from '../../lanes.ts';

const COUNT = 300;
const MANY = Array.from({ length: COUNT }, (_, at) => called(at + 1, at * 1000, 'show', { url: `/${at + 1}`, title: '' }));

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const call = (page: Page, url: string) => timeline(page).getByRole('button', { name: new RegExp(`${url}$`) });
const card = (page: Page) => page.getByRole('complementary', { name: 'Selected moment' });

test('arrows, Home and End lead through all moments, Enter opens one, Escape brings the focus back', async ({ page }) => {
  await streams(page, MANY);
  await open(page, '/lifecycle');
  await expect(call(page, `/${COUNT}`)).toBeVisible();
  await timeline(page).focus();
  await page.keyboard.press('End');
  await expect(call(page, `/${COUNT}`)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(call(page, `/${COUNT - 1}`)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(call(page, '/1')).toBeFocused();
  await expect(call(page, '/1')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowDown');
  await expect(call(page, '/12')).toBeFocused();
  await expect(call(page, '/12')).toBeInViewport({ ratio: 1 });

  await page.keyboard.press('Enter');
  await expect(card(page)).toBeFocused();
  await expect(card(page)).toContainText('/12');
  // Also from far away.
  await timeline(page).evaluate((lanes) => lanes.scrollTo(0, lanes.scrollHeight));
  await expect(call(page, '/12')).not.toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(call(page, '/12')).toBeFocused();
  await expect(card(page)).toContainText('Choose a call');
});

test('the list is one tab stop, and each moment says which of how many it is', async ({ page }) => {
  await streams(page, MANY);
  await open(page, '/lifecycle');
  await expect(call(page, `/${COUNT}`)).toBeVisible();
  await timeline(page).focus();
  await page.keyboard.press('Home');
  await expect(call(page, '/1')).toBeFocused();
  const first = timeline(page).getByRole('listitem').first();
  await expect(first).toHaveAttribute('aria-posinset', '1');
  await expect(first).toHaveAttribute('aria-setsize', String(COUNT));
  await expect(timeline(page).locator('.act[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(timeline(page).locator(':focus')).not.toHaveAttribute('class', 'act');
});

test('new moments do not take the focus or the place from who reads older ones', async ({ page }) => {
  await open(page, '/lifecycle');
  await expect(page.getByText('Following')).toBeVisible();
  const entry = (seq: number) => ({ page: 'made-up', seq, at_ms: Date.now() + seq, kind: 'Blocked' });
  await report(page, Array.from({ length: 60 }, (_, at) => entry(at + 1)));
  await expect(page.getByRole('button', { name: 'All 60' })).toBeVisible();
  await timeline(page).focus();
  await page.keyboard.press('Home');
  const first = timeline(page).getByRole('listitem').first().getByRole('button');
  await expect(first).toBeFocused();
  await report(page, [entry(61), entry(62)]);
  await expect(page.getByRole('button', { name: 'All 62' })).toBeVisible();
  await expect(first).toBeFocused();
  await expect(first).toBeInViewport();
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(timeline(page).locator('[aria-posinset="62"]')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Newest' })).toHaveCount(0);
});

test('the tally is announced politely and not with every moment', async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const status = (target instanceof Element ? target : target.parentElement)?.closest('[role=status]');
          if (status?.textContent) said.push(status.textContent);
        }
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
  });
  await streams(page, MANY.map((_, at) => called(at + 1, at * 1000, 'update', { url: `/${at + 1}` })));
  await open(page, '/lifecycle');
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await expect.poll(said).toContain(`${COUNT} route changes so far, 0 received`);
  expect((await said()).length).toBeLessThan(5);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the sheet takes the focus and gives it back', async ({ page }) => {
    await streams(page, MANY);
    await open(page, '/lifecycle');
    await call(page, `/${COUNT}`).tap();
    await expect(card(page)).toBeFocused();
    await card(page).getByRole('button', { name: 'Close' }).tap();
    await expect(card(page)).toBeHidden();
    await expect(call(page, `/${COUNT}`)).toBeFocused();
  });
});
