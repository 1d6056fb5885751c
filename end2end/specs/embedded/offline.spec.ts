// What people see when the network goes away, and when it comes back.
import { begin, bubbles, message, test, write } from '../../desk.ts';
import { holdTime } from '../../fixtures/clock.ts';
import { expect, type Plain } from '../../plain.ts';

const strip = (plain: Plain) => plain.panel.locator('.strip');

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
