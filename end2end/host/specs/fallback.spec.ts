// From the page for unknown addresses to a lazy page. In the layout host, the page for unknown addresses is outside the
// layout and its Messenger.
import type { Page } from '@playwright/test';
import type { Messenger } from '../../fixtures/messenger.ts';
import type { Shop } from '../../fixtures/shop.ts';
import { expect, test } from '../../fixtures/test.ts';
import { go, hold } from '../page.ts';

/** Opens the home page, and goes to an unknown address by the router: the document stays. Returns the story so far. */
async function toFallback(page: Page, shop: Shop, messenger: Messenger): Promise<string[]> {
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await go(page, '/nowhere');
  await shop.shows('Nothing anchored here');
  if (test.info().project.name === 'ordinary-layout') return ['boot visitor at /'];
  const story = ['boot visitor at /', 'update at /nowhere'];
  await messenger.receives(story);
  return story;
}

for (const { what, late, link, path, heading } of [
  { what: 'titled by its data is reported under its own title from the fallback page, its code late', late: /\/pkg\/split_/, link: 'How we brew', path: '/brewing', heading: 'How to brew at sea' },
  { what: 'titled by its data is reported under its own title from the fallback page, its data late', late: /\/api\/how_to_brew/, link: 'How we brew', path: '/brewing', heading: 'How to brew at sea' },
  { what: 'without data is reported under its own title from the fallback page, its code late', late: /\/pkg\/split_/, link: 'Our harbour', path: '/harbour', heading: 'Our harbour' },
]) {
  test(`a lazy page ${what}`, async ({ page, shop, messenger }) => {
    const story = await toFallback(page, shop, messenger);
    const release = await hold(page, late);
    const requested = page.waitForRequest(late);
    await page.getByRole('link', { name: link, exact: true }).click();
    await requested;
    // Far longer than a page in place has to be quiet.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await messenger.receives(story);
    release();
    await shop.shows(heading);
    await messenger.receives([...story, `update at ${path}`]);
    expect(messenger.pings().at(-1)).toMatchObject({ title: `${heading} · Tidewater Coffee`, heading });
  });
}
