// Every page on a narrow window, with text of twice the size, and from right to left: by geometry.
import type { Page } from '@playwright/test';

import { expect, test } from '../../alone.ts';
import { faults } from '../../fixtures/geometry.ts';
import { picture } from '../../fixtures/picture.ts';
import { PARTS, visit } from '../../pages.ts';

type Layout = { width: number; text?: string; dir?: string };

const DESKTOP = 1280;
const LAYOUTS: Record<string, Layout> = {
  'at 320 px': { width: 320 },
  'at 320 px from right to left': { width: 320, dir: 'rtl' },
  'from right to left': { width: DESKTOP, dir: 'rtl' },
  'with text of twice the size': { width: DESKTOP, text: '200%' },
};

/** Lays the page out anew, with what is open in it. */
async function lay(page: Page, { width, text = '', dir = 'ltr' }: Layout): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(
    async ([text, dir]) => {
      document.documentElement.style.fontSize = text;
      document.documentElement.dir = dir;
      window.scrollTo(0, 0);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    },
    [text, dir] as const,
  );
}

test.use({ viewport: { width: DESKTOP, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ mode: 'parallel' });

for (const [part, steps] of Object.entries(PARTS)) {
  test(`on no ${part} does anything overlap, get cut off or lie outside, however wide, large or turned round`, async ({ page, baseURL, watch }) => {
    test.setTimeout(300_000); // many pages, and a picture of each
    await visit(page, watch, baseURL!, steps, async ({ name }) => {
      for (const [words, layout] of Object.entries(LAYOUTS)) {
        await lay(page, layout);
        await picture(page, words.replaceAll(' ', '-'), name);
        expect.soft(await page.evaluate(faults), `${name}, ${words}`).toEqual([]);
      }
      await lay(page, { width: DESKTOP });
    });
  });
}
