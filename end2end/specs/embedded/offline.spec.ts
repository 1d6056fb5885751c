// What people see when the network goes away, and when it comes back.
import type { Page, Request } from '@playwright/test';

import { open } from '../../clean.ts';
import { begin, bubbles, message, sent, test, write } from '../../desk.ts';
import { holdTime } from '../../fixtures/clock.ts';
import { atTheInbox, parts, reply, replyField } from '../../inbox.ts';
import { expect, type Plain } from '../../plain.ts';

const strip = (plain: Plain) => plain.panel.locator('.strip');

/** What a page at the inbox has asked for and not got. */
function reading(inbox: Page): Set<Request> {
  const reads = new Set<Request>();
  inbox.on('request', (request) => request.url().includes('/api/') && reads.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const) inbox.on(end as 'requestfinished', (request) => reads.delete(request));
  return reads;
}

test('a message that is written offline says so; once the network is back it goes out once, and what a teammate wrote meanwhile is there', async ({ context, plain, desk, watch }) => {
  watch.expectFailure('POST /messenger/web/message network ×1+');
  watch.expectFailure('POST /messenger/web/typing network ×0+');
  watch.expectFailure('GET /messenger/web/* network ×0+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  await context.setOffline(true);
  await write(plain, 'Two');
  await expect(strip(plain)).toHaveText('You are offline. Your messages are sent when you are back.');
  await expect(plain.panel.getByText('Sending…')).toHaveCount(1);
  await desk.reply(id, 'Meanwhile');
  await message(plain).fill('Half a thought');
  await context.setOffline(false);
  await expect(bubbles(plain)).toHaveText(['One', 'Meanwhile', 'Two']);
  await expect(plain.panel.getByText('Sending…')).toHaveCount(0);
  await expect(strip(plain)).toHaveText('');
  await expect(message(plain)).toHaveValue('Half a thought');
  expect(await desk.texts(id), 'each once').toEqual(['One', 'Meanwhile', 'Two']);
});

test('an answer that came while the person was offline is there as soon as the network is back', async ({ page, context, plain, desk, watch }) => {
  watch.expectFailure('GET /messenger/web/stream* network ×1+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  // No wait ends by itself.
  await holdTime(page);
  await context.setOffline(true);
  // `setOffline` leaves an open stream as it is.
  const isCut = page.waitForEvent('requestfailed', (request) => request.url().includes('/messenger/web/stream'));
  await plain.workspace.restart();
  await isCut;
  await desk.reply(id, 'Meanwhile');
  await context.setOffline(false);
  await expect(bubbles(plain)).toHaveText(['One', 'Meanwhile']);
});

test('an answer that could not be read when the stream said so is read as soon as the network is back', async ({ page, context, plain, desk, watch }) => {
  watch.expectFailure('GET /messenger/web/conversations/* network ×1+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  await holdTime(page);
  await context.setOffline(true);
  const isLost = page.waitForEvent('requestfailed', (request) => request.url().includes('/messenger/web/conversations/'));
  await desk.reply(id, 'Meanwhile');
  await isLost;
  await context.setOffline(false);
  await expect(bubbles(plain)).toHaveText(['One', 'Meanwhile']);
});

test('a teammate’s answer that is written offline says that it was not sent and stays; once the network is back what was written meanwhile comes by itself, and the answer is sent once', async ({ browser, plain, desk, watch }) => {
  // The stream of the person's page is cut, too.
  watch.expectFailure('GET /messenger/web/stream* network ×0+');
  await plain.boot();
  const id = await begin(plain, desk, 'One');
  await atTheInbox(browser, plain.workspace.origin, async (inbox, watch) => {
    watch.expectFailure('POST /api/inbox_reply network');
    watch.expectFailure('POST /api/inbox_typing network ×0+');
    watch.expectFailure('POST /api/inbox_seen network ×0+');
    watch.expectFailure('GET /workspace/inbox/stream network ×1+');
    const reads = reading(inbox);
    // By its address: other tests fill the list.
    await open(inbox, `/workspace/inbox/${id}`);
    await expect(plain.panel.getByText('Seen', { exact: true })).toBeVisible();
    // It has heard of whatever came before that, and has read it.
    await message(plain).pressSequentially('Are');
    await expect(inbox.locator('.typing')).toHaveText(/ is typing…$/);
    await expect.poll(() => reads.size).toBe(0);
    await expect(parts(inbox)).toHaveText(['One']);
    const away = inbox.getByText('The server does not answer.');
    await expect(away).toHaveCount(0);
    await inbox.context().setOffline(true);
    const isCut = inbox.waitForEvent('requestfailed', (request) => request.url().includes('/workspace/inbox/stream'));
    await plain.workspace.restart();
    await isCut;
    await expect(away).toBeVisible();
    await reply(inbox, 'Good morning');
    await expect(inbox.getByRole('alert')).toHaveText('The server did not answer. Check the connection and try again.');
    await write(plain, 'Are you there?');
    await sent(plain);
    await expect(replyField(inbox)).toHaveValue('Good morning');
    await inbox.context().setOffline(false);
    await expect(parts(inbox)).toHaveText(['One', 'Are you there?']);
    await expect(away).toHaveCount(0);
    await expect(inbox.getByRole('alert'), 'what is over is said no longer').toHaveText('');
    await expect(replyField(inbox)).toHaveValue('Good morning');
    await inbox.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(parts(inbox)).toHaveText(['One', 'Are you there?', 'Good morning']);
    await expect(replyField(inbox)).toHaveValue('');
    await expect(inbox.getByRole('alert')).toHaveText('');
  });
  await expect(bubbles(plain)).toHaveText(['One', 'Are you there?', 'Good morning']);
  expect(await desk.texts(id), 'each once').toEqual(['One', 'Are you there?', 'Good morning']);
});
