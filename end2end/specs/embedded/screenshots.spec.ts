// Takes the README's pictures, with UPDATE_SCREENSHOTS=1 alone: what the pages show, other specs test.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { accountMenu, customer, logIn, signIn, teammate } from '../../people.ts';

const LARGEST = 240 * 1024;

test.skip(!process.env.UPDATE_SCREENSHOTS, 'it takes pictures, and tests nothing');
test.use({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });

async function picture(page: Page, name: string): Promise<void> {
  const image = await page.screenshot({ path: `screenshots/${name}.png`, animations: 'disabled', caret: 'hide' });
  expect(image.length).toBeLessThan(LARGEST);
}

test('the shop', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('main').getByRole('listitem').filter({ has: page.locator('.bag') })).toHaveCount(4);
  await picture(page, 'shop');
});

test('the inspector after a visit', async ({ context }) => {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  const arrived = (count: number) => expect(inspector.getByText(new RegExp(`^${count} of ${count} route changes? arrived`))).toBeVisible();

  const shop = await context.newPage();
  await open(shop, '/coffees');
  await arrived(1);
  await shop.getByRole('link', { name: 'Lighthouse Blend' }).click();
  await arrived(2);
  await shop.getByRole('link', { name: 'Log in' }).click();
  await arrived(3);
  await logIn(shop, customer);
  await expect(shop).toHaveURL('/coffees/lighthouse-blend');
  await expect(inspector.getByText(/Verified user/)).toBeVisible();
  await accountMenu(shop).click();
  await shop.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(inspector.getByText('session ended')).toBeVisible();
  await arrived(5);
  await inspector.bringToFront();
  await inspector.getByRole('button', { name: /intercom_user_jwt/ }).first().click();
  await expect(inspector.getByText('signature hidden')).toBeVisible();
  await picture(inspector, 'lifecycle');
});

test('a conversation, at the inbox and in the shop', async ({ page, browser, baseURL }) => {
  await signIn(page.context(), baseURL!, customer);
  await open(page, '/coffees/lighthouse-blend');
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await page.getByRole('button', { name: 'Open chat' }).click();
  await panel.getByRole('button', { name: /^Send us a message/ }).click();
  const message = panel.getByLabel('Message', { exact: true });
  await message.fill('Would the Lighthouse Blend suit a moka pot?');
  await message.press('Enter');
  await expect(panel.locator('.said.mine time')).toHaveCount(1);

  const desk = await (await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 }, colorScheme: 'light' })).newPage();
  await signIn(desk.context(), baseURL!, teammate);
  await open(desk, '/workspace/inbox');
  await desk.locator('.conv').click();
  await desk.getByRole('button', { name: 'Note', exact: true }).click();
  await desk.getByLabel('Note for teammates').fill('She bought a grinder in March.');
  await desk.getByRole('button', { name: 'Add note' }).click();
  await expect(desk.getByText('She bought a grinder')).toBeVisible();
  await desk.getByRole('button', { name: 'Reply', exact: true }).click();
  await desk.getByLabel('Reply', { exact: true }).fill('It does, **finely ground**:\n\n- 18 g of coffee\n- a low flame, and the lid open');
  await desk.getByLabel('Reply', { exact: true }).press('Enter');
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await expect(desk.getByText('Seen', { exact: true })).toBeVisible();
  await page.mouse.move(0, 0);
  await picture(desk, 'inbox');
  await picture(page, 'conversation');
  await desk.context().close();
});
