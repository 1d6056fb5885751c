// The inspector under the shop, in one window.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';

const MESSENGER = '#intercom-container, .intercom-lightweight-app';
const dock = (page: Page) => page.getByRole('complementary', { name: 'Lifecycle inspector' });

async function docked(page: Page): Promise<void> {
  await open(page, '/lifecycle');
  await page.getByRole('link', { name: 'Dock it on the shop' }).click();
  await expect(dock(page)).toBeVisible();
}

test('docked, a visit is watched in the window where it happens, and no change of page or reload ends it', async ({ page }) => {
  await docked(page);
  await expect(dock(page).getByText('1 of 1 route change arrived, one ping')).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(dock(page).locator('li.crossed').last()).toContainText(/→ \/coffees/);
  await expect(dock(page).getByText('2 of 2 route changes arrived')).toBeVisible();
  await page.reload();
  await awake(page);
  await expect(dock(page).getByText(/^\d+ of \d+ route changes? arrived/)).toBeVisible();
});

test('it is remembered in its own tab alone, and closed for good', async ({ page, context }) => {
  await docked(page);
  const other = await context.newPage();
  const asked: string[] = [];
  other.on('request', (request) => asked.push(request.url()));
  await open(other, '/');
  // The Messenger is begun after the inspector, which is awaited where there is one.
  await expect(other.locator(MESSENGER).first()).toBeAttached();
  await expect(dock(other)).toHaveCount(0);
  const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/lifecycle/stream'));
  await dock(page).getByRole('button', { name: 'Close the inspector' }).click();
  await ended;
  await expect(dock(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.locator('body')).not.toHaveClass(/has-dock/);
  await page.reload();
  await awake(page);
  await expect(page.locator(MESSENGER).first()).toBeAttached();
  await expect(dock(page)).toHaveCount(0);
  expect(asked.filter((url) => url.includes('split_dock') || url.includes('/lifecycle/stream'))).toEqual([]);
});

test('it covers neither the end of the page nor the launcher', async ({ page }) => {
  await docked(page);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const top = async () => (await dock(page).boundingBox())!.y;
  const footer = page.getByRole('contentinfo');
  await expect.poll(async () => (await footer.boundingBox())!.y + (await footer.boundingBox())!.height).toBeLessThanOrEqual((await top()) + 1);
  const launcher = page.locator('.intercom-launcher, .intercom-lightweight-app-launcher').first();
  await expect(launcher).toBeVisible();
  await expect.poll(async () => (await launcher.boundingBox())!.y + (await launcher.boundingBox())!.height).toBeLessThanOrEqual(await top());
});

test('its height follows the arrow keys and the pointer, and is remembered', async ({ page }) => {
  await docked(page);
  const edge = dock(page).getByRole('separator', { name: 'Height of the inspector' });
  const height = async () => (await dock(page).boundingBox())!.height;
  const usual = await height();
  await edge.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(height).toBeGreaterThan(usual);
  await page.keyboard.press('Home');
  await expect(edge).toHaveAttribute('aria-valuenow', '20');
  const low = await height();
  expect(low).toBeLessThan(usual);
  const box = (await edge.boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, 300, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await dock(page).boundingBox())!.y / 10)).toBe(30);
  const drawn = await height();
  await page.reload();
  await expect(dock(page)).toBeVisible();
  await expect.poll(height).toBe(drawn);
});

test('a moment opens in the dock, and the whole page is one link away', async ({ page }) => {
  await docked(page);
  await dock(page).getByRole('button', { name: /^boot\(/ }).first().click();
  await expect(dock(page).getByRole('region', { name: 'Selected moment' })).toContainText('A visitor');
  await dock(page).getByRole('link', { name: 'Whole page' }).click();
  await expect(page).toHaveURL('/lifecycle');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lifecycle');
});

for (const [device, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing in the dock', async ({ page }) => {
        await docked(page);
        await dock(page).getByRole('button', { name: /^boot\(/ }).first().click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([]);
      });
    });
  }
}
