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
    test.setTimeout(300_000); // many pages
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

for (const [path, place] of [['/', '.hero'], ['/login', '.gate']] as const) {
  test(`the beam of the lighthouse at ${path} is whole, however wide the window`, async ({ page }) => {
    await page.goto(path);
    for (const width of [320, 390, 768, DESKTOP, 1920]) {
      await lay(page, { width });
      const { beam, seen } = await page.locator(`${place} svg.harbour`).evaluate(async (svg) => {
        const file = await fetch(svg.querySelector('use')!.href.baseVal);
        const drawing = new DOMParser().parseFromString(await file.text(), 'image/svg+xml');
        // What <use> shows is closed to a script: copies in its place can be measured.
        const group = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'g'));
        group.append(...[...drawing.querySelectorAll('[fill*="--h-beam"]')].map((path) => document.importNode(path, true)));
        const edges = (of: Element) => (({ left, right, top, bottom }) => ({ left, right, top, bottom }))(of.getBoundingClientRect());
        const measured = { beam: edges(group), seen: edges(svg) };
        group.remove();
        return measured;
      });
      if (seen.right === seen.left) continue; // not shown on a narrow window
      expect(beam.right - beam.left, `${width} px`).toBeGreaterThan(0);
      expect(beam.left, `${width} px`).toBeGreaterThanOrEqual(seen.left);
      expect(beam.right, `${width} px`).toBeLessThanOrEqual(seen.right);
      expect(beam.top, `${width} px`).toBeGreaterThanOrEqual(seen.top);
      expect(beam.bottom, `${width} px`).toBeLessThanOrEqual(seen.bottom);
    }
  });
}
