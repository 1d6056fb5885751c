// The preview in a message's editor: what comes in the shop, in a frame that nobody can press.
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { type Draft, start } from '../../outbound.ts';
import { signIn, teammate } from '../../people.ts';

const staff = test.extend<{ desk: BrowserContext }>({
  desk: async ({ browser }, use) => {
    // Wide enough for the frame to stand as it does in the shop.
    const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, reducedMotion: 'reduce' });
    await use(context);
    await context.close();
  },
});

const TEXT = [
  '## The boat is in',
  'It is **in**, and [here](/coffees/first-tide).',
  '| Coffee | Price |\n| --- | --- |\n| First Tide | 12 |',
].join('\n\n');
const STYLES: (Draft & { region: string })[] = [
  { style: 'chat', text: TEXT, page: '/plans', region: '.snippet' },
  { style: 'post', text: TEXT, page: '/coffees', button: ['See First Tide', '/coffees/first-tide'], region: '.post' },
  { style: 'notification', text: TEXT, page: '/brewing', button: ['Read the guide', '/brewing/pour-over'], region: '.notification' },
];

const device = (editor: Page) => editor.locator('.device');
const inside = (editor: Page) => editor.frameLocator('.device iframe');
const opened = (editor: Page) => editor.frameLocator('.opened iframe');

/** Every element of a message: its tag, class, words and colours, and whatever else does not go by the window's width. */
const drawing = (region: Locator) =>
  region.evaluate((root) =>
    [root, ...root.querySelectorAll('*')].map((element) => {
      const style = getComputedStyle(element);
      const looks = ['display', 'color', 'background-color', 'font', 'border', 'border-radius', 'text-decoration-line', 'fill', 'stroke'];
      const words = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }: any) => data.trim());
      return [element.tagName, element.getAttribute('class'), words.join(' '), ...looks.map((look) => style.getPropertyValue(look))];
    }),
  );

for (const { region, ...draft } of STYLES) {
  staff(`the preview of a ${draft.style} is what comes in the shop, in both themes`, async ({ page, desk, baseURL }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const id = await start(desk, baseURL!, draft);
    await open(page, draft.page);
    const come = page.frameLocator('iframe[name="intercom-messenger-frame"]').locator(region);
    await expect(come).toContainText('The boat is in');
    await expect(come.locator('time')).toHaveText(draft.style === 'chat' ? ['now'] : []);
    const editor = await desk.newPage();
    await open(editor, `/workspace/messages/${id}`);
    const previewed = inside(editor).locator(region);
    await expect(previewed).toContainText('The boat is in');
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const one of [page, editor]) await one.emulateMedia({ colorScheme });
      await picture(page, `preview-${draft.style}`, `shop ${colorScheme}`);
      await picture(editor, `preview-${draft.style}`, `desk ${colorScheme}`);
      expect(await drawing(previewed), colorScheme).toEqual(await drawing(come));
      const { violations } = await new AxeBuilder({ page: editor }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), colorScheme).toEqual([]);
    }
    const frame = device(editor).locator('iframe');
    const box = page.locator('.intercom-messenger-frame');
    if (draft.style !== 'post') {
      // Each has the size of the other.
      const [ours, theirs] = [await frame.boundingBox(), await box.boundingBox()];
      expect([ours!.width, ours!.height]).toEqual([theirs!.width, theirs!.height]);
    }
    const cut = () => previewed.evaluate((words) => words.ownerDocument.documentElement.scrollHeight - innerHeight + words.parentElement!.scrollHeight - words.parentElement!.clientHeight);
    expect(await cut(), 'nothing of it is cut off').toBe(0);

    await editor.getByRole('button', { name: 'Phone' }).click();
    await expect.poll(async () => (await frame.boundingBox())!.width, 'as wide as a phone').toBeLessThanOrEqual(390);
    await expect.poll(cut).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await editor.emulateMedia({ colorScheme });
      await picture(editor, `preview-${draft.style}`, `desk phone ${colorScheme}`);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme });
      await picture(page, `preview-${draft.style}`, `shop phone ${colorScheme}`);
    }
  });
}

staff('a chat opens with what its snippet leaves out, and a message for the inbox is only that', async ({ desk, baseURL }) => {
  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, '/workspace/messages/new');
  await editor.getByLabel('Message, in Markdown').fill(TEXT);
  await expect(opened(editor).getByRole('link', { name: 'here' })).toBeVisible();
  await expect(opened(editor).getByRole('cell')).toHaveText(['First Tide', '12']);
  await expect(inside(editor).locator('.snippet')).toContainText('It is in, and here.');
  await expect(inside(editor).getByRole('link')).toHaveCount(0);
  await expect(device(editor).locator('iframe')).toBeVisible();
  await editor.getByRole('button', { name: 'Inbox only' }).click();
  await expect(device(editor).locator('iframe')).toHaveCount(0);
  await expect(opened(editor).getByRole('link', { name: 'here' })).toBeVisible();
});

staff('a preview follows what is written, is read out, and takes neither focus, press nor a step of the way back', async ({ desk, baseURL }) => {
  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, '/workspace/messages/new');
  await editor.getByRole('button', { name: 'Announcement' }).click();
  await editor.getByLabel('Message, in Markdown').fill('First words');
  await expect(inside(editor).getByText('First words')).toBeVisible();
  const steps = await editor.evaluate(() => history.length);
  await editor.getByLabel('Message, in Markdown').fill('## The boat is in\n\nIt is [here](/coffees).');
  await editor.getByLabel('Button').fill('See First Tide');
  await editor.getByLabel('Link').fill('/coffees/first-tide');
  await expect(inside(editor).locator('body')).toMatchAriaSnapshot(`
    - article:
      - paragraph: Ines Aalto from Tidewater Coffee
      - button "Dismiss"
      - heading "The boat is in" [level=2]
      - paragraph:
        - text: It is
        - link "here"
      - link "See First Tide"
      - group "Your reaction":
        - button "Sad"
        - button "Neutral"
        - button "Happy"
      - button "Reply"`);
  expect(await editor.evaluate(() => history.length)).toBe(steps);
  await expect(editor.getByTitle('The message on the page')).toHaveCount(1);

  const { length } = desk.pages();
  for (const control of await inside(editor).locator('a, button').all()) {
    const place = (await control.boundingBox())!;
    await editor.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  }
  expect(desk.pages()).toHaveLength(length);
  await expect(inside(editor).locator('.post')).toBeVisible();
  await expect(editor.locator('iframe:focus')).toHaveCount(0);
  // From the control before the frame to whatever comes behind it, and on from there.
  await editor.getByRole('button', { name: 'Phone' }).focus();
  const passed = [];
  for (let step = 0; step < 4; step += 1) {
    await editor.keyboard.press('Tab');
    passed.push(await editor.evaluate(() => document.activeElement?.tagName));
  }
  expect(passed).not.toContain('IFRAME');
  await expect(editor).toHaveURL(/\/workspace\/messages\/new$/);
});
