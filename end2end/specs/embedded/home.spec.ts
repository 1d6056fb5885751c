// The panel's pages, on a page of another site: Home, Messages, the thread; its languages; where a lead can be written to.
import { begin, bubbles, hide, message, test } from '../../desk.ts';
import { expect } from '../../plain.ts';

test('Home shows who answers and the latest conversation, and the tabs lead to the list and back', async ({ plain, desk }) => {
  await plain.boot();
  await plain.intercom('show');
  const tabs = plain.panel.getByRole('navigation', { name: 'Messenger' });
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Hello');
  await expect(plain.panel.locator('.hello .face')).toHaveText('IA');
  await expect(plain.panel.getByText('Latest conversation')).toHaveCount(0);
  await tabs.getByRole('button', { name: 'Messages' }).click();
  await expect(plain.panel.getByText('No messages yet')).toBeVisible();
  await expect(tabs.getByRole('button', { name: 'Messages' })).toHaveAttribute('aria-current', 'page');

  const id = await begin(plain, desk, 'Do you post to the Faroe Islands?');
  await expect(tabs, 'a conversation has the whole panel').toBeHidden();
  await desk.reply(id, 'By the evening boat.');
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Ines Aalto');
  await plain.panel.getByRole('button', { name: 'Back' }).click();
  await tabs.getByRole('button', { name: 'Home' }).click();
  const latest = plain.panel.locator('.card', { hasText: 'Latest conversation' });
  await expect(latest.getByRole('button')).toContainText('By the evening boat.');
  await expect(latest.locator('time')).toHaveText(/^now$| ago$/);
  await latest.getByRole('button').click();
  await expect(bubbles(plain)).toHaveText(['Do you post to the Faroe Islands?', 'By the evening boat.']);
});

test('answers that come while one reads further up are counted in a pill, which leads to them', async ({ plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Which boats are there?');
  for (let boat = 1; boat <= 12; boat++) await desk.reply(id, `Boat ${boat}: ${'it goes out at six, and comes back at eight. '.repeat(2)}`);
  await expect(bubbles(plain)).toHaveCount(13);
  const pill = plain.panel.getByRole('button', { name: /new message/ });
  await expect(pill).toBeHidden();
  const scrolled = plain.panel.getByRole('region', { name: 'Conversation' });
  await scrolled.evaluate((view) => (view.scrollTop = 0));
  await desk.reply(id, 'Boat 13');
  await expect(pill).toHaveText('1 new message');
  await desk.reply(id, 'Boat 14');
  await expect(pill).toHaveText('2 new messages');
  expect(await scrolled.evaluate((view) => view.scrollTop), 'the reader stays where they read').toBe(0);
  await pill.click();
  await expect(plain.panel.getByText('Boat 14')).toBeInViewport();
  await expect(pill).toBeHidden();
  await desk.reply(id, 'Boat 15');
  await expect(plain.panel.getByText('Boat 15'), 'at the end, what is new comes into sight').toBeInViewport();
  await expect(pill).toBeHidden();
});

test('a tone says that an answer has come, where the workspace has it on', async ({ page, plain, desk }) => {
  await page.addInitScript(() => {
    const Real = window.AudioContext;
    Object.assign(window, { tones: 0, AudioContext: class extends Real { constructor() { super(); (window as any).tones += 1; } } });
  });
  const tones = () => page.frame({ name: 'intercom-messenger-frame' })!.evaluate(() => (window as any).tones as number);
  await plain.boot();
  let id = await begin(plain, desk, 'Is it fresh?');
  await desk.reply(id, 'Of Tuesday.');
  await expect(bubbles(plain)).toHaveCount(2);
  expect(await tones(), 'off at first').toBe(0);

  await desk.sets({ sound: 'true' });
  try {
    await plain.boot();
    id = await begin(plain, desk, 'And the other?');
    expect(await tones(), 'a message of one’s own is silent').toBe(0);
    await desk.reply(id, 'Of Friday.');
    await expect(bubbles(plain)).toHaveCount(2);
    await expect.poll(tones).toBe(1);
  } finally {
    await desk.sets({});
  }
});

test('a lead is asked for an e-mail once, a wrong one is said to be wrong, and the page hears of a right one', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/email 422');
  await plain.boot();
  await page.evaluate(() => {
    const calls: unknown[][] = ((window as any).supplied = []);
    (window as any).Intercom('onUserEmailSupplied', (...rest: unknown[]) => calls.push(rest));
  });
  const id = await begin(plain, desk, 'Is it fresh?');
  const email = plain.panel.getByRole('textbox', { name: /Where can we write to you/ });
  await email.fill('marit');
  await plain.panel.getByRole('button', { name: 'Save' }).click();
  await expect(plain.panel.getByText('This is not an e-mail address yet')).toBeVisible();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toBeFocused();
  // The browser takes it; the workspace does not.
  await email.fill('marit@home');
  await email.press('Enter');
  await expect(plain.panel.getByText('This is not an e-mail address yet')).toBeVisible();
  await desk.reply(id, 'From Tuesday.');
  await expect(bubbles(plain)).toHaveCount(2);
  await expect(email, 'an answer takes nothing of what is typed').toHaveValue('marit@home');
  await email.fill('marit@example.com');
  await email.press('Enter');
  await expect(plain.panel.getByText(/^Thank you. Our team sees .* and can write to you there/)).toContainText('marit@example.com');
  await expect(message(plain)).toBeFocused();
  await expect.poll(() => page.evaluate(() => (window as any).supplied)).toEqual([[]]);
  expect((await desk.read(id)).person).toMatchObject({ email: 'marit@example.com' });
  await hide(plain);
  await begin(plain, desk, 'And the other?');
  await expect(email).toHaveCount(0);
});

test('language_override decides for launcher and panel, and may change', async ({ page, plain }) => {
  await plain.boot({ language_override: 'ar' });
  await plain.intercom('show');
  const title = plain.panel.getByRole('heading', { level: 1 });
  await expect(title).toHaveText('مرحبًا');
  await expect(plain.panel.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(plain.panel.getByRole('button', { name: 'الرسائل' })).toBeVisible();
  await expect(page.locator('.intercom-launcher')).not.toHaveAttribute('aria-label', /chat$/);
  await plain.intercom('update', { language_override: 'en' });
  await expect(title).toHaveText('Hello');
  await expect(page.locator('.intercom-launcher')).toHaveAttribute('aria-label', 'Close chat');
});

test.describe('a browser that reads German', () => {
  test.use({ locale: 'de-AT' });

  test('has the Messenger in German, and an unknown language_override changes nothing', async ({ page, plain }) => {
    await plain.boot({ language_override: 'tlh' });
    await plain.intercom('show');
    await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Hallo');
    await expect(page.locator('.intercom-launcher')).toHaveAttribute('aria-label', 'Chat schließen');
  });
});
