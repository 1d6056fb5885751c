// The server is killed while somebody writes, and comes back.
import type { FrameLocator, Page } from '@playwright/test';

import { withServer } from '../../alone.ts';
import { expect, open, test as clean } from '../../clean.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';

const test = clean.extend<{ server: { origin: string; restart(): Promise<void> } }>({
  server: async ({}, use) => withServer('embedded', {}, (origin, restart) => use({ origin, restart })),
});

const MESSAGE = '**/messenger/web/message';
const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const bubbles = (page: Page) => panel(page).locator('.bubble');

async function write(page: Page, text: string): Promise<void> {
  await panel(page).getByLabel('Message', { exact: true }).fill(text);
  await panel(page).getByLabel('Message', { exact: true }).press('Enter');
}

test('a server that is killed while messages are on their way has each once, in order, when it is back', async ({ page, context, server, watch }) => {
  // Whatever the page asks while there is no server, or is on its way as it ends.
  for (const method of ['GET', 'POST'] as const) watch.expectFailure(`${method} /messenger/web/* network ×0+`);
  await open(page, `${server.origin}/coffees`);
  await page.getByRole('button', { name: /^Open chat/ }).click();
  await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
  const texts = ['One'];
  await write(page, 'One');
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
  for (let round = 1; round <= 3; round++) {
    // The server has the first message of each round; its answer is lost.
    await page.route(MESSAGE, (route) => route.fetch().then(() => route.abort()), { times: 1 });
    const lost = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/messenger/web/message'));
    for (const text of [`${round}: two`, `${round}: three`, `${round}: four`]) {
      texts.push(text);
      await write(page, text);
    }
    await lost;
    await server.restart();
    await expect(bubbles(page)).toHaveText(texts);
    await expect(panel(page).getByText('Sending…')).toHaveCount(0);
  }
  await signIn(context, server.origin, teammate);
  const get = async (path: string) => (await context.request.get(`${server.origin}/api/${path}`, { headers: fromOwnPage(server.origin) })).json();
  const { rows } = await get('inbox?folder=open&after=');
  const { parts } = await get(`inbox_conversation?id=${rows[0].id}`);
  expect(parts.map(({ text }: { text: string }) => text)).toEqual(texts);
});
