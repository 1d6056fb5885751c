// A brewing guide and its clock.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';
import { ownClock, until } from '../../fixtures/clock.ts';

const time = (page: Page) => page.getByRole('timer');
const current = (page: Page) => page.locator('[aria-current=step]');
const said = (page: Page) => page.getByRole('region', { name: 'Step by step' }).getByRole('status');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test.describe('the clock of a guide', () => {
  test.beforeEach(async ({ page }) => {
    await ownClock(page);
    // Half a minute without one would be reported on the console, and these tests let minutes pass.
    let pings = 0;
    page.on('response', (response) => void (pings += Number(response.url().endsWith('/messenger/web/ping'))));
    await open(page, '/brewing/pour-over');
    if (test.info().project.name === 'embedded') await until(page.context(), () => pings).toBe(1);
  });

  test('walks through the steps, says so, and ends', async ({ page }) => {
    await expect(time(page)).toHaveText('0:45');
    await expect(current(page)).toHaveCount(0);
    await button(page, 'Start the timer').click();
    await expect(current(page)).toContainText('Bloom');
    await expect(said(page)).toHaveText('Started. Step 1 of 5: Bloom, 45 s');
    await page.clock.runFor(20_000);
    await expect(time(page)).toHaveText('0:25');
    await expect(said(page)).toHaveText('Started. Step 1 of 5: Bloom, 45 s');
    await page.clock.runFor(15_000);
    await expect(said(page)).toHaveText('10 s left');
    await page.clock.runFor(10_000);
    await expect(current(page)).toContainText('First pour');
    await expect(said(page)).toHaveText('Step 2 of 5: First pour, 30 s');
    await page.clock.runFor(140_000);
    await expect(said(page)).toHaveText('Done. Enjoy your coffee.');
    await expect(time(page)).toHaveText('0:00');
    await button(page, 'Once more').click();
    await expect(current(page)).toContainText('Bloom');
  });

  test('pauses, goes on, skips and resets', async ({ page }) => {
    await button(page, 'Start the timer').click();
    await page.clock.runFor(10_000);
    await button(page, 'Pause').click();
    const held = await time(page).innerText();
    await page.clock.runFor(60_000);
    await expect(time(page)).toHaveText(held);
    await button(page, 'Go on').click();
    await button(page, 'Next step').click();
    await expect(current(page)).toContainText('First pour');
    await button(page, 'Reset').click();
    await expect(time(page)).toHaveText('0:45');
    await expect(button(page, 'Start the timer')).toBeVisible();
    await expect(current(page)).toHaveCount(0);
  });

  test('is right after a sleep in which nothing ticked', async ({ page }) => {
    await button(page, 'Start the timer').click();
    await page.clock.fastForward(50_000);
    await expect(current(page)).toContainText('First pour');
    await expect(time(page)).toHaveText(/^0:[012]\d$/);
  });

  test('runs on while the number of cups changes', async ({ page }) => {
    await button(page, 'Start the timer').click();
    await page.clock.runFor(5_000);
    await page.getByRole('link', { name: '3 cups' }).click();
    await expect(page).toHaveURL('/brewing/pour-over?cups=3');
    await expect(page.getByText('Scale: 750 g')).toBeVisible();
    await expect(button(page, 'Pause')).toBeVisible();
    await expect(time(page)).not.toHaveText('0:45');
  });
});

test('the clock of a cold brew runs on while its page is away, and begins anew after a reset', async ({ page }) => {
  await open(page, '/brewing/cold-brew');
  await button(page, 'Start the timer').click();
  await button(page, 'Next step').click();
  const step = await current(page).innerText();
  await page.reload();
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(current(page)).toHaveText(step, { useInnerText: true });
  await page.getByRole('banner').getByRole('link', { name: 'Brewing' }).click();
  await page.getByRole('link', { name: 'French press' }).click();
  await expect(button(page, 'Start the timer')).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: 'Cold brew' }).click();
  await expect(button(page, 'Pause')).toBeVisible();
  await button(page, 'Reset').click();
  await page.reload();
  await expect(button(page, 'Start the timer')).toBeVisible();
  await expect(current(page)).toHaveCount(0);
});

test('a guide leads to coffees that like it, and a coffee back to its guides', async ({ page }) => {
  await open(page, '/brewing');
  await page.getByRole('link', { name: 'Moka pot' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Moka pot');
  await page.getByRole('link', { name: 'Ballast' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ballast');
  await page.getByRole('link', { name: 'Moka pot' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Moka pot');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('steps and times are read, and no button pretends', async ({ page }) => {
    await page.goto('/brewing/french-press');
    await expect(page.getByRole('region', { name: 'Step by step' }).getByRole('listitem')).toHaveCount(5);
    await expect(page.getByText('3 min 30 s')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Step by step' }).getByRole('button')).toHaveCount(0);
    await page.getByRole('link', { name: '4 cups' }).click();
    await expect(page.getByText('Scale: 1000 g')).toBeVisible();
  });
});
