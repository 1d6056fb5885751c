// Pages that are reported before their title and heading have come, because they forgot to say what they wait for. In
// production.
import type { Page } from '@playwright/test';
import { ownClock } from '../../fixtures/clock.ts';
import { inProduction, said } from '../../fixtures/console.ts';
import { Messenger } from '../../fixtures/messenger.ts';
import { expect, test as base } from '../../fixtures/test.ts';
import { go, hold } from '../page.ts';

/** These pages are reported under titles that are not theirs. */
class Mistitled extends Messenger {
  override async verify() {}
}

const test = base.extend<{ lines: string[] }>({
  messenger: async ({ watch, people }, use) => use(new Mistitled('hosted', watch, people)),
  /** What the pattern says in the console. */
  lines: [
    async ({ page }, use) => {
      await ownClock(page);
      await inProduction(page, '**/*');
      await use(said(page));
    },
    { auto: true },
  ],
});

const early = /^messenger: this page was reported before its title and heading had come: call PageReady::until_loaded/;

const hasLayout = () => test.info().project.name === 'ordinary-layout';

const data = /\/api\/coffee\?/;
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

test('a page that forgot to wait for its data is said in the console, in production too, and once', async ({ page, shop, messenger, watch, lines }) => {
  watch.expectWarning(early);
  await page.goto('/coffees/first-tide?forgetful');
  const story = ['boot visitor at /coffees/first-tide?forgetful'];
  await messenger.receives(story);
  let release = await hold(page, data);
  await link(page, 'Herring Gull');
  await messenger.receives((story.push('update at /coffees/herring-gull'), story));
  expect(messenger.pings().at(-1)).toMatchObject({ title: 'First Tide · Tidewater Coffee', heading: 'First Tide' });
  await page.clock.runFor(2_000);
  expect(lines).toEqual([]);
  release();
  await shop.shows('Herring Gull');
  await page.clock.runFor(1_000);
  await expect.poll(() => lines).toEqual([expect.stringMatching(early)]);

  release = await hold(page, data);
  await link(page, 'Deep Fathom');
  await messenger.receives((story.push('update at /coffees/deep-fathom'), story));
  expect(messenger.pings().at(-1)).toMatchObject({ title: 'Herring Gull · Tidewater Coffee' });
  release();
  await shop.shows('Deep Fathom');
  await page.clock.runFor(10_000);
  expect(lines.length).toBe(1);
});

test('the same page is not said when it waits for its data', async ({ page, shop, messenger, lines }) => {
  await page.goto('/coffees/first-tide');
  const story = ['boot visitor at /coffees/first-tide'];
  await messenger.receives(story);
  const release = await hold(page, data);
  await link(page, 'Herring Gull');
  await page.clock.runFor(2_000);
  await messenger.receives(story);
  release();
  await shop.shows('Herring Gull');
  await messenger.receives((story.push('update at /coffees/herring-gull'), story));
  expect(messenger.pings().at(-1)).toMatchObject({ title: 'Herring Gull · Tidewater Coffee', heading: 'Herring Gull' });
  await page.clock.runFor(10_000);
  expect(lines).toEqual([]);
});

test('a page whose title alone changes after its report is not said', async ({ page, messenger, lines }) => {
  await page.goto('/coffees');
  await messenger.receives(['boot visitor at /coffees']);
  // The former page's title: it might still be to come.
  await link(page, 'Light');
  await messenger.receives(['boot visitor at /coffees', 'update at /coffees?roast=light']);
  await page.evaluate(() => void (document.title = `(1) ${document.title}`));
  await page.clock.runFor(10_000);
  expect(lines).toEqual([]);
});

test('a page that waits for its data longer than a report does is not said', async ({ page, shop, messenger, lines }) => {
  await page.goto('/coffees/first-tide');
  const story = ['boot visitor at /coffees/first-tide'];
  await messenger.receives(story);
  const release = await hold(page, data);
  await link(page, 'Herring Gull');
  await expect(page).toHaveURL('/coffees/herring-gull');
  await page.clock.runFor(5_000);
  await messenger.receives((story.push('update at /coffees/herring-gull'), story));
  expect(messenger.pings().at(-1)).toMatchObject({ title: 'First Tide · Tidewater Coffee' });
  release();
  await shop.shows('Herring Gull');
  await page.clock.runFor(10_000);
  expect(lines).toEqual([]);
});

test('a page that is left before its data come is not said', async ({ page, shop, messenger, lines }) => {
  await page.goto('/coffees/first-tide?forgetful');
  const story = ['boot visitor at /coffees/first-tide?forgetful'];
  await messenger.receives(story);
  await hold(page, data);
  await link(page, 'Herring Gull');
  await messenger.receives((story.push('update at /coffees/herring-gull'), story));
  await shop.coffees();
  await messenger.receives((story.push('update at /coffees'), story));
  await page.clock.runFor(10_000);
  expect(lines).toEqual([]);
});

test('a page at an address with a secret is not reported, and not said', async ({ page, shop, messenger, lines }) => {
  test.skip(!hasLayout(), 'this host keeps no address to itself');
  await page.goto('/coffees/first-tide?forgetful');
  await messenger.receives(['boot visitor at /coffees/first-tide?forgetful']);
  const release = await hold(page, data);
  await go(page, '/coffees/herring-gull?token=secret');
  await expect(page).toHaveURL('/coffees/herring-gull?token=secret');
  await page.clock.runFor(500);
  release();
  await shop.shows('Herring Gull');
  await page.clock.runFor(10_000);
  expect(lines).toEqual([]);
  expect(messenger.story()).toEqual(['boot visitor at /coffees/first-tide?forgetful']);
});

test('a lazy page that forgot to wait for its code is said when it is opened from the fallback page', async ({ page, shop, messenger, watch, lines }) => {
  test.skip(hasLayout(), 'the layout, and the Messenger in it, come with the code');
  watch.expectWarning(early);
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await go(page, '/nowhere');
  await shop.shows('Nothing anchored here');
  const release = await hold(page, /\/pkg\/split_/);
  await go(page, '/harbour?forgetful');
  await messenger.receives(['boot visitor at /', 'update at /harbour?forgetful']);
  release();
  await shop.shows('Our harbour');
  await page.clock.runFor(1_000);
  await expect.poll(() => lines).toEqual([expect.stringMatching(early)]);
});
