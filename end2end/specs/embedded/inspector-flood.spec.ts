// Ten thousand entries: how long they take to be seen, and how the page stays. The numbers are generous; they fail on a
// list that is drawn whole or rebuilt with every entry, not on a busy machine.
import { expect, open, test } from '../../alone.ts';
import { report } from '../../lanes.ts';

const KEPT = 10_000;
const MOST_NODES = 2_500;
const FIRST_SIGHT_MS = 30_000;
const ANSWER_MS = 2_000;

test('ten thousand entries are seen soon, with few nodes, and scroll and filter answer quickly', async ({ page, context }) => {
  test.slow();
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
  const opened = Date.now();
  await page.goto('/lifecycle');
  await expect(page.getByRole('button', { name: `All ${KEPT}` })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: '/9999' })).toBeInViewport();
  const firstSight = Date.now() - opened;
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
  expect(await nodes()).toBeLessThan(MOST_NODES);

  /** How long until the timeline shows this after that was done, by the page's own frames. */
  const answers = (act: string | { report: object }, sign: string) =>
    page.evaluate(
      async ([act, sign]) => {
        const since = performance.now();
        const lanes = document.querySelector('.lanes')!;
        if (typeof act !== 'string') void fetch('/lifecycle/calls', { method: 'POST', body: JSON.stringify(act.report) });
        // No boot stands at the top there: that would be held in place when the others go.
        else if (act === 'scroll') lanes.scrollTop = lanes.scrollHeight * 0.45 + lanes.clientHeight;
        else document.querySelector<HTMLElement>(act)!.click();
        while (!lanes.textContent!.includes(sign)) await new Promise(requestAnimationFrame);
        return performance.now() - since;
      },
      [act, sign] as const,
    );
  const scrolled = await answers('scroll', '/4510');
  expect(await nodes()).toBeLessThan(MOST_NODES);
  const filtered = await answers('.chip:nth-child(3)', '/9900');
  await expect(page.getByRole('button', { name: 'Boot 100' })).toHaveAttribute('aria-pressed', 'true');

  const last = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').last();
  await expect(last).toContainText('/9900');
  const another = { ...entries[0]!, seq: KEPT + 1, at_ms: Date.now(), page: 'another' };
  const onemore = await answers({ report: { sent_at_ms: Date.now(), entries: [another] } }, 'Page loaded');
  await expect(page.getByRole('button', { name: 'Boot 100' })).toBeVisible(); // one came, the oldest went
  await expect(last).toContainText('Page loaded');

  const measured = { firstSight, scrolled, filtered, onemore, nodes: await nodes() };
  console.log('ten thousand entries:', measured);
  expect(firstSight).toBeLessThan(FIRST_SIGHT_MS);
  for (const time of [scrolled, filtered, onemore]) expect(time).toBeLessThan(ANSWER_MS);
  expect(await nodes()).toBeLessThan(MOST_NODES);
});
