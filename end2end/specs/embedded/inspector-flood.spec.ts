// Ten thousand entries: of a list that is drawn whole, or grows with every entry, a page has far more nodes than these.
// How long they take to be seen is measured by `make bench`.
import { expect, open, test } from '../../alone.ts';
import { report } from '../../lanes.ts';

const KEPT = 10_000;
const MOST_NODES = 2_500;

test('ten thousand entries are seen with few nodes, wherever one scrolls, filters or gets one more', async ({ page, context }) => {
  const writer = await context.newPage();
  await open(writer, '/lifecycle');
  const start = Date.now() - KEPT * 10;
  const entries = Array.from({ length: KEPT }, (_, at) => ({
    page: 'flood',
    seq: at + 1,
    at_ms: start + at * 10,
    kind: { Called: { method: at % 100 ? 'show' : 'boot', url: `/${at}`, title: 'A page', arguments: null, token: null } },
  }));
  await report(writer, entries);
  await writer.close();

  await page.bringToFront(); // a hidden page has no frames
  await page.goto('/lifecycle');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  await expect(page.getByRole('button', { name: `All ${KEPT}` })).toBeVisible();
  await expect(page.getByRole('button', { name: '/9999' })).toBeInViewport();
  expect(await nodes()).toBeLessThan(MOST_NODES);

  // No boot stands at the top there: that would be held in place when the others go.
  await timeline.evaluate((lanes) => (lanes.scrollTop = lanes.scrollHeight * 0.45 + lanes.clientHeight));
  await expect(timeline).toContainText('/4510');
  expect(await nodes()).toBeLessThan(MOST_NODES);

  await page.getByRole('button', { name: 'Boot 100' }).click();
  const last = timeline.getByRole('listitem').last();
  await expect(last).toContainText('/9900');
  await expect(page.getByRole('button', { name: 'Boot 100' })).toHaveAttribute('aria-pressed', 'true');
  await report(page, [{ ...entries[0]!, seq: KEPT + 1, at_ms: Date.now(), page: 'another' }]);
  await expect(last).toContainText('Page loaded');
  await expect(page.getByRole('button', { name: 'Boot 100' })).toBeVisible(); // one came, the oldest went
  expect(await nodes()).toBeLessThan(MOST_NODES);
});
