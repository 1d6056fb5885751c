// What every browser test stands on. It fails on each console error, warning, page error or policy violation that the
// test did not announce.
import { test as base, expect, type Page } from '@playwright/test';

type Fixtures = {
  /** What the browser may complain of in this test, because the test makes it happen. */
  excused: RegExp;
  clean: void;
};

/** Enough of the hosted widget for a page to go live: a dispatcher in the stub's place, which does nothing. */
const DISPATCHER = 'window.Intercom = Object.assign(() => {}, { booted: true })';

/** A remark on how long waking takes: on a busy machine, in a page that a test holds back, or with JavaScript off. */
const PATIENCE = /was preloaded using link preload but not used within a few seconds/;

export const test = base.extend<Fixtures>({
  excused: [/(?!)/, { option: true }],
  clean: [
    async ({ context, excused }, use) => {
      const complaints: string[] = [];
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      context.on('weberror', (error) => complaints.push(error.error().message));
      await context.route('https://widget.intercom.io/**', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: DISPATCHER }),
      );
      await use();
      expect(complaints.filter((complaint) => !excused.test(complaint) && !PATIENCE.test(complaint))).toEqual([]);
    },
    { auto: true },
  ],
});

/** What the browser itself writes when an answer has this status, or none. */
export const says = (status: number | string) => new RegExp(`^Failed to load resource: .*(${status})`);

/** The page has hydrated: the first thing its script does is to take scrolling into its own hands. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() => history.scrollRestoration === 'manual');
}

/** Opens a page and waits until its script answers. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page);
}

export { expect };
