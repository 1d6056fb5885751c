// A conversation on a page of another site: what the page sees of it while the panel is closed, and what is never lost.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { picture } from '../../fixtures/picture.ts';
import { begin, bubbles, hide, message, sent, snippet, test, write } from '../../desk.ts';
import { expect, Plain, token } from '../../plain.ts';

const ENDS = { url: '**/messenger/web/message' };
const lose = (page: Page) => page.route(ENDS.url, (route) => route.abort());

test('an answer shows a badge and itself beside the launcher; opened, it is read', async ({ page, plain, desk }) => {
  await plain.boot();
  await page.evaluate(() => {
    const window_ = window as any;
    window_.counts = [];
    window_.Intercom('onUnreadCountChange', (count: number) => window_.counts.push(count));
  });
  const id = await begin(plain, desk, 'Is anybody there?');
  await hide(plain);
  await page.getByRole('link', { name: 'A link' }).focus();
  await desk.reply(id, 'Good morning! We are.');
  await expect(plain.launcher).toHaveAccessibleName('Open chat, 1 unread');
  await expect(snippet(plain)).toContainText('Good morning! We are.');
  await expect(snippet(plain)).toContainText('Ines Aalto');
  await expect(page.getByRole('link', { name: 'A link' }), 'it takes no focus').toBeFocused();
  const height = async () => (await plain.box.boundingBox())!.height;
  await expect.poll(height, 'the frame is as large as the answer').toBeLessThan(page.viewportSize()!.height / 3);

  await snippet(plain).getByRole('button', { name: /Good morning/ }).click();
  await expect(plain.launcher).toHaveAccessibleName('Close chat');
  await expect(bubbles(plain)).toHaveText(['Is anybody there?', 'Good morning! We are.']);
  await hide(plain);
  await expect(plain.launcher).toHaveAccessibleName('Open chat');
  expect(await page.evaluate(() => (window as any).counts)).toEqual([0, 1, 0]);
});

test('the answer beside the launcher goes with Escape or its button, and the badge stays', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await hide(plain);
  await desk.reply(id, 'One');
  await expect(snippet(plain)).toContainText('One');
  await expect(plain.box).toBeVisible();
  await snippet(plain).getByRole('button', { name: 'Dismiss' }).click();
  await expect(plain.box).toBeHidden();
  await desk.reply(id, 'Two');
  await expect(snippet(plain)).toContainText('Two');
  await expect(plain.box).toBeVisible();
  await page.getByRole('link', { name: 'A link' }).focus();
  await page.keyboard.press('Escape');
  await expect(plain.box).toBeHidden();
  await expect(plain.launcher).toHaveAccessibleName('Open chat, 1 unread');
});

test('tabs agree: what is written in one stands in the other, and what is read in one is read in both', async ({ context, plain, desk }) => {
  await plain.boot();
  const other = new Plain(await context.newPage(), plain.workspace);
  const id = await begin(plain, desk, 'One');
  await other.boot();
  await other.intercom('showConversation', id);
  await expect(bubbles(other)).toHaveText(['One']);
  await write(plain, 'Two');
  await expect(bubbles(other)).toHaveText(['One', 'Two']);
  await hide(plain);
  await hide(other);
  await desk.reply(id, 'Three');
  for (const tab of [plain, other]) {
    await expect(tab.launcher).toHaveAttribute('aria-label', 'Open chat, 1 unread');
    await expect(snippet(tab)).toContainText('Three');
  }
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveText(['One', 'Two', 'Three']);
  await expect(other.launcher).toHaveAttribute('aria-label', 'Open chat');
  await expect(other.box).toBeHidden();
});

test('where notifications are hidden, an answer shows the badge alone', async ({ plain, desk }) => {
  await plain.boot({ hide_notifications: true });
  const id = await begin(plain, desk, 'Hello');
  await hide(plain);
  await desk.reply(id, 'Here we are');
  await expect(plain.launcher).toHaveAccessibleName('Open chat, 1 unread');
  // The panel asks for its place beside the launcher at once after it has told the number.
  await plain.drawn();
  await expect(plain.box).toBeHidden();
  await plain.intercom('hideNotifications', false);
  await expect(snippet(plain)).toContainText('Here we are');
});

test('after a reload an unread answer is there again', async ({ plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await hide(plain);
  await desk.reply(id, 'Here we are');
  await expect(snippet(plain)).toBeVisible();
  await plain.boot();
  await expect(plain.launcher).toHaveAccessibleName('Open chat, 1 unread');
  await expect(snippet(plain)).toContainText('Here we are');
});

test('what is not sent and what is not finished survive a reload, and arrive once and in order', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  await lose(page);
  await write(plain, 'Two');
  await write(plain, 'Three');
  await message(plain).fill('Half a thought');
  await expect(plain.panel.locator('.strip')).toHaveText('Reconnecting…');
  await plain.boot();
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveText(['One', 'Two', 'Three']);
  await expect(message(plain)).toHaveValue('Half a thought');
  await page.unroute(ENDS.url);
  await expect.poll(() => desk.texts(id)).toEqual(['One', 'Two', 'Three']);
  await expect(plain.panel.getByText('Sending…')).toHaveCount(0);
  expect(await desk.texts(id), 'each once').toEqual(['One', 'Two', 'Three']);
});

test('twenty messages that are written without a connection survive a reload, and arrive in order and once', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  await plain.boot();
  const before = await desk.open();
  await lose(page);
  await plain.intercom('showNewMessage');
  const texts = Array.from({ length: 20 }, (_, number) => `Message ${number + 1}`);
  for (const text of texts) await write(plain, text);
  await expect(bubbles(plain)).toHaveText(texts);
  await plain.boot();
  await plain.intercom('showNewMessage');
  await expect(bubbles(plain)).toHaveText(texts);
  await expect(plain.panel.getByText('Sending…')).toHaveCount(texts.length);
  await page.unroute(ENDS.url);
  await sent(plain);
  const id = await desk.begun(before);
  expect(await desk.texts(id)).toEqual(texts);
  await expect(bubbles(plain)).toHaveText(texts);
});

test('a person whose session has ended is told that what they wrote is kept, and it goes out with the next one', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  watch.expectFailure('GET /messenger/web/* 401 ×1+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  await lose(page);
  await write(plain, 'Two');
  await expect(plain.panel.locator('.strip')).toHaveText('Reconnecting…');
  await page.route('**/messenger/web/{home,messages,unread,stream,conversations/}*', (route) =>
    route.fulfill({ status: 401, headers: { 'access-control-allow-origin': '*' } }),
  );
  await plain.panel.getByRole('button', { name: 'Back' }).click();
  await expect(plain.panel.getByText('What you wrote is kept here')).toBeVisible();
  await page.unrouteAll();
  await plain.boot();
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveText(['One', 'Two']);
  await expect.poll(() => desk.texts(id), 'it has gone out').toEqual(['One', 'Two']);
  await expect(plain.panel.getByText('Sending…')).toHaveCount(0);
});

test('the title of a page out of sight says how much is unread, and no ping does', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await hide(plain);
  await desk.reply(id, 'Good morning');
  await expect(plain.launcher).toHaveAttribute('aria-label', 'Open chat, 1 unread');
  await expect(page).toHaveTitle('A plain page');
  const turn = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await turn(true);
  await expect(page).toHaveTitle('(1) A plain page');
  const pings = page.waitForRequest('**/messenger/web/ping');
  await plain.intercom('update');
  expect((await pings).postDataJSON().page.title).toBe('A plain page');
  await page.evaluate(() => (document.title = 'Another page'));
  await turn(false);
  await expect(page, 'what the page says of itself meanwhile stays').toHaveTitle('Another page');
  await turn(true);
  await expect(page).toHaveTitle('(1) Another page');
  await plain.intercom('shutdown');
  await expect(page).toHaveTitle('Another page');
});

test('what a visitor could not send goes out when they have logged in', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  await plain.boot();
  await plain.intercom('showNewMessage', 'Do you post to Tromsø?');
  await expect(message(plain)).toHaveValue('Do you post to Tromsø?');
  // Once the frame is there: before, its requests would pass.
  await lose(page);
  await message(plain).press('Enter');
  await expect(plain.panel.locator('.strip')).toHaveText('Reconnecting…');
  const before = await desk.open();
  await plain.intercom('boot', { intercom_user_jwt: await token({ user_id: 'u-tromso', name: 'Astrid Lunde' }) });
  await expect.poll(async () => (await plain.intercom('whoami')).type).toBe('user');
  await page.unroute(ENDS.url);
  await expect.poll(async () => (await desk.open()).length).toBe(before.length + 1);
  const id = await desk.begun(before);
  const read = await desk.read(id);
  expect(read.parts.map(({ text }) => text)).toEqual(['Do you post to Tromsø?']);
  expect(read.person.name).toBe('Astrid Lunde');
});

test('a shutdown leaves no frame, no stream, and nothing of what was written', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  await plain.boot();
  await begin(plain, desk, 'One');
  expect(plain.openStreams()).toBe(1);
  await lose(page);
  await write(plain, 'A secret that nobody has yet');
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('A secret');
  await expect(plain.panel.locator('.strip')).toHaveText('Reconnecting…');
  await plain.intercom('shutdown');
  await expect.poll(() => plain.openStreams()).toBe(0);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).toBe('[{},{}]');
  await page.unroute(ENDS.url);
  await plain.intercom('boot', {});
  await plain.live();
  await plain.intercom('show');
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  await expect(plain.panel.getByText('One', { exact: true })).toHaveCount(0);
});

test('the page opens the list, a conversation, the composer with a text, or sends at once', async ({ plain, desk, watch }) => {
  watch.expectFailure('GET /messenger/web/conversations/1* 404');
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await hide(plain);
  await plain.intercom('showMessages');
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Messages');
  await expect(plain.panel.getByRole('button', { name: /Hello/ })).toBeVisible();
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveText(['Hello']);
  await plain.intercom('showNewMessage', 'When do you');
  await expect(message(plain)).toHaveValue('When do you');
  await expect(bubbles(plain)).toHaveCount(0);
  await plain.intercom('showConversation', '1');
  await expect(plain.panel.getByText('You are here as a visitor'), 'an invalid id opens home').toBeVisible();
  await plain.intercom('startConversation', 'Sent at once');
  await expect(bubbles(plain)).toHaveText(['Sent at once']);
  await sent(plain);
  await plain.intercom('hide');
  await desk.reply(id, 'An answer');
  await expect(plain.launcher).toHaveAccessibleName('Open chat, 1 unread');
  await plain.intercom('show');
  await expect(plain.panel.getByRole('heading', { level: 1 }), 'with something new, show opens the list').toHaveText('Messages');
  await expect(plain.panel.getByRole('button', { name: /An answer/ }).getByRole('img', { name: 'Unread' })).toBeVisible();
});

test('a divider stands at the first answer that was unread, until the conversation is opened again', async ({ plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await desk.reply(id, 'Read at once');
  await expect(bubbles(plain)).toHaveCount(2);
  await hide(plain);
  await desk.reply(id, 'First unread');
  await desk.reply(id, 'Second unread');
  await expect(snippet(plain)).toContainText('Second unread');
  await plain.intercom('showConversation', id);
  const divider = plain.panel.locator('.new');
  await expect(divider).toHaveCount(1);
  await expect(divider.locator('xpath=following-sibling::*[1]')).toContainText('First unread');
  await plain.intercom('showMessages');
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Messages');
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveCount(4);
  await expect(divider).toHaveCount(0);
});

test('another user, whom the next page of the tab boots without a shutdown, neither sees nor sends what the first one wrote', async ({ page, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  await plain.boot({ intercom_user_jwt: await token({ user_id: 'u-first', name: 'Astrid Lunde' }) });
  const id = await begin(plain, desk, 'One');
  await lose(page);
  await write(plain, 'A secret that nobody has yet');
  await message(plain).fill('Half a secret');
  await expect(plain.panel.locator('.strip')).toHaveText('Reconnecting…');
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('Half a secret');
  const before = await desk.open();
  await page.unroute(ENDS.url);
  await plain.boot({ intercom_user_jwt: await token({ user_id: 'u-next', name: 'Tomas Lind' }) });
  await plain.intercom('showNewMessage');
  await expect(message(plain)).toHaveValue('');
  await write(plain, 'My own');
  await sent(plain);
  await expect(bubbles(plain)).toHaveText(['My own']);
  const own = await desk.begun(before);
  expect((await desk.read(own)).person.name).toBe('Tomas Lind');
  expect(await desk.texts(id)).toEqual(['One']);
  await plain.intercom('showMessages');
  await expect(plain.panel.getByRole('button', { name: /My own/ })).toBeVisible();
  await expect(plain.panel.getByText(/One|secret/)).toHaveCount(0);
});

test('a command that comes before the session is there is carried out when it is', async ({ page, plain }) => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/messenger/web/ping', async (route) => {
    await asked;
    await route.continue();
  });
  await plain.open();
  await expect(plain.launcher).toBeVisible();
  await plain.intercom('showNewMessage', 'Do you post to Tromsø?');
  answer();
  await expect(message(plain)).toHaveValue('Do you post to Tromsø?');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`list, conversation and the answer beside the launcher have nothing that axe complains of, also on a phone, ${colorScheme}`, async ({ page, plain, desk }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const isClean = async (name: string, exempt: string[] = []) => {
      await picture(page, `messages-${colorScheme}`, name);
      const axe = new AxeBuilder({ page }).include('#intercom-container').options({ preload: false });
      const { violations } = await axe.disableRules(exempt).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
    };
    await plain.boot();
    const id = await begin(plain, desk, 'Which of these is the lightest?');
    await hide(plain);
    await desk.reply(id, '**First Tide** is.\n\n1. bergamot\n2. apricot\n\nMore at https://shop.example/coffees/first-tide');
    for (const [device, width, height] of [['desktop', 1280, 800], ['phone', 390, 844]] as const) {
      await page.setViewportSize({ width, height });
      await expect(snippet(plain)).toContainText('First Tide');
      // A message alone has no page's landmarks.
      await isClean(`the answer beside the launcher on a ${device}`, ['landmark-one-main', 'page-has-heading-one']);
    }
    for (const [device, width, height] of [['phone', 390, 844], ['desktop', 1280, 800]] as const) {
      await page.setViewportSize({ width, height });
      await plain.intercom('showMessages');
      await expect(plain.panel.getByRole('button', { name: /First Tide/ })).toBeVisible();
      await isClean(`the list on a ${device}`);
      await plain.intercom('showConversation', id);
      await expect(plain.panel.getByRole('link', { name: /first-tide/ })).toHaveAttribute('target', '_blank');
      await expect(plain.panel.getByRole('listitem')).toHaveText(['bergamot', 'apricot']);
      await isClean(`a conversation on a ${device}`);
      await plain.intercom('hide');
    }
  });
}

test('a link in a message opens a tab of its own, which is not sandboxed and knows nothing of this one', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Where?');
  await desk.reply(id, `At [the site](${plain.workspace.site.origin}/).`);
  const opened = page.context().waitForEvent('page');
  await plain.panel.getByRole('link', { name: 'the site' }).click();
  const other = await opened;
  await expect(other.getByRole('heading', { name: 'A plain page' })).toBeVisible();
  expect(await other.evaluate(() => [window.opener, window.origin, document.referrer])).toEqual([null, plain.workspace.site.origin, '']);
});
