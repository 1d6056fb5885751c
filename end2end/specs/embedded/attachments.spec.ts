// Files in a conversation, on a page of another site: chosen, pasted, dropped; on their way; refused; read by both sides.
import type { Download } from '@playwright/test';

import { open } from '../../clean.ts';
import { begin, bubbles, message, sent, test, write, type Teammate } from '../../desk.ts';
import { atTheInbox } from '../../inbox.ts';
import { expect, type Plain } from '../../plain.ts';

/** A picture of this size, as a browser writes it. */
async function picture(plain: Plain, width: number, height: number): Promise<Buffer> {
  const bytes = await plain.page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width!, height!);
      canvas.getContext('2d')!.fillRect(0, 0, width! / 2, height!);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      return Array.from(new Uint8Array(await blob.arrayBuffer()));
    },
    [width, height],
  );
  return Buffer.from(bytes);
}

const choose = (plain: Plain, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  plain.panel.locator('input[type=file]').setInputFiles(files);
const text = (name: string, words = 'Moored at pier 4.') => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });
const pending = (plain: Plain) => plain.panel.locator('.pending li');
const files = (plain: Plain) => plain.panel.locator('.talk .file');
/** So many files stand above the field, and none of them is on its way. */
async function isReady(plain: Plain, count: number): Promise<void> {
  await expect(pending(plain)).toHaveCount(count);
  await expect(pending(plain).locator('progress')).toHaveCount(0);
}
const send = (plain: Plain) => plain.panel.getByRole('button', { name: 'Send', exact: true });

/** What a teammate reads: each message's words, and the names of its files. */
async function read(desk: Teammate, id: number): Promise<string[][]> {
  const { parts } = (await desk.read(id)) as unknown as { parts: { text: string; attachments: { name: string }[] }[] };
  return parts.map(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)]);
}

async function saved(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

test('files go with a message, alone or with words; both sides have them, and a picture keeps its place', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Here is the boat.');
  await expect(send(plain)).toBeDisabled();
  await choose(plain, { name: 'boat.png', mimeType: 'image/png', buffer: await picture(plain, 600, 400) }, text('pier.txt'));
  await expect(pending(plain)).toHaveText([/boat\.png/, /pier\.txt/]);
  await isReady(plain, 2);
  await expect(pending(plain).first(), 'with its size').toHaveText(/boat\.png\s*\d+\s*kB/);
  await expect(pending(plain).first().locator('img'), 'to be seen before it goes').toHaveJSProperty('naturalWidth', 600);
  await expect(pending(plain).locator('img:visible')).toHaveCount(1);
  await send(plain).click();
  await expect(files(plain)).toHaveCount(2);
  await expect(pending(plain)).toHaveCount(0);
  const image = plain.panel.getByRole('img', { name: 'boat.png' });
  await expect(image).toHaveJSProperty('naturalWidth', 600);
  const size = await image.boundingBox();
  expect(size!.width / size!.height).toBeCloseTo(1.5, 1);

  const element = await image.elementHandle();
  await desk.reply(id, 'A fine boat.');
  await expect(plain.panel.getByText('A fine boat.')).toBeVisible();
  expect(await element!.evaluate((image) => image.isConnected), 'what is read again leaves it alone').toBe(true);

  const downloads = page.waitForEvent('download');
  await plain.panel.getByRole('button', { name: 'Download pier.txt' }).click();
  const download = await downloads;
  expect(download.suggestedFilename()).toBe('pier.txt');
  expect(await saved(download)).toBe('Moored at pier 4.');

  await choose(plain, text('moka.txt'));
  await isReady(plain, 1);
  await write(plain, 'And how I brew.');
  await expect(bubbles(plain)).toHaveText(['Here is the boat.', 'A fine boat.', 'And how I brew.']);
  await expect(files(plain)).toHaveCount(3);
  expect(await read(desk, id)).toEqual([
    ['Here is the boat.'],
    ['', 'boat.png', 'pier.txt'],
    ['A fine boat.'],
    ['And how I brew.', 'moka.txt'],
  ]);
});

test('a picture and its words stand in one column at the desk, beside the face', async ({ browser, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Hello');
  await choose(plain, { name: 'boat.png', mimeType: 'image/png', buffer: await picture(plain, 600, 400) }, text('pier.txt'));
  await isReady(plain, 2);
  await write(plain, 'Here is the boat.');
  await expect(files(plain)).toHaveCount(2);
  await atTheInbox(browser, plain.workspace.origin, async (inbox) => {
    // By its address: other tests fill the list.
    await open(inbox, `/workspace/inbox/${id}`);
    const part = inbox.locator('.part').last();
    await expect(part.getByRole('img', { name: 'boat.png' })).toHaveJSProperty('naturalWidth', 600);
    for (const width of [1_440, 390]) {
      await inbox.setViewportSize({ width, height: 900 });
      // All in one look: the page is drawn anew for its width.
      const gaps = () =>
        part.evaluate((one) => {
          const box = (selector: string) => one.querySelector(selector)!.getBoundingClientRect();
          const { left } = box('.by');
          const others = ['.text', '.shown', '.file'].map((selector) => box(selector).left - left);
          return { width: innerWidth, others, isFaceBefore: box('.face').right < left };
        });
      await expect.poll(gaps).toEqual({ width, others: [0, 0, 0], isFaceBefore: true });
    }
  });
});

test('a picture of over 2,000 pixels is made smaller before it goes', async ({ plain, desk }) => {
  await plain.boot();
  await begin(plain, desk, 'A chart');
  await choose(plain, { name: 'chart.png', mimeType: 'image/png', buffer: await picture(plain, 3_000, 1_500) });
  await isReady(plain, 1);
  await send(plain).click();
  await expect(plain.panel.getByRole('img', { name: 'chart.png' })).toHaveJSProperty('naturalWidth', 2_000);
});

test('a file is pasted or dropped, too', async ({ plain, desk }) => {
  await plain.boot();
  await begin(plain, desk, 'Look');
  await message(plain).evaluate((field) => {
    const data = new DataTransfer();
    data.items.add(new File(['Pasted'], 'pasted.txt', { type: 'text/plain' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    const dropped = new DataTransfer();
    dropped.items.add(new File(['Dropped'], 'dropped.txt', { type: 'text/plain' }));
    field.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
  });
  await isReady(plain, 2);
  await send(plain).click();
  await expect(files(plain)).toHaveCount(2);
});

test('a file that is on its way shows how far, holds the message back, and can be cancelled', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Slow');
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  // 8 MB take minutes: it is still on its way, however slow the test itself is.
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 40_000 });
  await choose(plain, { name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.alloc(8 * 1024 * 1024, 'x') });
  const progress = pending(plain).getByRole('progressbar', { name: 'slow.txt' });
  const part = () => progress.evaluate((bar: HTMLProgressElement) => bar.value);
  await expect.poll(part, 'some of it has gone').toBeGreaterThan(0);
  expect(await part(), 'and not all').toBeLessThan(1);
  await message(plain).fill('With this');
  await expect(send(plain)).toBeDisabled();
  await message(plain).press('Enter');
  await expect(message(plain)).toHaveValue('With this');
  const cut = page.waitForEvent('requestfailed', (request) => request.url().includes('/messenger/web/attachments?'));
  await plain.panel.getByRole('button', { name: 'Remove slow.txt' }).click();
  await cut;
  await expect(send(plain)).toBeEnabled();
  await expect(pending(plain)).toHaveCount(0);
  await message(plain).press('Enter');
  await expect(bubbles(plain)).toHaveText(['Slow', 'With this']);
  await sent(plain);
  expect(await read(desk, id)).toEqual([['Slow'], ['With this']]);
});

test('a file whose upload ends after it was cancelled is not sent', async ({ page, plain, desk }) => {
  await plain.boot();
  const id = await begin(plain, desk, 'Slow');
  let pass = () => {};
  const held = new Promise<void>((resolve) => (pass = resolve));
  // The workspace has the file, and its answer comes when nobody waits for it.
  let stored = () => {};
  const isStored = new Promise<void>((resolve) => (stored = resolve));
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  await page.route('**/messenger/web/attachments?*', async (route) => {
    const response = await route.fetch();
    expect(response.status()).toBe(200);
    stored();
    await held;
    await route.fulfill({ response }).catch(() => {});
    end();
  });
  await choose(plain, text('late.txt'));
  await expect(pending(plain).getByRole('progressbar', { name: 'late.txt' })).toBeVisible();
  await isStored;
  await plain.panel.getByRole('button', { name: 'Remove late.txt' }).click();
  pass();
  await ended;
  await write(plain, 'Without it');
  await expect(bubbles(plain)).toHaveText(['Slow', 'Without it']);
  await sent(plain);
  await expect(files(plain)).toHaveCount(0);
  await expect(pending(plain)).toHaveCount(0);
  expect(await read(desk, id)).toEqual([['Slow'], ['Without it']]);
  await plain.boot();
  await plain.intercom('showConversation', id);
  await expect(bubbles(plain)).toHaveText(['Slow', 'Without it']);
  await expect(pending(plain), 'nor is it there after a reload').toHaveCount(0);
});
