// axe on every page, in both themes, on a phone and a desktop.
import axe, { type RunOptions } from 'axe-core';

import { expect, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { PARTS, visit } from '../../pages.ts';

test.describe.configure({ mode: 'parallel' });

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

/** In the page, where axe is. */
async function violations(options: RunOptions): Promise<string[]> {
  const found = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any.map(({ message }) => message)}`));
}

for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test.describe(device, () => {
    test.use({ viewport, hasTouch: device === 'phone', contextOptions: { reducedMotion: 'reduce' } });

    for (const [part, steps] of Object.entries(PARTS)) {
      test(`axe finds nothing on any ${part}, in either theme`, async ({ page, baseURL, watch }) => {
        test.setTimeout(300_000); // many pages
        await visit(page, watch, baseURL!, steps, async ({ name }) => {
          // Once for both themes: AxeBuilder would bring it along for each.
          await page.evaluate(axe.source);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await picture(page, `${device}-${colorScheme}`, name);
            const options: RunOptions = { resultTypes: ['violations'], iframes: false };
            // All but these find the same in both themes.
            if (colorScheme === 'dark') options.runOnly = ['color-contrast', 'link-in-text-block'];
            expect.soft(await page.evaluate(violations, options), `${name}, ${colorScheme}`).toEqual([]);
          }
        });
      });
    }
  });
}
