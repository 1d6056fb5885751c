// Messages to people on a page: a teammate writes them at the desk, and each comes with the ping of its page.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, FrameLocator, Page } from '@playwright/test';

import { drawn, expect, open, test } from '../../alone.ts';
import { picture } from '../../fixtures/picture.ts';
import { type Draft, figures, start } from '../../outbound.ts';
import { customer, fromOwnPage, second, signIn, teammate } from '../../people.ts';

const MESSAGES = '/workspace/messages';
const panel = (page: Page): FrameLocator => page.frameLocator('iframe[name="intercom-messenger-frame"]');
const box = (page: Page) => page.locator('.intercom-messenger-frame');
const snippet = (page: Page) => panel(page).locator('.snippet');
const post = (page: Page) => panel(page).locator('.post');
const notification = (page: Page) => panel(page).locator('.notification');
const follow = (page: Page, name: string) => page.getByRole('banner').getByRole('link', { name, exact: true }).first().click();
/** The document keeps this mark until another one takes its place. */
const mark = (page: Page) => page.evaluate(() => ((window as any).isMarked = true));
const isMarked = (page: Page) => page.evaluate(() => (window as any).isMarked as boolean | undefined);

/** The message that the workspace gives out for the next view of this page, or null. */
async function messageAt(page: Page, path: string): Promise<unknown> {
  const answer = await page.waitForResponse((response) => {
    const { pathname } = new URL(response.url());
    return pathname === '/messenger/web/ping' && new URL(response.request().postDataJSON().page.url).pathname === path;
  });
  return (await answer.json()).message;
}

/** A customer with a cart of over 40 €. */
async function customerWithBags(context: BrowserContext, page: Page, baseURL: string): Promise<void> {
  await signIn(context, baseURL, customer);
  await open(page, '/coffees/kelp-forest');
  for (let bags = 1; bags <= 4; bags += 1) {
    await page.getByRole('button', { name: /^Add to cart/ }).click();
    await expect(page.getByRole('banner').getByRole('link', { name: new RegExp(`^Cart, ${bags} item`) })).toBeVisible();
  }
}

const staff = test.extend<{ desk: BrowserContext }>({
  desk: async ({ browser }, use) => {
    const context = await browser.newContext();
    await use(context);
    await context.close();
  },
});

const LARGE_CART_ON_PLANS: Draft = {
  style: 'chat',
  text: 'Hello {{ first_name | fallback:"there" }}, shall we help you choose?',
  page: '/plans*',
  audience: [
    [{ of: 'field', name: 'role', type: 'choice', operator: 'is', value: 'user' }],
    [{ of: 'custom', name: 'cart_value_cents', type: 'number', operator: 'greater', value: '4000' }],
  ],
};

staff('a teammate writes to users with a large cart on plans, sees it as a person of them would, and starts it', async ({ page, context, desk, baseURL }) => {
  await customerWithBags(context, page, baseURL!);
  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, MESSAGES);
  await editor.getByRole('link', { name: 'New message' }).click();
  await editor.getByLabel('Name for teammates').fill('Large carts on plans');
  await editor.getByRole('button', { name: 'Condition', exact: true }).click();
  const condition = editor.getByRole('group', { name: 'Conditions of which one is enough' });
  await expect(condition.getByLabel('Value')).toHaveValue('user');
  await editor.getByRole('button', { name: 'Condition', exact: true }).click();
  await condition.nth(1).getByLabel('Field').selectOption('custom:cart_value_cents');
  await condition.nth(1).getByLabel('Operator').selectOption('greater');
  await condition.nth(1).getByLabel('Value', { exact: true }).fill('4000');
  await expect(editor.getByText('1 person matches now.')).toBeVisible();
  await editor.getByRole('button', { name: 'Page', exact: true }).click();
  const where = editor.getByRole('group', { name: 'Where' });
  await where.getByLabel('Value').fill('/plans*');
  await editor.getByLabel('Message, in Markdown').fill(LARGE_CART_ON_PLANS.text);
  const previewed = editor.frameLocator('.device iframe');
  await expect(previewed.getByText('Hello there, shall we help you choose?')).toBeVisible();
  await editor.getByRole('combobox', { name: 'seen by' }).selectOption({ label: customer.name });
  await expect(previewed.getByText('Hello Marit, shall we help you choose?')).toBeVisible();
  await editor.getByRole('button', { name: 'Phone' }).click();
  await expect(previewed.getByText('Hello Marit, shall we help you choose?')).toBeVisible();
  const saving = editor.waitForRequest('**/api/outbound_save');
  await editor.getByRole('button', { name: 'Save' }).click();
  const { audience } = (await saving).postDataJSON().draft;
  expect(audience, 'as the test of its delivery sends it').toEqual(LARGE_CART_ON_PLANS.audience);
  await expect(editor).toHaveURL(/\/workspace\/messages\/\d+$/);
  await editor.getByRole('button', { name: 'Start' }).click();
  await expect(editor.getByText(/^Started\./)).toBeVisible();
});

staff('the customer who walks there gets it once, in one tab, and an answer is a conversation of the sender', async ({ page, context, desk, baseURL }) => {
  await customerWithBags(context, page, baseURL!);
  const otherTab = await context.newPage();
  const home = messageAt(otherTab, '/');
  await open(otherTab, '/');
  await home;
  const id = await start(desk, baseURL!, LARGE_CART_ON_PLANS);

  await mark(page);
  await follow(page, 'Plans');
  await expect(snippet(page)).toContainText('Hello Marit, shall we help you choose?');
  await expect(snippet(page)).toContainText(teammate.name);
  await expect(page.getByRole('button', { name: 'Open chat, 1 unread' })).toBeVisible();
  expect(await isMarked(page)).toBe(true);
  const inOtherTab = messageAt(otherTab, '/plans');
  await follow(otherTab, 'Plans');
  expect(await inOtherTab, 'one tab has it').toBeNull();
  await drawn(otherTab);
  await expect(box(otherTab)).toBeHidden();

  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/${id}`);
  await editor.getByLabel(/^Person: user_id/).fill(customer.email);
  await editor.getByLabel('Page', { exact: true }).fill('/plans');
  await editor.getByRole('button', { name: 'Explain' }).click();
  await expect(editor.getByText('This person has seen it.')).toBeVisible();

  await snippet(page).getByRole('button', { name: /shall we help you/ }).click();
  await expect(panel(page).locator('.bubble')).toHaveText(['Hello Marit, shall we help you choose?']);
  await panel(page).getByLabel('Message', { exact: true }).fill('Yes, please.');
  await panel(page).getByLabel('Message', { exact: true }).press('Enter');
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
  const list = await desk.request.get(`${baseURL}/api/inbox?folder=mine&after=`, { headers: fromOwnPage(baseURL!) });
  const { rows } = await list.json();
  expect(rows).toHaveLength(1);
  await open(editor, `/workspace/inbox/${rows[0].id}`);
  const person = editor.getByRole('complementary', { name: `About ${customer.name}` });
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  await expect(person.getByRole('definition').filter({ hasText: zone })).toBeVisible();
  await expect(person.getByRole('definition').filter({ hasText: /^Chrome [\d.]+ on \w+$/ })).toBeVisible();

  await page.getByRole('button', { name: 'Close chat' }).click();
  // A page that leaves before it has settled is no page view, and neither is the return to the page before.
  const coffees = messageAt(page, '/coffees');
  await follow(page, 'Coffees');
  await coffees;
  const again = messageAt(page, '/plans');
  await follow(page, 'Plans');
  expect(await again, 'it comes once').toBeNull();
  await drawn(page);
  await expect(page.getByRole('button', { name: 'Open chat', exact: true })).toBeVisible();
  await expect(box(page)).toBeHidden();
  await open(editor, MESSAGES);
  await expect(editor.getByRole('row', { name: /shall we help you choose/ }).getByRole('cell')).toHaveText(['Live', '1', '1', '1', '0', '1', '0']);
});

staff('a post stands over its page, takes no focus, and leaves with the page', async ({ page, desk, baseURL }) => {
  const id = await start(desk, baseURL!, { style: 'post', text: '## The boat is in', page: '/coffees', button: ['See First Tide', '/coffees/first-tide'] });
  await open(page, '/');
  const link = page.getByRole('banner').getByRole('link', { name: 'Coffees', exact: true }).first();
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(post(page)).toContainText('The boat is in');
  expect(await box(page).boundingBox(), 'it covers the page').toEqual({ x: 0, y: 0, ...page.viewportSize()! });
  await expect(page.locator('iframe:focus'), 'it takes no focus').toHaveCount(0);
  const home = messageAt(page, '/');
  await page.goBack();
  await home;
  await expect(box(page)).toBeHidden();
  expect(await figures(desk, baseURL!, id)).toMatchObject({ sent: 1, seen: 1, dismissed: 0 });
  const again = messageAt(page, '/coffees');
  await page.goForward();
  await expect(page).toHaveURL(/\/coffees$/);
  expect(await again, 'it was seen').toBeNull();
  await drawn(page);
  await expect(box(page)).toBeHidden();
});

staff('the button of a message opens a page of the site by the site’s own router', async ({ page, desk, baseURL }) => {
  const id = await start(desk, baseURL!, { style: 'notification', text: '**New to grinding?**', page: '/brewing', button: ['Read the guide', '/brewing/pour-over?from=note'] });
  await open(page, '/');
  await mark(page);
  await follow(page, 'Brewing');
  await notification(page).getByRole('link', { name: 'Read the guide' }).click();
  await expect(page).toHaveURL(/\/brewing\/pour-over\?from=note$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await isMarked(page), 'the document is the same').toBe(true);
  await expect(box(page)).toBeHidden();
  await expect.poll(() => figures(desk, baseURL!, id)).toMatchObject({ sent: 1, seen: 1, clicked: 1 });
});

staff('a post takes a face, and a reply to it is a conversation of its sender', async ({ page, desk, baseURL }) => {
  const id = await start(desk, baseURL!, { style: 'post', text: 'The boat is in', page: '/coffees' });
  await open(page, '/coffees');
  const faces = post(page).getByRole('group', { name: 'Your reaction' });
  await faces.getByRole('button', { name: 'Sad' }).click();
  await faces.getByRole('button', { name: 'Happy' }).click();
  await expect(faces.getByRole('button', { pressed: true })).toHaveAccessibleName('Happy');
  await expect.poll(() => figures(desk, baseURL!, id)).toMatchObject({ happy: 1, seen: 1 });
  await expect(post(page)).toBeVisible();
  await post(page).getByRole('button', { name: 'Reply' }).click();
  await expect(post(page)).toHaveCount(0);
  await expect(panel(page).locator('.bubble')).toHaveText(['The boat is in']);
  await expect(panel(page).getByLabel('Message', { exact: true })).toBeFocused();
  await page.keyboard.type('Two bags, please.');
  await page.keyboard.press('Enter');
  await expect(panel(page).locator('.said.mine time')).toHaveCount(1);
  expect(await figures(desk, baseURL!, id)).toMatchObject({ replied: 1, dismissed: 0 });
  await expect(box(page)).toBeVisible();
  await page.getByRole('button', { name: 'Close chat' }).click();
  await expect(box(page)).toBeHidden();
});

staff('a teammate tries an address and the message itself, and sends it to one person', async ({ page, context, desk, baseURL }) => {
  await signIn(context, baseURL!, customer);
  await open(page, '/');
  await expect.poll(() => page.evaluate(() => (window as any).Intercom?.('whoami')?.type)).toBe('user');
  await signIn(desk, baseURL!, teammate);
  const own = await desk.newPage();
  await open(own, '/');
  await expect.poll(() => own.evaluate(() => (window as any).Intercom?.('whoami')?.type)).toBe('user');

  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/new`);
  await editor.getByLabel('Name for teammates').fill('For Marit');
  await editor.getByRole('button', { name: 'One person' }).click();
  const who = editor.getByRole('group', { name: 'Who' });
  await who.getByLabel('Person: user_id or e-mail').fill(customer.email);
  await editor.getByRole('button', { name: 'Page', exact: true }).click();
  const where = editor.getByRole('group', { name: 'Where' });
  await where.getByLabel('Value').fill('/plans*');
  await where.getByLabel('Try an address').fill('/coffees');
  await expect(where.getByText('It is for other pages.')).toBeVisible();
  await where.getByLabel('Try an address').fill(`${baseURL}/plans/harbour?x=1`);
  await expect(where.getByText('It may appear there.')).toBeVisible();
  await editor.getByRole('button', { name: 'Notification' }).click();
  await editor.getByLabel('Message, in Markdown').fill('Hello {{ first_name }}');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveURL(/\/workspace\/messages\/\d+$/);

  await editor.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(editor.getByText(/^Open a page of your site/)).toBeVisible();
  await follow(own, 'Brewing');
  await expect(notification(own)).toContainText('Hello Ines');
  const send = editor.getByRole('button', { name: 'Send…' });
  await editor.getByLabel(/^Not before/).fill('2099-01-01T09:00');
  await send.click();
  await editor.getByRole('dialog', { name: /^Send it on 2099-01-01 at 09:00 / }).getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText(/^Scheduled\./)).toBeVisible();
  await editor.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(editor.getByText(/^Stopped\./)).toBeVisible();
  await editor.getByLabel(/^Not before/).fill('');
  await send.click();
  const dialog = editor.getByRole('dialog', { name: 'Send it now?' });
  await expect(dialog).toContainText(`To ${customer.name}, ${customer.email}.`);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  for (const colorScheme of ['dark', 'light'] as const) {
    // Colours on their way from one theme to the other have a contrast of their own.
    await editor.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: editor }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id), colorScheme).toEqual([]);
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await send.click();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText(/^Sent\./)).toBeVisible();
  await follow(page, 'Plans');
  await expect(notification(page)).toContainText('Hello Marit');
  await editor.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(editor.getByText(/^Stopped\./)).toBeVisible();
  await expect(send, 'it was sent').toHaveCount(0);
  await open(editor, MESSAGES);
  await expect(editor.getByRole('row')).toHaveCount(2);
  await expect(editor.getByRole('row', { name: /For Marit/ }).getByRole('cell')).toHaveText(['Stopped', '1', '1', '1', '0', '0', '0']);
});

/** People of two kinds: as many users as there are names, and some visitors. */
async function peopleOfTwoKinds(browser: Browser, baseURL: string, users: { email: string }[], visitors: number): Promise<void> {
  for (const user of [...users, ...Array<undefined>(visitors).fill(undefined)]) {
    const context = await browser.newContext({ baseURL });
    if (user !== undefined) await signIn(context, baseURL, user);
    const page = await context.newPage();
    const booted = page.waitForResponse('**/messenger/web/ping');
    await page.goto('/brewing');
    expect((await booted).status()).toBe(200);
    await context.close();
  }
}

staff('the number before a send follows the conditions, Send waits for it, and it is the number that gets the message', async ({ browser, desk, baseURL }) => {
  await peopleOfTwoKinds(browser, baseURL!, [customer, second], 4);
  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/new`);
  await editor.getByLabel('Name for teammates').fill('To users');
  await editor.getByRole('button', { name: 'All who match, once' }).click();
  await editor.getByLabel('Message, in Markdown').fill('Hello');
  const now = editor.getByRole('group', { name: 'Who' }).getByRole('status');
  await expect(now).toHaveText('Everybody. 6 people match now.');
  await editor.getByRole('button', { name: 'Condition', exact: true }).click();
  await expect(now).toHaveText('2 people match now.');
  const value = editor.getByRole('group', { name: 'Conditions of which one is enough' }).getByLabel('Value');
  await value.selectOption('visitor');
  await expect(now).toHaveText('4 people match now.');
  await value.selectOption('user');
  await expect(now).toHaveText('2 people match now.');
  // Nobody knows the number of a teammate: the names stand in a list.
  await editor.getByLabel('Field').selectOption({ label: 'Owner' });
  await expect(now).toHaveText('0 people match now.');
  await expect(value.getByRole('option', { name: teammate.name })).toHaveCount(1);
  await editor.getByLabel('Operator').selectOption({ label: 'is unknown' });
  await expect(now).toHaveText('6 people match now.');
  await editor.getByLabel('Field').selectOption({ label: 'Role' });
  await expect(now).toHaveText('2 people match now.');
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveURL(/\/workspace\/messages\/\d+$/);
  await editor.getByRole('button', { name: 'Remove condition: Role is user' }).click();

  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await editor.route('**/api/outbound_audience?*', async (route) => {
    await released;
    await route.continue();
  });
  // Before the page has counted by itself.
  await editor.getByRole('button', { name: 'Send…' }).click();
  const dialog = editor.getByRole('dialog', { name: 'Send it now?' });
  await expect(dialog).toContainText('Counting…');
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  release();
  await expect(dialog).toContainText('To everybody: 6 people.');
  await expect(dialog.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();

  await peopleOfTwoKinds(browser, baseURL!, [], 1);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText('Nothing was sent: 7 people match now, and you confirmed 6. Look again.')).toBeVisible();
  await editor.getByRole('button', { name: 'Send…' }).click();
  await expect(dialog).toContainText('To everybody: 7 people.');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText(/^Sent\./)).toBeVisible();
  await expect
    .poll(async () => {
      await open(editor, MESSAGES);
      return editor.getByRole('row', { name: /To users/ }).getByRole('cell').nth(1).textContent();
    })
    .toBe('7');
});

staff('a started message says as text whom it is for, and its copy is changed', async ({ desk, baseURL }) => {
  const id = await start(desk, baseURL!, LARGE_CART_ON_PLANS);
  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/${id}`);
  const who = editor.getByRole('group', { name: 'Who' });
  await expect(who.getByRole('listitem')).toHaveText(['Role is user', 'cart_value_cents is greater than 4000']);
  await expect(editor.getByRole('group', { name: 'Where' }).getByRole('listitem')).toHaveText('Path matches the pattern /plans*');
  await expect(who.locator(':disabled')).toHaveCount(0);
  await editor.getByRole('button', { name: 'Stop and duplicate to change' }).click();
  await expect(editor).not.toHaveURL(new RegExp(`/${id}$`));
  await expect(who.getByLabel('Operator')).toHaveCount(2);
  await open(editor, `${MESSAGES}/${id}`);
  await expect(editor.getByText('Stopped', { exact: true })).toBeVisible();
  await expect(editor.getByRole('button', { name: 'Duplicate to change' })).toBeVisible();
});

staff('a teammate who comes from a person asks why a message was not shown to them', async ({ page, desk, baseURL }) => {
  const id = await start(desk, baseURL!, LARGE_CART_ON_PLANS);
  const pinged = page.waitForResponse('**/messenger/web/ping');
  await page.goto('/plans');
  const { contact_id: person } = await (await pinged).json();
  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}?person=${person}`);
  await editor.getByRole('row').getByRole('link').first().click();
  await expect(editor).toHaveURL(`${MESSAGES}/${id}?person=${person}#why`);
  const why = editor.getByRole('region', { name: 'Why was this not shown?' });
  await expect(why.getByLabel('Person: user_id, e-mail or name')).toHaveValue(person);
  await why.getByLabel('Page').fill('/plans');
  await why.getByRole('button', { name: 'Explain' }).click();
  await expect(why.getByText('It is for other people: “Role is user” is not so. It is visitor.')).toBeVisible();
  const view = why.getByRole('listitem').filter({ hasText: 'Today’s values do not meet its conditions.' });
  await view.getByText('Its conditions, with today’s values').click();
  await expect(view.getByText('Today it is visitor.')).toBeVisible();
  for (const colorScheme of ['dark', 'light'] as const) {
    await editor.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: editor }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id), colorScheme).toEqual([]);
  }
});

staff('a message to an e-mail that nobody has proved asks which person is meant', async ({ page, context, desk, baseURL }) => {
  await open(page, '/');
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  await panel(page).getByRole('button', { name: /^Send us a message/ }).click();
  await panel(page).getByLabel('Message', { exact: true }).fill('Hello');
  await panel(page).getByLabel('Message', { exact: true }).press('Enter');
  const email = panel(page).getByRole('textbox', { name: /Where can we write to you/ });
  await email.fill('tuva@example.com');
  await email.press('Enter');
  await expect(panel(page).getByText(/^Thank you. Our team sees .* and can write to you there/)).toContainText('tuva@example.com');

  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/new`);
  await editor.getByLabel('Name for teammates').fill('For Tuva');
  await editor.getByRole('button', { name: 'One person' }).click();
  await editor.getByLabel('Message, in Markdown').fill('Hello again');
  const who = editor.getByRole('group', { name: 'Who' });
  await who.getByLabel('Person: user_id or e-mail').fill('tuva@example.com');
  await expect(who.getByText('Nobody has proved that this e-mail is theirs. Is this the person?')).toBeVisible();
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor.getByText(/Choose the person\.$/).first()).toBeVisible();
  await editor.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page: editor }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await who.getByRole('button', { name: /tuva@example\.com.*not proved/ }).click();
  await expect(who.getByRole('status')).toHaveText(/^To .*tuva@example\.com\.$/);
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveURL(/\/workspace\/messages\/\d+$/);
  await editor.getByRole('button', { name: 'Send…' }).click();
  const dialog = editor.getByRole('dialog', { name: 'Send it now?' });
  await expect(dialog).toContainText(/To .*tuva@example\.com\./);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(editor.getByText(/^Sent\./)).toBeVisible();
  await page.getByRole('button', { name: 'Close chat' }).click();
  await follow(page, 'Brewing');
  await expect(snippet(page)).toContainText('Hello again');
});

staff('a refusal names the field by its label, and goes once the field is changed', async ({ desk, baseURL }) => {
  await signIn(desk, baseURL!, teammate);
  const editor = await desk.newPage();
  await open(editor, `${MESSAGES}/new`);
  await editor.getByLabel('Message, in Markdown').fill('Hello');
  await editor.getByRole('button', { name: 'Save' }).click();
  const refusal = editor.getByText('A name for teammates has 1 to 200 characters.');
  await expect(refusal).toBeVisible();
  await editor.getByLabel('Name for teammates').fill('Hello');
  await expect(refusal).toHaveCount(0);
  await editor.getByRole('button', { name: 'Save' }).click();
  await expect(editor).toHaveURL(/\/workspace\/messages\/\d+$/);
  await editor.getByRole('button', { name: 'Start' }).click();
  await expect(editor.getByText('Started. It shows at the next page that fits.')).toBeVisible();
});

/** What a screen reader finds of each style. */
const SPOKEN = {
  chat: `
    - status:
      - button /Ines Aalto .*The Guji boat is in/
      - button "Dismiss"`,
  post: `
    - status:
      - article:
        - paragraph: Ines Aalto from Tidewater Coffee
        - button "Dismiss"
        - heading "The Guji boat is in" [level=2]
        - paragraph: /Hello there\\./
        - link "See First Tide"
        - group "Your reaction":
          - button "Sad"
          - button "Neutral"
          - button "Happy"
        - button "Reply"`,
  notification: `
    - status:
      - article:
        - paragraph: Ines Aalto from Tidewater Coffee
        - button "Dismiss"
        - heading "The Guji boat is in" [level=2]
        - paragraph: /Hello there\\./
        - link "See First Tide"`,
};

for (const [device, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } })) {
  staff.describe(device, () => {
    staff.use({ viewport, hasTouch: device === 'phone', contextOptions: { reducedMotion: 'reduce' } });

    staff('each style is read out politely, and axe finds nothing in either theme', async ({ page, desk, baseURL }) => {
      // A message alone has no page's landmarks.
      const exempt = ['landmark-one-main', 'page-has-heading-one'];
      const text = '## The Guji boat is in\n\nHello {{ first_name | fallback:"there" }}. The new crop landed on Monday: First Tide is back, brighter than last year.';
      const styles = { chat: '/coffees', post: '/plans', notification: '/brewing' } as const;
      for (const [style, path] of Object.entries(styles)) {
        await start(desk, baseURL!, { style: style as keyof typeof styles, text, page: path, ...(style === 'chat' ? {} : { button: ['See First Tide', '/coffees/first-tide'] as [string, string] }) });
        await open(page, path);
        const region = panel(page).getByRole('status');
        await expect(region).toContainText('The Guji boat is in');
        await expect(region, 'to a screen reader').toMatchAriaSnapshot(SPOKEN[style as keyof typeof styles]);
        await expect(region.getByRole('button', { name: 'Dismiss' })).toBeVisible();
        await expect(page.locator(':focus')).toHaveCount(0);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await picture(page, `${device}-${colorScheme}`, `message ${style}`);
          const { violations } = await new AxeBuilder({ page }).include('#intercom-container').options({ preload: false }).disableRules(exempt).analyze();
          expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), `${style}, ${colorScheme}`).toEqual([]);
        }
        await expect(box(page)).toBeVisible();
        if (style === 'notification' && device === 'phone') {
          expect((await box(page).boundingBox())!.y, 'below the page’s header').toBeGreaterThan(viewport.height / 2);
        }
        await region.getByRole('button', { name: 'Dismiss' }).click();
        await expect(box(page)).toBeHidden();
      }
    });
  });
}
