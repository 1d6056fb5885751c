// A conversation both ways: a person in the shop's panel, a teammate at the inbox.
import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Locator, Page } from '@playwright/test';

import { awake, expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { holdTime } from '../../fixtures/clock.ts';
import { atTheInbox, parts, reply } from '../../inbox.ts';
import { accountMenu, customer, logIn, signIn } from '../../people.ts';

const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const message = (page: Page) => panel(page).getByLabel('Message', { exact: true });
const messages = (page: Page) => panel(page).locator('.bubble');

async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Open chat/ }).click();
}

async function write(page: Page, text: string): Promise<void> {
  await message(page).fill(text);
  await message(page).press('Enter');
}

/** At which side of the conversation it ends. */
const side = (shown: Locator) =>
  shown.evaluate((element) => {
    const [own, all] = [element.getBoundingClientRect(), element.closest('.talk')!.getBoundingClientRect()];
    return { start: own.left - all.left < 80, end: all.right - own.right < 40 };
  });

async function begin(page: Page, text: string): Promise<void> {
  await openChat(page);
  await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
  await write(page, text);
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
}

test('while a reply is on its way nothing is added to it, and what is written next is not lost', async ({ page, browser, baseURL }) => {
  await open(page, '/plans');
  await begin(page, 'Hello');
  await atTheInbox(browser, baseURL!, async (desk) => {
    await desk.locator('.convs .conv').click();
    let pass = () => {};
    const held = new Promise<void>((resolve) => (pass = resolve));
    await desk.route('**/api/inbox_reply', async (route) => {
      await held;
      await route.continue();
    });
    await reply(desk, 'Good morning');
    const field = desk.getByLabel('Reply', { exact: true });
    await expect(field).not.toBeEditable();
    await expect(desk.getByRole('button', { name: 'Note', exact: true })).toBeDisabled();
    await field.press('Enter');
    await field.press('x');
    await expect(field).toHaveValue('Good morning');
    pass();
    await expect(field).toHaveValue('');
    await desk.getByRole('button', { name: 'Note', exact: true }).click();
    await desk.getByLabel('Note for teammates').fill('A note');
    await desk.getByRole('button', { name: 'Add note' }).click();
    await expect(parts(desk)).toHaveText(['Hello', 'Good morning', 'A note']);
  });
});

test('a customer writes, a teammate answers, leaves a note and closes, and each sees it at once', async ({ page, browser, baseURL }) => {
  await signIn(page.context(), baseURL!, customer);
  await open(page, '/plans');
  await atTheInbox(browser, baseURL!, async (desk) => {
    await expect(desk.getByText('No conversation is here.')).toBeVisible();
    await begin(page, 'Is the kettle <b>on</b>?');
    const row = desk.getByRole('link', { name: /Marit Solheim/ });
    await expect(row).toContainText('Is the kettle <b>on</b>?');
    await row.click();
    await expect(desk.getByText('on /plans')).toBeVisible();
    await expect(desk.getByText('Identity verified')).toBeVisible();

    await reply(desk, 'It is.\nCome in!');
    await expect(messages(page)).toHaveText(['Is the kettle <b>on</b>?', 'It is.\nCome in!']);
    await expect(panel(page).getByRole('heading', { name: 'Ines Aalto' })).toBeVisible();
    await expect(desk.getByText('Seen', { exact: true })).toBeVisible();

    await desk.getByRole('button', { name: 'Note', exact: true }).click();
    await desk.getByLabel('Note for teammates').fill('She asked in June, too.');
    await desk.getByRole('button', { name: 'Add note' }).click();
    await expect(parts(desk)).toHaveText(['Is the kettle <b>on</b>?', 'It is.\nCome in!', 'She asked in June, too.']);
    await desk.getByRole('button', { name: 'Close' }).click();
    await expect(desk.getByText('closed the conversation')).toBeVisible();

    await write(page, 'Thank you!');
    await expect(parts(desk).last()).toHaveText('Thank you!');
    await expect(desk.getByRole('button', { name: 'Close' })).toBeVisible();
    await expect(messages(page)).toHaveText(['Is the kettle <b>on</b>?', 'It is.\nCome in!', 'Thank you!']);
    const seen = panel(page).getByText('Seen', { exact: true });
    await expect(seen).toBeVisible();
    expect(await side(seen), 'under the message').toEqual(await side(messages(page).last()));
  });
});

test('a visitor who logs in keeps the conversation, and a log-out leaves nothing of it', async ({ page }) => {
  await open(page, '/login');
  await begin(page, 'Do you post to Tromsø?');
  await page.keyboard.press('Escape');
  await logIn(page, customer);
  await expect(accountMenu(page)).toBeVisible();
  await openChat(page);
  await expect(messages(page), 'still open, where it was').toHaveText(['Do you post to Tromsø?']);
  await panel(page).getByRole('button', { name: 'Back' }).click();
  await expect(panel(page).getByRole('button', { name: /Tromsø/ })).toBeVisible();
  await page.getByRole('button', { name: /^Close chat/ }).click();
  await accountMenu(page).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
  await openChat(page);
  await expect(panel(page).getByText('You are here as a visitor')).toBeVisible();
  await expect(panel(page).getByText('Tromsø')).toHaveCount(0);
});

test('what a teammate has typed survives a reload and another conversation, until it is sent', async ({ page, browser, baseURL }) => {
  await open(page, '/');
  await begin(page, 'Hello');
  await atTheInbox(browser, baseURL!, async (desk) => {
    await desk.locator('.conv').click();
    await desk.getByLabel('Reply', { exact: true }).fill('Half a thought');
    // A change of the conversation leaves the field alone.
    await write(page, 'Are you there?');
    await expect(parts(desk)).toHaveText(['Hello', 'Are you there?']);
    await expect(desk.getByLabel('Reply', { exact: true })).toHaveValue('Half a thought');
    await desk.reload();
    await awake(desk);
    await expect(desk.getByLabel('Reply', { exact: true })).toHaveValue('Half a thought');
    await desk.getByRole('button', { name: 'Send' }).click();
    await expect(parts(desk).last()).toHaveText('Half a thought');
    await expect(desk.getByLabel('Reply', { exact: true })).toHaveValue('');
    await desk.reload();
    await awake(desk);
    await expect(desk.getByLabel('Reply', { exact: true })).toHaveValue('');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the inbox works on a phone, one pane at a time, with nothing that axe complains of, ${colorScheme}`, async ({ page, browser, baseURL }) => {
    await open(page, '/');
    await begin(page, 'Hello');
    await atTheInbox(browser, baseURL!, async (desk) => {
      await desk.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const isClean = async (name: string) => {
        await picture(desk, `inbox-${colorScheme}`, name);
        const { violations } = await new AxeBuilder({ page: desk }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), name).toEqual([]);
      };
      await isClean('the list');
      await desk.locator('.conv').click();
      await expect(parts(desk)).toHaveText(['Hello']);
      await reply(desk, 'Good morning');
      await desk.getByRole('button', { name: 'Note', exact: true }).click();
      await desk.getByLabel('Note for teammates').fill('A note');
      await desk.getByRole('button', { name: 'Add note' }).click();
      await expect(parts(desk)).toHaveText(['Hello', 'Good morning', 'A note']);
      await isClean('a conversation');
      await desk.setViewportSize({ width: 390, height: 844 });
      await isClean('a conversation on a phone');
      await expect(desk.locator('.thread-pane')).toBeVisible();
      await expect(desk.locator('.list-pane')).toBeHidden();
      await desk.getByRole('link', { name: 'Back to the list' }).click();
      await expect(desk.locator('.list-pane')).toBeVisible();
      await expect(desk.locator('.thread-pane')).toBeHidden();
      await isClean('the list on a phone');
      await desk.goBack();
      await expect(parts(desk)).toHaveText(['Hello', 'Good morning', 'A note']);
    });
  });
}

test('each side sees that the other is writing, and no longer once the message is there', async ({ page, browser, baseURL }) => {
  const streams = page.waitForResponse((answer) => answer.url().includes('/messenger/web/stream') && answer.ok());
  await open(page, '/plans');
  await begin(page, 'Hello');
  // No server keeps that somebody is writing: before the stream is open it is lost.
  await streams;
  await holdTime(page);
  await atTheInbox(browser, baseURL!, async (desk) => {
    await desk.locator('.convs .conv').click();
    await expect(parts(desk)).toHaveText(['Hello']);
    const dots = panel(page).getByRole('img', { name: 'Ines Aalto is typing' });
    await desk.getByLabel('Reply', { exact: true }).pressSequentially('Good');
    await expect(dots).toBeVisible();
    expect(await side(dots), 'where the answer will be').toEqual({ start: true, end: false });
    await expect(panel(page).locator('.typing .face')).toHaveText('IA');
    await reply(desk, 'Good morning');
    await expect(messages(page)).toHaveText(['Hello', 'Good morning']);
    await expect(dots).toHaveCount(0);

    // Any change ends the notice: the last one has come before it.
    await expect(desk.getByText('Seen', { exact: true })).toBeVisible();
    await holdTime(desk);
    const typing = desk.locator('.typing');
    await message(page).pressSequentially('And');
    await expect(typing).toHaveText(/ is typing…$/);
    await write(page, 'And now?');
    await expect(parts(desk)).toHaveText(['Hello', 'Good morning', 'And now?']);
    await expect(typing).toHaveText('');

    // Here nothing was reported of late.
    await desk.clock.resume();
    await open(desk, new URL(desk.url()).pathname);
    const asked: string[] = [];
    desk.on('request', (request) => asked.push(request.url()));
    await desk.getByRole('button', { name: 'Note', exact: true }).click();
    await desk.getByLabel('Note for teammates').pressSequentially('She asked before');
    await desk.getByRole('button', { name: 'Add note' }).click();
    await expect(parts(desk).last()).toHaveText('She asked before');
    expect(asked.filter((url) => url.includes('typing')), 'of a note the person learns nothing').toEqual([]);
    const reported = desk.waitForRequest('**/api/inbox_typing');
    await desk.getByRole('button', { name: 'Reply', exact: true }).click();
    await desk.getByLabel('Reply', { exact: true }).pressSequentially('Soon');
    await reported;
  });
});
