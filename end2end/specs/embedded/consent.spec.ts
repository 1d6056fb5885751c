// The chat is a person's own choice, kept by the server.
import type { BrowserContext, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';

const chat = (page: Page) => page.getByRole('switch', { name: 'Chat on this site' });
const kept = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name === 'chat');

test('the switch turns chat off and on by keyboard, and the choice outlives the page', async ({ page, context }) => {
  await open(page, '/privacy');
  await expect(chat(page)).toBeChecked();
  expect(await kept(context)).toBeUndefined();
  await chat(page).focus();
  await page.keyboard.press('Space');
  await expect(chat(page)).not.toBeChecked();
  await expect.poll(async () => (await kept(context))?.value).toBe('off');
  const { httpOnly, sameSite, path } = (await kept(context))!;
  expect({ httpOnly, sameSite, path }).toEqual({ httpOnly: true, sameSite: 'Lax', path: '/' });
  await expect(chat(page)).toBeFocused();
  await expect(page).toHaveURL('/privacy');

  await page.reload();
  await expect(chat(page)).not.toBeChecked();
  await chat(page).focus();
  await page.keyboard.press('Enter');
  await expect(chat(page)).toBeChecked();
  await expect.poll(async () => (await kept(context))?.value).toBe('on');
});

test('of several presses the last one counts, and the server receives one after the other', async ({ page, context }) => {
  const sent: (string | null)[] = [];
  const answers: (() => void)[] = [];
  await page.route('**/api/set_consent', async (route) => {
    sent.push(new URLSearchParams(route.request().postData() ?? '').get('given'));
    await new Promise<void>((answer) => answers.push(answer));
    await route.continue();
  });
  await open(page, '/privacy');
  await chat(page).click();
  await expect(chat(page)).not.toBeChecked();
  await expect.poll(() => sent).toEqual(['false']);
  await chat(page).click();
  await chat(page).click();
  await chat(page).click();
  await expect(chat(page)).toBeChecked();
  expect(sent).toEqual(['false']);
  answers[0]!();
  await expect.poll(() => sent).toEqual(['false', 'true']);
  answers[1]!();
  await expect(chat(page)).toHaveAttribute('aria-busy', 'false');
  await expect.poll(async () => (await kept(context))?.value).toBe('on');
});

test('what the server thought before a press does not undo the press', async ({ page, messenger }) => {
  let answer = () => {};
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/current_consent', async (route) => {
    const response = await route.fetch();
    await mayAnswer;
    await route.fulfill({ response });
  });
  await open(page, '/privacy');
  // The Messenger begins to listen after the page is awake.
  await messenger.receives(['boot visitor at /privacy']);
  const asked = page.waitForRequest('**/api/current_consent');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await asked;
  await chat(page).click();
  await expect(chat(page)).not.toBeChecked();
  await expect(chat(page)).toHaveAttribute('aria-busy', 'false');
  const answered = page.waitForResponse('**/api/current_consent');
  answer();
  await (await answered).finished();
  // Once more round the page: by then the answer was read.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Coffees');
  await page.goBack();
  await expect(chat(page)).not.toBeChecked();
});

test('where the server cannot be reached chat stays off, and the page says so', async ({ page, context, watch }) => {
  watch.expectFailure('POST /api/set_consent network ×3');
  await page.route('**/api/set_consent', (route) => route.abort());
  await open(page, '/privacy');
  await chat(page).click();
  await expect(page.getByRole('alert')).toContainText('Chat is off on this page, but the server did not answer');
  await expect(chat(page)).not.toBeChecked();
  // It is still so on the next page, and when one comes back.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Coffees');
  await page.goBack();
  await expect(chat(page)).not.toBeChecked();

  await chat(page).click();
  await expect(page.getByRole('alert')).toContainText('Chat stays off');
  await expect(chat(page)).not.toBeChecked();

  const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/set_consent'));
  await chat(page).click();
  await failed;
  await expect(page.getByRole('alert')).toContainText('Chat stays off');
  await page.unroute('**/api/set_consent');
  await chat(page).click();
  await expect(chat(page)).toBeChecked();
  await expect.poll(async () => (await kept(context))?.value).toBe('on');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('“Try again” sends the server what it did not receive', async ({ page, context, watch }) => {
  watch.expectFailure('POST /api/set_consent network');
  await page.route('**/api/set_consent', (route) => route.abort());
  await open(page, '/privacy');
  await chat(page).click();
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await page.unroute('**/api/set_consent');
  await again.click();
  await expect.poll(async () => (await kept(context))?.value).toBe('off');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(chat(page)).not.toBeChecked();
});

test.describe('where consent has to be asked for', () => {
  test.use({ settings: { MESSENGER_CONSENT: 'asked' } });

  test('chat is off until a person switches it on', async ({ page }) => {
    await open(page, '/privacy');
    await expect(chat(page)).not.toBeChecked();
    const saved = page.waitForResponse('**/api/set_consent');
    await chat(page).click();
    await saved;
    await page.reload();
    await expect(chat(page)).toBeChecked();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the switch is a plain form', async ({ page, context }) => {
    await page.goto('/privacy');
    for (const checked of [false, true]) {
      await chat(page).click();
      await expect(page).toHaveURL('/privacy#chat');
      await expect(chat(page)).toBeChecked({ checked });
      await expect.poll(async () => (await kept(context))?.value).toBe(checked ? 'on' : 'off');
    }
  });
});
