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

test('the beam of the lighthouse is whole, however wide the window', async ({ page }) => {
  await page.goto('/');
  for (const width of [320, 390, 768, DESKTOP, 1920]) {
    await lay(page, { width });
    const [beam, picture] = await page.locator('.hero svg.harbour').evaluate(async (picture) => {
      const file = await fetch(picture.querySelector('use')!.href.baseVal);
      const drawing = new DOMParser().parseFromString(await file.text(), 'image/svg+xml');
      // What <use> shows is closed to a script: copies in its place can be measured.
      const copies = [...drawing.querySelectorAll('[fill*="--h-beam"]')].map((path) => picture.appendChild(document.importNode(path, true)));
      const boxes = [...copies, picture].map((one) => one.getBoundingClientRect());
      for (const copy of copies) copy.remove();
      const whole = boxes.pop()!;
      const edges = (of: DOMRect[]) => ({ left: Math.min(...of.map(({ left }) => left)), right: Math.max(...of.map(({ right }) => right)), top: Math.min(...of.map(({ top }) => top)) });
      return [edges(boxes), edges([whole])] as const;
    });
    expect(beam.right - beam.left, `${width} px`).toBeGreaterThan(0);
    expect(beam.left, `${width} px`).toBeGreaterThanOrEqual(picture.left);
    expect(beam.right, `${width} px`).toBeLessThanOrEqual(picture.right);
    expect(beam.top, `${width} px`).toBeGreaterThanOrEqual(picture.top);
  }
});
