// axe on every page, in both themes, on a phone and a desktop.
import { AxeBuilder } from '@axe-core/playwright';

import { expect, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { PARTS, visit } from '../../pages.ts';

test.describe.configure({ mode: 'parallel' });

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  test.describe(device, () => {
    test.use({ viewport, hasTouch: device === 'phone', contextOptions: { reducedMotion: 'reduce' } });

    for (const [part, steps] of Object.entries(PARTS)) {
      test(`axe finds nothing on any ${part}, in either theme`, async ({ page, baseURL, watch }) => {
        test.setTimeout(300_000); // many pages
        await visit(page, watch, baseURL!, steps, async ({ name }) => {
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await picture(page, `${device}-${colorScheme}`, name);
            // The legacy mode opens no second tab for each look. It leaves out frames of other origins: there is none here.
            const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
            // All but these find the same in both themes.
            if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
            const { violations } = await axe.analyze();
            const found = violations.flatMap(({ id, nodes }) =>
              nodes.map(({ target, any }) => `${id}: ${target} ${any.map(({ message }) => message)}`),
            );
            expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
          }
        });
      });
    }
  });
}
