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

test('a conversation that is not there opens Home, and nothing fails', async ({ plain }) => {
  await plain.boot();
  await plain.intercom('showConversation', '987654');
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Hello');
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

test('a path in a message leads to a page of the site around, in place, where the panel is open again', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'How?');
  await desk.reply(id, 'See [our guide](/brewing/moka-pot).');
  await plain.panel.getByRole('link', { name: 'our guide' }).click();
  await expect(page).toHaveURL(`${plain.workspace.site.origin}/brewing/moka-pot`);
  await expect(bubbles(plain)).toHaveText(['How?', 'See our guide.']);
  await expect(plain.launcher).toHaveAccessibleName('Close chat');
  await expect(page.locator(':focus'), 'the page is just there').toHaveCount(0);
  await hide(plain);
  await page.reload();
  await plain.live();
  await expect(plain.launcher).toHaveAccessibleName('Open chat');
});

test('a link of another site opens a tab of its own, which is not sandboxed and knows nothing of this one', async ({ page, plain, desk, workspace }) => {
  // Without the widget, which is not allowed there.
  workspace.stranger.content = { own: ';' };
  await plain.boot();
  const id = await begin(plain, desk, 'Where?');
  await desk.reply(id, `At [the site](${workspace.stranger.origin}/).`);
  const opened = page.context().waitForEvent('page');
  await plain.panel.getByRole('link', { name: 'the site' }).click();
  const other = await opened;
  await expect(other.getByRole('heading', { name: 'A plain page' })).toBeVisible();
  expect(await other.evaluate(() => [window.opener, window.origin, document.referrer])).toEqual([null, workspace.stranger.origin, '']);
});
