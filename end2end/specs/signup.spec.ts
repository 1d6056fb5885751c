import { expect, open, test } from '../clean.ts';
import { freshAddress } from '../people.ts';

const secret = 'kittiwake over the bay';

test('one signs up by keyboard, comes to where one wanted to go, and the Messenger knows the new person', async ({ page, messenger }) => {
  await open(page, '/login?next=%2Forders');
  await messenger.receives(['boot visitor at /login?next=%2Forders']);
  await page.getByRole('link', { name: 'Sign up' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/signup?next=%2Forders');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const email = freshAddress();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Log in' })).toBeFocused();
  for (const text of ['Astrid Lunde', email, secret]) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/orders');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Account menu of Astrid Lunde' })).toBeVisible();
  await expect.poll(() => messenger.story().at(-1)).toMatch(/^boot \S{22} at \/orders$/);
  expect(messenger.story().slice(-2)[0]).toBe('→ sign_up');
  expect(messenger.story()).not.toContain('shutdown');
  expect(messenger.pings().at(-1)?.claims).toMatchObject({ name: 'Astrid Lunde', email });
  const shown: string[] = [];
  page.on('framenavigated', (frame) => void shown.push(new URL(frame.url()).pathname));
  await page.goBack();
  await expect(page).toHaveURL('/orders');
  expect(shown, 'the sign-up left no step behind').toEqual(['/login', '/orders']);
});
