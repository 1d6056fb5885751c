import { expect, open, test } from '../../clean.ts';
import { accountMenu, customer, signIn } from '../../people.ts';

test.beforeEach(async ({ context, baseURL }) => signIn(context, baseURL!, customer));

test('the account menu closes on Escape, on a click elsewhere and on a new page', async ({ page }) => {
  await open(page, '/');
  const [menu, inside] = [accountMenu(page), page.getByRole('link', { name: 'Orders', exact: true })];
  await menu.click();
  await expect(inside).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Account', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(inside).toBeHidden();
  await expect(menu).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(inside).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(inside).toBeHidden();

  await menu.click();
  await inside.click();
  await expect(page).toHaveURL('/orders');
  await expect(inside).toBeHidden();
  await menu.click();
  await expect(inside).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(inside).toBeHidden();
});

test('a menu lies over the open chat', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '/');
  await page.getByRole('button', { name: /^Open chat/ }).click();
  const panel = page.frameLocator('iframe[name="intercom-messenger-frame"]');
  await expect(panel.getByRole('button', { name: /^Send us a message/ })).toBeVisible();
  await accountMenu(page).click();
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await expect(page).toHaveURL('/orders');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the account menu opens and leads on', async ({ page }) => {
    await page.goto('/');
    await accountMenu(page).click();
    await page.getByRole('link', { name: 'Account', exact: true }).click();
    await expect(page).toHaveURL('/account');
  });
});
