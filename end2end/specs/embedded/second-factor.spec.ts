// A teammate's second factor: codes of an authenticator app.
import { createHmac } from 'node:crypto';

import { awake, expect, open, test } from '../../alone.ts';
import { password, signIn, teammate } from '../../people.ts';

test.use({ settings: { TEAMMATES_SECOND_FACTOR: 'required' } });

/** What an authenticator with this secret shows, so many seconds from now (RFC 6238). */
function code(secret: string, seconds = 0): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1_000 + seconds) / 30)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return `${(hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000}`.padStart(6, '0');
}

test('a teammate who has to have one sets it up, and logs in with a code from then on', async ({ page, context, baseURL, browser, watch }) => {
  await signIn(context, baseURL, teammate);
  watch.expectFailure('GET /workspace/inbox 403');
  await page.goto('/workspace/inbox');
  await awake(page);
  await page.getByRole('main').getByRole('link', { name: 'Second factor' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
  await awake(page);
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: 'The secret as a QR code' })).toBeVisible();
  const secret = await page.locator('main code').innerText();
  await page.getByLabel('Code of your authenticator').fill(code(secret));
  await page.getByRole('button', { name: 'Switch it on' }).click();
  await expect(page.getByRole('status').getByText('Your log-in asks for a code now.')).toBeVisible();
  await expect(page.getByText('On', { exact: true })).toBeVisible();
  await open(page, '/workspace/inbox');
  await expect(page.getByRole('heading', { name: 'Conversations' })).toBeVisible();

  const other = await browser.newContext({ baseURL });
  const there = await other.newPage();
  await open(there, '/login?next=/workspace/inbox');
  const field = there.getByLabel('Code of your authenticator');
  await there.getByLabel('Email').fill(teammate.email);
  await there.getByLabel('Password', { exact: true }).fill(password);
  await there.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(there.getByRole('alert').getByText('Enter the code that your authenticator shows.')).toBeVisible();
  // That of the next 30 seconds is taken, too: this one is used.
  await field.fill(code(secret, 30));
  await field.press('Enter');
  await expect(there.getByRole('heading', { name: 'Conversations' })).toBeVisible();
  await other.close();

  const plain = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const form = await plain.newPage();
  await form.goto('/login?next=/workspace/inbox');
  await form.getByLabel('Email').fill(teammate.email);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(form.getByLabel('Code of your authenticator')).toBeVisible();
  await plain.close();
});

test('a code that is typed right after the picture came stays: the page reads its state again only after a change', async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, teammate);
  await open(page, '/workspace/second-factor');
  const reads: string[] = [];
  page.on('request', (request) => void (request.url().includes('/api/workspace_second_factor') && reads.push(request.url())));
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: 'The secret as a QR code' })).toBeVisible();
  await page.getByLabel('Code of your authenticator').fill('123456');
  expect(reads).toEqual([]);
  await expect(page.getByLabel('Code of your authenticator')).toHaveValue('123456');
});
