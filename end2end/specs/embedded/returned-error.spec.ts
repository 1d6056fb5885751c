import { expect, open, test } from '../../clean.ts';

/** The address to which the server sends a plain form back, with the error that it refused the form with. */
function returned(page: string, called: string, error: unknown) {
  const encoded = Buffer.from(JSON.stringify(error)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  return `${page}?${new URLSearchParams({ __path: `/api/${called}`, __err: encoded })}`;
}

test('the error of a plain form stays when the page wakes up, and a later answer takes its place', async ({ page, watch }) => {
  watch.expectFailure('POST /api/log_in 401');
  await open(page, returned('/login', 'log_in', { TooMany: { seconds: 1800 } }));
  await expect(page.getByRole('alert')).toHaveText('Too many tries. Try again in 30 minutes.');
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('Email or password is not right. Check both and try again.');
});

test('an error with letters of any script is read from the address', async ({ page }) => {
  // Its bytes need both letters by which base64 in an address differs.
  const message = 'þÿ?>~ Ångström ☕';
  expect(returned('/plans', 'add_to_cart', { Conflict: { message } })).toMatch(/-.*_|_.*-/);
  await open(page, returned('/plans', 'add_to_cart', { Conflict: { message } }));
  // Nothing says which plan's form was sent: each of them shows it.
  await expect(page.getByRole('alert')).toHaveText(Array(3).fill('This cannot be accepted. Check it and try again.'));
});

test('the error of another form does not show', async ({ page }) => {
  await open(page, returned('/login', 'sign_up', 'Forbidden'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
