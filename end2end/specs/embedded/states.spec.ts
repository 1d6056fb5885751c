// Each state of the panel, as different people see it: axe finds nothing, and nothing is cut off.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { picture } from '../../fixtures/picture.ts';
import { bubbles, test } from '../../desk.ts';
import { expect, type Plain } from '../../plain.ts';

type Look = { name: string; width?: number; language?: string; text?: string; colorScheme?: 'dark'; forcedColors?: 'active' };

const LOOKS: Look[] = [
  { name: 'on a desktop' },
  { name: 'on a phone of 320 px', width: 320 },
  { name: 'in the dark, with text of twice the size', text: '200%', colorScheme: 'dark' },
  { name: 'from right to left, on a phone', width: 390, language: 'ar' },
  { name: 'in forced colours', forcedColors: 'active' },
];

const frame = (page: Page) => page.frame({ name: 'intercom-messenger-frame' })!;

/** A control that is not whole within the panel, from side to side. */
const cutOff = (page: Page) =>
  frame(page).evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('button, textarea, input:not([type=file]), a, h1, .bubble')];
    return controls
      .filter((control) => control.checkVisibility())
      .filter((control) => {
        const { left, right } = control.getBoundingClientRect();
        return left < -0.5 || right > innerWidth + 0.5 || (!control.matches('.icon-button') && control.scrollWidth > control.clientWidth + 1);
      })
      .map((control) => control.outerHTML.slice(0, 120));
  });

for (const { name, width, language, text, ...media } of LOOKS) {
  test(`every state of the panel can be read and used, ${name}`, async ({ page, plain, desk, watch }) => {
    await page.emulateMedia({ reducedMotion: 'reduce', ...media });
    if (width) await page.setViewportSize({ width, height: 700 });
    const looks = async (state: string) => {
      if (text) await frame(page).evaluate((size) => (document.documentElement.style.fontSize = size), text);
      await picture(page, `states ${name}`.replaceAll(' ', '-'), state);
      expect.soft(await cutOff(page), `${state}: cut off`).toEqual([]);
      const axe = new AxeBuilder({ page }).include('#intercom-container').options({ preload: false });
      // All but these find the same in both themes.
      if (media.colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
      const { violations } = await axe.analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), state).toEqual([]);
    };
    const tab = (plain: Plain, index: number) => plain.panel.locator('.tabs button').nth(index);

    await plain.boot({ language_override: language });
    await plain.intercom('show');
    await expect(plain.panel.locator('.card')).toHaveCount(2);
    await looks('home');
    await tab(plain, 1).click();
    await expect(plain.panel.locator('.nothing')).toBeVisible();
    await looks('no messages');
    await plain.intercom('showNewMessage', 'A question that somebody has begun to write, long enough for a second line of the field, and a third');
    await plain.panel.locator('[type=file]').setInputFiles({ name: 'A chart of the harbour, with all its buoys and lights.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await expect(plain.panel.locator('.pending li')).toHaveCount(1);
    await expect(plain.panel.locator('.pending progress')).toHaveCount(0);
    await looks('a conversation to begin, with a file');
    const before = await desk.open();
    await plain.panel.locator('textarea').press('Enter');
    await expect(plain.panel.locator('.said.mine time')).toHaveCount(1);
    await expect(plain.panel.locator('.ask')).toBeVisible();
    const id = await desk.begun(before);
    for (let number = 1; number <= 6; number++) await desk.reply(id, `**Boat ${number}** goes out at six.\n\n- and comes back\n- with AVeryLongWordThatFitsNoLineOfAPanelByItselfAndHasToBreakSomewhere`);
    await expect(bubbles(plain).last()).toContainText('Boat 6');
    await plain.panel.locator('.talk').evaluate((talk) => (talk.parentElement!.scrollTop = 0));
    await desk.reply(id, 'And one more.');
    await expect(plain.panel.locator('[data-do=newest]')).toBeVisible();
    // A message that comes ends the dots of its sender.
    await expect(bubbles(plain).last()).toHaveText('And one more.');
    await desk.types(id);
    await expect(plain.panel.locator('.dots')).toHaveCount(1);
    await looks('a conversation with what is new below');
    const [pill, field] = [await plain.panel.locator('[data-do=newest]').boundingBox(), await plain.panel.locator('.write').boundingBox()];
    expect.soft(pill!.y + pill!.height, 'what is new does not cover the field').toBeLessThanOrEqual(field!.y);
    await plain.panel.locator('[data-do=newest]').click();
    await expect(plain.panel.locator('[data-do=newest]'), 'all of it is read').toBeHidden();
    await plain.panel.locator('textarea').fill('Thank you.');
    await plain.panel.locator('[data-do=send]').click();
    await expect(plain.panel.locator('.said.mine time')).toHaveCount(2);
    await plain.intercom('showMessages');
    await expect(plain.panel.locator('.list button')).toHaveCount(1);
    await looks('the list');
    await plain.panel.locator('.list button').click();
    await expect(bubbles(plain).last()).toHaveText('Thank you.');
    await plain.panel.locator('[data-do=back]').click();
    await expect(plain.panel.locator('.list button')).toHaveCount(1);
    watch.expectFailure('GET /messenger/web/conversations/* network ×1+');
    await page.route('**/messenger/web/conversations/*', (route) => route.abort());
    await plain.intercom('showConversation', `${id}`);
    await expect(plain.panel.locator('[data-do=retry]')).toBeVisible();
    await looks('what did not arrive');
    await page.unroute('**/messenger/web/conversations/*');
    await plain.panel.locator('[data-do=retry]').click();
    await expect(bubbles(plain).last()).toHaveText('Thank you.');
  });
}

test('on a phone Tab goes round in the panel, beside a page it leads on', async ({ page, plain }) => {
  const inPanel = () => page.evaluate(() => document.activeElement?.id === 'intercom-frame');
  await page.setViewportSize({ width: 390, height: 700 });
  await plain.boot({}, { html: '<button id="before">Before</button>' });
  await plain.intercom('show');
  await expect(plain.panel.getByRole('heading', { level: 1 })).toBeFocused();
  const seen = new Set<string>();
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    expect(await inPanel()).toBe(true);
    seen.add(await frame(page).evaluate(() => document.activeElement!.textContent + document.activeElement!.ariaLabel));
  }
  expect(seen.size, 'it stops nowhere').toBeGreaterThan(3);
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Shift+Tab');
    expect(await inPanel()).toBe(true);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(async () => {
    await page.keyboard.press('Tab');
    return inPanel();
  }).toBe(false);
});
