// Ten thousand entries: the newest are drawn, and older ones on request. A page that draws all it keeps has far more nodes
// than these. How long they take to be seen is measured by `make bench`.
import { expect, open, test } from '../../alone.ts';
import { report } from '../../lanes.ts';

const KEPT = 10_000;
const DRAWN = 500;
const MOST_NODES = 6_000;

test('of ten thousand entries the newest are drawn, with few nodes, and older ones at the press of a button', async ({ page, context }) => {
  const writer = await context.newPage();
  await open(writer, '/lifecycle/token'); // draws nothing of it
  const start = Date.now() - KEPT * 10;
  const entries = Array.from({ length: KEPT }, (_, at) => ({
    page: 'flood',
    seq: at + 1,
    at_ms: start + at * 10,
    kind: { Called: { method: at % 100 ? 'show' : 'boot', url: `/${at}`, title: 'A page', arguments: null, token: null } },
  }));
  await report(writer, entries.slice(0, 2 * DRAWN));

  await page.bringToFront(); // a hidden page has no frames
  await page.goto('/lifecycle');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const rows = timeline.locator('.timeline > li');
  const call = (url: string) => timeline.getByRole('button', { name: new RegExp(`${url} A page$`) });
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  await expect(page.getByRole('button', { name: `All ${2 * DRAWN}` })).toBeVisible();
  await expect(call('/999')).toBeInViewport();
  const few = await nodes();
  expect(few).toBeLessThan(MOST_NODES);

  await page.goto('about:blank');
  await report(writer, entries.slice(2 * DRAWN));
  await writer.close();
  await page.goto('/lifecycle');
  await expect(page.getByRole('button', { name: `All ${KEPT}` })).toBeVisible();
  await expect(call('/9999')).toBeInViewport();
  await expect(rows).toHaveCount(DRAWN);
  expect(Math.abs((await nodes()) - few)).toBeLessThan(DRAWN / 10);

  await timeline.evaluate((lanes) => lanes.scrollTo(0, 0));
  await expect(call('/9500')).toBeInViewport();
  const before = (await call('/9500').boundingBox())!.y;
  await timeline.getByRole('button', { name: 'More: 9500 older' }).click();
  await expect(rows).toHaveCount(2 * DRAWN);
  await expect(rows.first()).toContainText('/9000');
  await expect(rows.first()).toHaveAttribute('aria-posinset', '9001');
  await expect.poll(async () => Math.abs((await call('/9500').boundingBox())!.y - before)).toBeLessThan(2);

  // What comes meanwhile is drawn, and what is read stays in its place.
  await report(page, [{ ...entries[0]!, seq: KEPT + 1, at_ms: Date.now(), page: 'another' }]);
  await expect(rows).toHaveCount(2 * DRAWN + 1);
  await expect.poll(async () => Math.abs((await call('/9500').boundingBox())!.y - before)).toBeLessThan(2);

  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(rows).toHaveCount(DRAWN);
  await expect(rows.last()).toBeInViewport();
  await expect(rows.last()).toContainText('Page loaded');

  await page.getByRole('button', { name: 'Boot 100' }).click(); // one came, the oldest went
  await expect(rows).toHaveCount(100);
  await expect(rows.last()).toBeInViewport();
  await report(page, [{ ...entries[0]!, seq: KEPT + 2, at_ms: Date.now(), page: 'a third' }]);
  await expect(page.getByRole('button', { name: 'Boot 101' })).toBeVisible();
  await expect(rows).toHaveCount(101);
  await expect(rows.last()).toBeInViewport();
  expect(await nodes()).toBeLessThan(few);
});

test('the first of ten thousand entries is one key away', async ({ page }) => {
  await open(page, '/lifecycle/token');
  const start = Date.now() - KEPT;
  const kind = { Called: { method: 'show', url: '/', title: 'A page', arguments: null, token: null } };
  await report(page, Array.from({ length: KEPT }, (_, at) => ({ page: 'flood', seq: at + 1, at_ms: start + at, kind })));
  await page.goto('/lifecycle');
  await expect(page.getByRole('button', { name: `All ${KEPT}` })).toBeVisible();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.focus();
  await page.keyboard.press('Home');
  // By selectors: to ask for roles takes minutes where ten thousand are drawn.
  await expect(page.locator('[aria-posinset="1"] .act')).toBeFocused();
  await expect(page.locator('[aria-posinset="1"]')).toBeInViewport();
  await expect(page.locator('.lanes > .more')).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(page.locator(`[aria-posinset="${KEPT}"] .act`)).toBeFocused();
  await expect(timeline.locator('.timeline > li')).toHaveCount(DRAWN);
});
