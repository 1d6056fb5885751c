// Behind a reverse proxy that holds answers back until they are whole, and cuts streams on which nothing comes.
import type { Page } from '@playwright/test';

import { awake } from '../../alone.ts';
import { bufferingProxy } from '../../buffering-proxy.mjs';
import { begin, bubbles, sent, test as withDesk, write } from '../../desk.ts';
import { Watch } from '../../fixtures/watch.ts';
import { signIn, teammate } from '../../people.ts';
import { expect } from '../../plain.ts';

type Proxy = Awaited<ReturnType<typeof bufferingProxy>>;
type Inbox = { page: Page; watch: Watch };

const test = withDesk.extend<{ inbox: Inbox }, { reverseProxy: Proxy }>({
  reverseProxy: [
    async ({}, use) => {
      const proxy = await bufferingProxy();
      await use(proxy);
      proxy.close();
    },
    { scope: 'worker' },
  ],
  // Page, widget and teammates reach the workspace through the proxy alone.
  workspace: [
    async ({ workspace, reverseProxy: proxy }, use) => {
      proxy.server = Number(new URL(workspace.origin).port);
      workspace.site.source = workspace.site.source.replace(workspace.origin, proxy.origin);
      await use({ ...workspace, origin: proxy.origin });
    },
    { scope: 'worker' },
  ],
  inbox: async ({ browser, workspace }, use) => {
    const [context, watch] = [await browser.newContext(), new Watch()];
    await watch.over(context);
    await signIn(context, workspace.origin, teammate);
    await use({ page: await context.newPage(), watch });
    await watch.verify();
    await context.close();
  },
});

test('what a teammate writes arrives in the panel while its stream is open, and once after it was cut', async ({ plain, desk, reverseProxy: proxy, watch }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await desk.reply(id, 'One');
  await expect(bubbles(plain)).toHaveText(['Hello', 'One']);
  for (const text of ['Two', 'Three']) {
    watch.expectFailure('GET /messenger/web/stream* network');
    const gone = plain.page.waitForEvent('requestfailed', (request) => request.url().includes('/messenger/web/stream'));
    proxy.cutStreams();
    await gone;
    await desk.reply(id, text);
    await expect(bubbles(plain).last()).toHaveText(text);
    await plain.follows();
  }
  await desk.reply(id, 'Four');
  await expect(bubbles(plain)).toHaveText(['Hello', 'One', 'Two', 'Three', 'Four']);
});

/** Opens the conversation at the inbox, until its stream is open. */
async function openAtInbox({ page }: Inbox, origin: string, id: number): Promise<void> {
  const follows = page.waitForResponse('**/workspace/inbox/stream');
  await page.goto(`${origin}/workspace/inbox/${id}`);
  await awake(page);
  await follows;
}

const parts = ({ page }: Inbox) => page.getByRole('log', { name: 'Messages' }).locator('.text');

test('what a person writes arrives in the inbox while its stream is open, and once after it was cut', async ({ plain, desk, inbox, reverseProxy: proxy, watch, workspace }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await openAtInbox(inbox, workspace.origin, id);
  await write(plain, 'One');
  await expect(parts(inbox)).toHaveText(['Hello', 'One']);
  watch.expectFailure('GET /messenger/web/stream* network');
  inbox.watch.expectFailure('GET /workspace/inbox/stream network');
  const follows = inbox.page.waitForResponse('**/workspace/inbox/stream');
  proxy.cutStreams();
  await write(plain, 'Two');
  await expect(parts(inbox)).toHaveText(['Hello', 'One', 'Two']);
  await follows;
  await write(plain, 'Three');
  await expect(parts(inbox)).toHaveText(['Hello', 'One', 'Two', 'Three']);
  await sent(plain);
});

test('an inbox that a proxy answered while the server was away follows again when it is back', async ({ plain, desk, inbox, reverseProxy: proxy, watch, workspace }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await openAtInbox(inbox, workspace.origin, id);
  await expect(parts(inbox)).toHaveText(['Hello']);
  // The panel's frame has an origin of its own: a proxy's answer is no answer to it.
  watch.expectFailure('GET /messenger/web/stream* network ×1+');
  watch.expectWarning(/blocked by CORS policy/);
  inbox.watch.expectFailure('GET /workspace/inbox/stream network');
  inbox.watch.expectFailure('GET /workspace/inbox/stream 502 ×1+');
  // What either side still asks about the conversation.
  for (const method of ['GET', 'POST'] as const) inbox.watch.expectFailure(`${method} /api/inbox* 502 ×0+`);
  for (const path of ['GET /messenger/web/conversations/*', 'POST /messenger/web/seen'] as const) watch.expectFailure(`${path} network ×0+`);
  const refused = inbox.page.waitForResponse((answer) => answer.url().endsWith('/workspace/inbox/stream') && answer.status() === 502);
  proxy.isAway = true;
  proxy.cutStreams();
  await refused;
  proxy.isAway = false;
  await write(plain, 'One');
  await expect(parts(inbox)).toHaveText(['Hello', 'One']);
  await sent(plain);
});
