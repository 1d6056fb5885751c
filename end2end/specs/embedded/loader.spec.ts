// The loader's manners: small, alone with its two names, and never a trouble to the page.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { expect, test } from '../../plain.ts';

test('the loader is at most 5 KB, the panel’s frame 4 KB and the panel’s script 12 KB, compressed', async ({ request, workspace }) => {
  const body = async (path: string) => (await request.get(workspace.origin + path)).body();
  for (const [path, most] of [[`/widget/${workspace.appId}`, 5_120], ['/messenger/web/frame.js', 4_096]] as const) {
    const script = await body(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: script.length };
    expect(brotliCompressSync(script, { params }).length, path).toBeLessThanOrEqual(most);
  }
  expect(gzipSync(await body('/messenger/web/panel.js'), { level: 9 }).length).toBeLessThanOrEqual(12_000);
});

test('no global appears but Intercom and intercomSettings', async ({ page, plain }) => {
  await plain.boot({}, { before: 'window.known = Object.getOwnPropertyNames(window);' });
  await plain.launcher.click();
  await expect(plain.panel.getByRole('heading', { level: 1 })).toBeVisible();
  const added = await page.evaluate(() => {
    const known = new Set((window as any).known as string[]);
    // A frame of the page is one by its index.
    return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^\d+$/.test(name)).sort();
  });
  expect(added).toEqual(['Intercom', 'intercomSettings', 'known']);
});

test('where no style sheet can be adopted it looks as it should all the same', async ({ plain }) => {
  await plain.boot({}, { before: "Object.defineProperty(Document.prototype, 'adoptedStyleSheets', { get() { throw new Error('no') } });" });
  await plain.launcher.click();
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  await expect(plain.launcher).toHaveCSS('position', 'fixed');
});

test('before there is a body it waits for one', async ({ page, plain }) => {
  await plain.boot({}, { bare: true, after: 'window.bodyThen = !!document.body;' });
  expect(await page.evaluate(() => (window as any).bodyThen)).toBe(false);
  await expect(plain.launcher).toBeVisible();
});
