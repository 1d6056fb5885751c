import { expect, open, test } from '../../alone.ts';

test('in hosted mode the app’s lane is live and the other says who keeps it', async ({ context }) => {
  const inspector = await context.newPage();
  await open(inspector, '/lifecycle');
  await expect(inspector.getByText('Following')).toBeVisible();
  await expect(inspector.getByText('The hosted workspace keeps the second lane')).toBeVisible();
  const shop = await context.newPage();
  await open(shop, '/');
  await expect(inspector.locator('li .app', { hasText: /^boot\(/ })).toHaveCount(1);
  await shop.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(inspector.locator('li .app', { hasText: /^boot\(/ })).toHaveCount(1);
  await expect(inspector.locator('li .app', { hasText: /^update\(\)/ })).toHaveCount(1);
  await expect(inspector.locator('li .work .act')).toHaveCount(0);
});
