// Browsers far from UTC: days are those of the reader, and times that a teammate sets say which zone they mean.
import type { Page } from '@playwright/test';

import { expect, open, test as alone } from '../../alone.ts';
import { begin, bubbles, test as withDesk, write, sent } from '../../desk.ts';
import { wrongClock } from '../../fixtures/clock.ts';
import { atTheInbox, parts } from '../../inbox.ts';
import { signIn, teammate } from '../../people.ts';
import type { Plain } from '../../plain.ts';

// A workspace of its own: in its inbox stand the conversations of these tests alone, and their rows stay where they are.
const test = withDesk.extend<object, { workspace: Plain['workspace'] }>({
  workspace: [({ workspace }, use) => use(workspace), { scope: 'worker' }],
});

/** It is noon at Greenwich, and the messages were written in its morning. */
const NOW = '2026-11-20T12:00Z';
const WRITTEN = ['2026-11-20T07:30:00Z', '2026-11-20T08:30:00Z', '2026-11-20T11:30:00Z'];

const ZONES = [
  {
    timezoneId: 'Pacific/Auckland',
    panel: ['Yesterday', 'One', 'Two', 'Today', 'Three'],
    inbox: ['Friday, November 20', 'One', 'Two', 'Today', 'Three'],
    times: ['8:30 PM', '9:30 PM', '12:30 AM'],
    earlier: { at: '2026-11-19T11:30:00Z', on: 'Nov 20' },
    row: { at: '2026-11-20T10:30:00Z', on: 'Nov 20' },
  },
  {
    timezoneId: 'America/Los_Angeles',
    panel: ['Yesterday', 'One', 'Today', 'Two', 'Three'],
    inbox: ['Thursday, November 19', 'One', 'Today', 'Two', 'Three'],
    times: ['11:30 PM', '12:30 AM', '3:30 AM'],
    earlier: { at: '2026-11-19T07:30:00Z', on: 'Nov 18' },
    row: { at: '2026-11-20T07:30:00Z', on: 'Nov 19' },
  },
];

const itIs = (page: Page, at: string) => wrongClock(page, Date.parse(at) - Date.now());

/** The workspace's own clock stays as it is: what it answers says other times from now on. */
const answers = (page: Page, url: string, change: (body: string) => string) =>
  page.route(url, async (route) => {
    const answered = async () => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    };
    // A page that is left needs no answer any more.
    await answered().catch(() => {});
  });

for (const { timezoneId, panel, inbox, times, earlier, row } of ZONES) {
  test.describe(timezoneId, () => {
    test.use({ timezoneId });

    test('the days of a conversation begin at the midnight of whoever reads it, in the panel and in the inbox', async ({ page, browser, plain, desk }) => {
      await itIs(page, NOW);
      await answers(page, '**/messenger/web/conversations/*', (html) => {
        let number = 0;
        return html.replace(/datetime="[^"]*"/g, () => `datetime="${WRITTEN[number++]}"`);
      });
      await plain.boot();
      const id = await begin(plain, desk, 'One');
      await desk.reply(id, 'Two');
      await expect(bubbles(plain)).toHaveCount(2);
      await write(plain, 'Three');
      await sent(plain);
      await expect(plain.panel.locator('.talk').locator('.day, .bubble')).toHaveText(panel);
      await expect(plain.panel.locator('.talk time')).toHaveText(times);

      await atTheInbox(
        browser,
        plain.workspace.origin,
        async (page) => {
          await itIs(page, NOW);
          await answers(page, '**/api/inbox_conversation?*', (json) => {
            const thread = JSON.parse(json);
            for (const [number, part] of thread.parts.entries()) part.at_ms = Date.parse(WRITTEN[number]!);
            return JSON.stringify(thread);
          });
          await open(page, '/workspace/inbox');
          await page.locator(`.conv[href="/workspace/inbox/${id}"]`).click();
          await expect(page.getByRole('log', { name: 'Messages' }).locator('.day, .text')).toHaveText(inbox);
          await expect(page.getByRole('log', { name: 'Messages' }).locator('time')).toHaveText(times);
        },
        { timezoneId },
      );
    });

    test('a conversation in a list has the day that the reader had then', async ({ page, browser, plain, desk }) => {
      await itIs(page, NOW);
      await answers(page, '**/messenger/web/messages?*', (html) => html.replace(/datetime="[^"]*"/, `datetime="${earlier.at}"`));
      await plain.boot();
      const id = await begin(plain, desk, 'One');
      await plain.intercom('showMessages');
      await expect(plain.panel.getByRole('button', { name: /One/ }).locator('time')).toHaveText(earlier.on);

      await atTheInbox(
        browser,
        plain.workspace.origin,
        async (page) => {
          await itIs(page, NOW);
          await answers(page, '**/api/inbox?*', (json) => {
            const list = JSON.parse(json);
            for (const one of list.rows) if (one.id === id) one.waiting_since = Date.parse(row.at);
            return JSON.stringify(list);
          });
          await open(page, '/workspace/inbox');
          // The page has its first list in itself, and asks for each further one.
          await page.getByRole('link', { name: /^Closed/ }).click();
          await page.getByRole('link', { name: /^Open( \d+)?$/ }).click();
          await expect(page.locator(`.conv[href="/workspace/inbox/${id}"] time`)).toHaveText(row.on);
        },
        { timezoneId },
      );
    });
  });
}

/** As a field for a time has it, in a zone without a change of clocks between. */
const timeIn = (timeZone: string, at: number) => new Date(at).toLocaleString('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T');
const HOUR = 3_600_000;

alone('the times of a message are in the zone of whoever reads them, which the page names, and it starts by them', async ({ browser, baseURL }) => {
  const at = async (timezoneId: string) => {
    const context = await browser.newContext({ baseURL, timezoneId });
    await signIn(context, baseURL, teammate);
    return context.newPage();
  };
  const [starts, ends] = [Date.now() + HOUR, Date.now() + 48 * HOUR];
  const auckland = await at('Pacific/Auckland');
  await open(auckland, '/workspace/messages/new');
  await auckland.getByLabel('Name for teammates').fill('Opening hours');
  await auckland.getByLabel('Message, in Markdown').fill('We are open.');
  await auckland.getByLabel('Not before (Pacific/Auckland)').fill(timeIn('Pacific/Auckland', starts));
  await auckland.getByLabel('Until (Pacific/Auckland)').fill(timeIn('Pacific/Auckland', ends));
  await auckland.getByRole('button', { name: 'Save' }).click();
  await expect(auckland).toHaveURL(/\/workspace\/messages\/\d+$/);
  await expect(auckland.getByLabel('Not before (Pacific/Auckland)')).toHaveValue(timeIn('Pacific/Auckland', starts));
  await auckland.getByRole('button', { name: 'Start' }).click();
  await expect(auckland.getByText(/^Scheduled\. /)).toBeVisible();

  const angeles = await at('America/Los_Angeles');
  await open(angeles, new URL(auckland.url()).pathname);
  await expect(angeles.getByLabel('Not before (America/Los_Angeles)')).toHaveValue(timeIn('America/Los_Angeles', starts));
  await expect(angeles.getByLabel('Until (America/Los_Angeles)')).toHaveValue(timeIn('America/Los_Angeles', ends));
  await angeles.getByRole('button', { name: 'Stop', exact: true }).click();
  await angeles.getByLabel('Not before (America/Los_Angeles)').fill(timeIn('America/Los_Angeles', Date.now() - HOUR));
  await angeles.getByRole('button', { name: 'Start' }).click();
  await expect(angeles.getByText(/^Started\. /)).toBeVisible();
});
