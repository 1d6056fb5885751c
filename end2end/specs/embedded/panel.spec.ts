// The panel in its frame, over the shop: who is greeted, who may reach what, keyboard and focus, its states.
import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Page, Request } from '@playwright/test';

import { customer } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

const launcher = (page: Page) => page.getByRole('button', { name: /^(Open|Close) chat/ });
const box = (page: Page) => page.getByRole('dialog', { name: 'Messenger' });
const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const title = (page: Page) => panel(page).getByRole('heading', { level: 1 });
const call = (page: Page, ...rest: unknown[]) => page.evaluate((rest) => window.Intercom?.(...(rest as [string])), rest);

async function open(page: Page): Promise<void> {
  await launcher(page).click();
  await expect(box(page)).toBeVisible();
}

/** Until the launcher stands for a panel that is closed. */
async function isClosed(page: Page): Promise<void> {
  await expect(page.locator('.intercom-launcher')).toHaveAttribute('aria-expanded', 'false');
  await expect(box(page)).toBeHidden();
}

/** Answers to this call are lost from now on; how many were. */
async function lose(page: Page, path: string): Promise<() => number> {
  let lost = 0;
  await page.route(`**${path}*`, (route) => {
    lost += 1;
    return route.abort();
  });
  return () => lost;
}

/** The page has heard that its request to this call failed. */
const failed = (page: Page, path: string) =>
  page.waitForEvent('requestfailed', (request: Request) => new URL(request.url()).pathname === path);

test('an open panel follows from visitor to user, and at the log-out closes and forgets', async ({ page, shop, messenger }) => {
  // So high that the account menu is beside the panel.
  await page.setViewportSize({ width: 1440, height: 1200 });
  await shop.open('/login');
  await open(page);
  await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
  await shop.logIn(customer);
  await expect(title(page)).toHaveText('Hello Marit');
  await shop.logOut();
  await expect.poll(() => messenger.received.at(-1)?.reply.person?.type).toBe('visitor');
  await isClosed(page);
  await expect.poll(() => page.frames().length, 'nothing of the last person stays').toBe(1);
  await open(page);
  await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
  await expect(panel(page).getByText('Marit')).toHaveCount(0);
});

test('the frame has no origin, no cookies and no way to the page; its credential is nowhere to be found', async ({ page, context, shop, messenger }) => {
  const requests: { url: string; headers: Record<string, string> }[] = [];
  context.on('request', async (request) => {
    if (request.url().includes('/messenger/web/')) requests.push({ url: request.url(), headers: await request.allHeaders() });
  });
  await shop.open('/login');
  await shop.logIn(customer);
  await expect.poll(() => messenger.received.at(-1)?.reply.person?.type).toBe('user');
  await open(page);
  await expect(title(page)).toHaveText('Hello Marit');

  const frame = page.locator('iframe[name="intercom-messenger-frame"]');
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads');
  await expect(frame).toHaveJSProperty('credentialless', true);
  const inside = page.frame({ name: 'intercom-messenger-frame' })!;
  const reach = await inside.evaluate(() => {
    const tried = (act: () => unknown) => {
      try {
        return String(act());
      } catch (error) {
        return (error as Error).name;
      }
    };
    return [tried(() => self.origin), tried(() => parent.document.title), tried(() => document.cookie), tried(() => localStorage.length)];
  });
  expect(reach).toEqual(['null', 'SecurityError', 'SecurityError', 'SecurityError']);

  const asked = () => requests.find(({ url, headers }) => url.includes('/home') && headers.authorization);
  await expect.poll(asked).toBeTruthy();
  const home = asked()!;
  const credential = home.headers.authorization!.replace('Bearer ', '');
  expect(credential.length).toBeGreaterThan(40);
  expect(home.headers.origin).toBe('null');
  expect(home.headers.cookie).toBe(undefined);
  for (const { url } of requests) expect(url).not.toContain(credential);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]) + document.documentElement.outerHTML);
  expect(kept).not.toContain(credential);
  expect(await inside.content()).not.toContain(credential);
});

test('the keyboard opens it, stays in it, closes it with Escape inside and outside, and is back where it was', async ({ page, shop }) => {
  await shop.open('/');
  await launcher(page).focus();
  await page.keyboard.press('Enter');
  await expect(title(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(panel(page).getByRole('button', { name: 'Close chat' })).toBeFocused();
  await page.keyboard.press('Escape');
  await isClosed(page);
  await expect(launcher(page)).toBeFocused();

  const brand = page.getByRole('banner').getByRole('link', { name: 'Tidewater' });
  await brand.focus();
  await call(page, 'show');
  await expect(title(page)).toBeFocused();
  await panel(page).getByRole('button', { name: 'Close chat' }).press('Enter');
  await expect(brand).toBeFocused();

  await call(page, 'show');
  await expect(title(page)).toBeFocused();
  await brand.focus();
  await page.keyboard.press('Escape');
  await isClosed(page);
  await expect(brand).toBeFocused();
});

test('a session that has ended on the server is said to have ended, and shows nothing of the person', async ({ page, shop, watch, messenger, baseURL }) => {
  watch.expectFailure('GET /messenger/web/home* 401');
  await shop.open('/login');
  await shop.logIn(customer);
  await expect.poll(() => messenger.received.at(-1)?.reply.person?.type).toBe('user');
  const asked = page.waitForRequest((request) => request.url().includes('/web/home') && request.method() === 'GET');
  await open(page);
  await expect(title(page)).toHaveText('Hello Marit');
  const { authorization } = await (await asked).allHeaders();
  // Closed first: an open panel has a stream, which may hear of the end sooner.
  await page.keyboard.press('Escape');
  await isClosed(page);
  await page.request.post(`${baseURL}/messenger/web/shutdown`, { headers: { authorization: authorization! } });
  await open(page);
  await expect(title(page)).toHaveText('This session has ended');
  await expect(panel(page).getByText('Marit')).toHaveCount(0);
});

test('a panel whose document did not come is asked for again when it is opened again', async ({ page, shop, watch }) => {
  const PANEL = '/messenger/web/panel';
  watch.expectFailure(`GET ${PANEL}?* network`);
  await shop.open('/');
  await expect(launcher(page)).toBeVisible();
  const lost = await lose(page, PANEL);
  const first = failed(page, PANEL);
  await call(page, 'show');
  await first;
  expect(lost()).toBe(1);
  await page.unroute(`**${PANEL}*`);
  await launcher(page).click();
  await open(page);
  await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, colorScheme, hasTouch: true });

    test('it fills the screen, with a close button of its own and nothing that axe complains of', async ({ page, shop }) => {
      await shop.open('/');
      await open(page);
      await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
      await expect.poll(() => box(page).boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
      await expect(page.locator('.intercom-launcher')).toBeHidden();
      const close = panel(page).getByRole('button', { name: 'Close chat' });
      expect((await close.boundingBox())!.height).toBeGreaterThanOrEqual(44);
      const { violations } = await new AxeBuilder({ page }).include('#intercom-container').options({ preload: false }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/panel-phone-${colorScheme}.png` });
      await close.click();
      await isClosed(page);
      await expect(page.locator('.intercom-launcher')).toBeFocused();
    });
  });
}
