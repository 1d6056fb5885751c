// The `test` of the shop's specs: the shared one, with the failures that a whole file or group makes said in one line.
import type { Page } from '@playwright/test';
import type { Failure } from './failures.ts';
import { expect, test as shared } from './fixtures/test.ts';

export const test = shared.extend<{ excused: Failure[] }>({
  /** What every test of a file or group makes fail. */
  excused: [[], { option: true }],
  watch: async ({ watch, excused }, use) => {
    for (const failure of excused) watch.expectFailure(failure);
    await use(watch);
  },
});

/** The page's script answers: it says so. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.hasAttribute('data-awake'));
}

/** Keeps the pages' WebAssembly from arriving until the function that this gives is called. */
export async function holdWasm(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Until the page has drawn twice: what was called for before is in sight then, or will not be. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Opens a page and waits until its script answers. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page);
}

export { expect };
