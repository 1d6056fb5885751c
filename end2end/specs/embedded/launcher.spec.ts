// How the launcher looks and moves on the host's page, and the hooks that a page may rely on.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from '../../plain.ts';

/** Distances of an element from the edges of the window, while no pointer is over it. */
async function edges(page: Page, selector: string) {
  await page.mouse.move(5, 5);
  return page.locator(selector).evaluate((element) => {
    const { left, right, bottom } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return { left, right: clientWidth - right, bottom: clientHeight - bottom };
  });
}

const LAUNCHER = '.intercom-launcher';
const PANEL = '.intercom-messenger-frame';

test('the documented hooks are there', async ({ page, plain }) => {
  await plain.boot();
  const { launcher } = plain;
  await expect(page.locator('#intercom-container > .intercom-lightweight-app > button.intercom-launcher')).toHaveCount(1);
  await expect(page.locator('.intercom-lightweight-app')).toHaveCSS('z-index', '2147483001');
  await expect(launcher).toHaveAccessibleName('Open chat');
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20, bottom: 20 });
  await expect(launcher).toHaveCSS('width', '56px');
  await launcher.hover();
  await expect(page.locator('iframe#intercom-frame[name="intercom-messenger-frame"]')).toHaveCount(1);
});

test('alignment and padding move launcher and panel, never closer than 20 px', async ({ page, plain }) => {
  await plain.boot({ alignment: 'left', horizontal_padding: 48, vertical_padding: 60 });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ left: 48, bottom: 60 });
  await plain.launcher.click();
  await expect.poll(() => edges(page, PANEL)).toMatchObject({ left: 48, bottom: 132 });
  await plain.intercom('update', { alignment: 'right', horizontal_padding: 3, vertical_padding: -8 });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20, bottom: 20 });
  await plain.intercom('update', { alignment: 'middle', horizontal_padding: '90', vertical_padding: null });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20, bottom: 20 });
});

test('on a page written from right to left the launcher stands at its end, unless a setting says otherwise, and the panel reads as its language does', async ({ page, plain }) => {
  await plain.boot({}, { dir: 'rtl' });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ left: 20 });
  await plain.launcher.click();
  await expect(plain.panel.locator('html')).toHaveAttribute('dir', 'ltr');
  await plain.intercom('update', { alignment: 'right' });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20 });
  await expect(plain.panel.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('colours are taken where they are colours, and what stands on them can be read', async ({ page, plain }) => {
  await plain.boot({ action_color: 'rgb(255, 220, 80)', background_color: '#f3e9ff' });
  await expect(plain.launcher).toHaveCSS('background-color', 'rgb(255, 220, 80)');
  const ink = () => plain.launcher.evaluate((launcher) => getComputedStyle(launcher).color);
  await expect.poll(ink).toMatch(/^oklch\(0 /);
  await plain.launcher.click();
  const hello = plain.panel.locator('.hello');
  await expect(hello).toHaveCSS('background-color', 'rgb(243, 233, 255)');
  await expect(hello).toHaveCSS('color', /^oklch\(0 /);
  await plain.intercom('update', { action_color: 'url(//evil.example)', background_color: 'red; inset: 0' });
  await expect(plain.launcher).toHaveCSS('background-color', 'rgb(15, 86, 80)');
  await expect(hello).toHaveCSS('background-color', 'rgb(12, 53, 51)');
  await expect.poll(ink).toMatch(/^oklch\(1 /);
  await expect(page.locator('.intercom-lightweight-app')).toHaveAttribute('style', '');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`where the system is ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('theme_mode decides for launcher and panel; without it they are as the page is', async ({ page, plain }) => {
      const light = 'rgb(15, 86, 80)';
      const dark = 'rgb(121, 210, 192)';
      const [system, other] = colorScheme === 'light' ? [light, dark] : [dark, light];
      const shown = async (colour: string, theme: string) => {
        await expect(plain.launcher).toHaveCSS('background-color', colour);
        await expect(plain.panel.locator('html')).toHaveAttribute('data-theme', theme);
      };
      await plain.boot();
      await plain.launcher.click();
      // This page has no dark theme.
      await shown(light, 'light');
      await plain.intercom('update', { theme_mode: 'dark' });
      await shown(dark, 'dark');
      await plain.intercom('update', { theme_mode: 'light' });
      await shown(light, 'light');
      await plain.intercom('update', { theme_mode: 'system' });
      await shown(system, colorScheme);
      await page.emulateMedia({ colorScheme: colorScheme === 'light' ? 'dark' : 'light' });
      await shown(other, colorScheme === 'light' ? 'dark' : 'light');
    });
  });
}

test('hide_default_launcher hides the launcher and no more', async ({ page, plain }) => {
  await plain.boot({ hide_default_launcher: true });
  await expect(plain.launcher).toBeAttached();
  await expect(plain.launcher).toBeHidden();
  await plain.intercom('show');
  await expect(plain.box).toBeVisible();
  await expect.poll(() => edges(page, PANEL)).toMatchObject({ bottom: 20 });
  await plain.intercom('hide');
  await plain.intercom('update', { hide_default_launcher: false });
  await expect(plain.launcher).toBeVisible();
});

test('without a launcher the panel still fills a phone’s screen', async ({ page, plain }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await plain.boot({ hide_default_launcher: true, alignment: 'left', horizontal_padding: 90, vertical_padding: 90 });
  await plain.intercom('show');
  await expect.poll(() => plain.box.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
});

test('padding does not move the launcher on a phone', async ({ page, plain }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await plain.boot({ horizontal_padding: 90, vertical_padding: 90 });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20, bottom: 20 });
});

test('a panel that closes while it is still opening leaves the focus to the page', async ({ page, plain }) => {
  // The panel takes the focus in a frame after it has learned that it is open, and learns a moment late that it is closed:
  // here both wait until the test lets them go on.
  await page.addInitScript(() => {
    const held: (() => void)[] = [];
    const window_ = window as any;
    window_.goOn = () => {
      window_.isHolding = false;
      for (const act of held.splice(0)) act();
    };
    window_.holds = () => held.length;
    const hold = (act: () => void) => (window_.isHolding ? void held.push(act) : act());
    const [draw, post] = [window.requestAnimationFrame, MessagePort.prototype.postMessage];
    if (window === window.top) MessagePort.prototype.postMessage = function (...said: unknown[]) {
      hold(() => post.apply(this, said as [unknown]));
    };
    else window_.requestAnimationFrame = (act: FrameRequestCallback) => (window_.isHolding ? (held.push(() => act(performance.now())), 0) : draw(act));
  });
  await plain.boot({ custom_launcher_selector: '.chat' }, { html: '<button class="chat">Chat</button>' });
  const chat = page.getByRole('button', { name: 'Chat', exact: true });
  const title = plain.panel.getByRole('heading', { level: 1 });
  await chat.click();
  await expect(title).toBeFocused();
  await chat.click();
  await expect(chat).toBeFocused();
  const frame = page.frame({ name: 'intercom-messenger-frame' })!;
  for (let round = 1; round <= 3; round++) {
    await frame.evaluate(() => void ((window as any).isHolding = true));
    await chat.click();
    await expect.poll(() => frame.evaluate(() => (window as any).holds()), 'it is about to take the focus').toBeGreaterThan(0);
    await page.evaluate(() => void ((window as any).isHolding = true));
    await chat.evaluate((chat: HTMLElement) => (chat.focus(), chat.click()));
    await frame.evaluate(() => (window as any).goOn());
    await page.evaluate(() => (window as any).goOn());
    await expect(plain.launcher).toHaveAttribute('aria-expanded', 'false');
    await plain.drawn();
    await expect(chat, `round ${round}`).toBeFocused();
  }
});

test('a host’s own rules for buttons, frames and boxes leave it as it is', async ({ page, plain }) => {
  await plain.boot({}, {
    html: '<style>button, div, iframe, span, svg { position: static; inline-size: 10px; padding: 30px; margin: 9px; background: red; float: left; opacity: .5 }</style>',
  });
  await expect.poll(() => edges(page, LAUNCHER)).toMatchObject({ right: 20, bottom: 20 });
  await expect(plain.launcher).toHaveCSS('opacity', '1');
  await plain.launcher.click();
  await expect(plain.box).toHaveCSS('width', '400px');
  await expect(page.locator('#intercom-frame')).toHaveCSS('width', '400px');
});

for (const reducedMotion of ['reduce', 'no-preference'] as const) {
  test.describe(`with the motion that is wanted: ${reducedMotion}`, () => {
    test.use({ contextOptions: { reducedMotion } });

    test(reducedMotion === 'reduce' ? 'nothing moves as it opens, is used and closes' : 'what moves is seen by the test of reduced motion', async ({ page, plain }) => {
      const moved: string[] = [];
      await page.exposeBinding('__moved', ({ frame }, what: string) => void moved.push(`${frame.name() || 'page'}: ${what}`));
      await page.addInitScript(() => {
        for (const kind of ['transitionrun', 'animationstart']) {
          document.addEventListener(kind, ({ target }) => {
            (window as unknown as { __moved(what: string): void }).__moved(`${kind} of ${(target as Element).className}`);
          }, true);
        }
      });
      await plain.boot();
      await plain.launcher.click();
      await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
      await plain.panel.getByRole('button', { name: /^Send us a message/ }).hover();
      // What has begun to move is told by the second frame from then on; a panel that is closed has none.
      const frame = page.frame({ name: 'intercom-messenger-frame' })!;
      await frame.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await plain.panel.getByRole('button', { name: 'Close chat' }).click();
      await expect(plain.launcher).toHaveAttribute('aria-expanded', 'false');
      await plain.drawn();
      if (reducedMotion === 'reduce') expect(moved).toEqual([]);
      else await expect.poll(() => new Set(moved.map((what) => what.split(':')[0]))).toEqual(new Set(['page', 'intercom-messenger-frame']));
    });
  });
}

test('axe finds nothing, with the panel closed or open', async ({ page, plain }) => {
  await plain.boot();
  const look = async () => {
    // It would fetch the styles of a frame that may not fetch them.
    const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  };
  expect(await look()).toEqual([]);
  await plain.launcher.click();
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  expect(await look()).toEqual([]);
});
