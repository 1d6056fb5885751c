// A page that nobody touches keeps no session alive.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, open, test } from '../../clean.ts';
import { PARTS, type Step } from '../../pages.ts';
import { customer, signIn, teammate } from '../../people.ts';

const MINUTES = 60_000;

/** The calls under their heading in the matrix, whose own test holds that the server counts none of them as use of a session. */
const noUse = (() => {
  const table = readFileSync(join(import.meta.dirname, '../../../src/tests/matrix/table.rs'), 'utf8');
  const [calls = ''] = (table.split(/^# +called by pages themselves.*\n/m)[1] ?? '').split('\n\n');
  return new Set(calls.split('\n').map((line) => line.split(/ +/, 2).join(' ').split('?')[0]));
})();

const addresses = (whose: (step: Step) => boolean) => [...new Set(Object.values(PARTS).flat().filter((step) => whose(step) && !step.fails).map(({ at }) => at))];
const isOfTeammates = ({ at }: Step) => /^\/(workspace|lifecycle)/.test(at);

for (const [who, person, pages] of [
  ['customer', customer, addresses((step) => !isOfTeammates(step))],
  ['teammate', teammate, addresses(isOfTeammates)],
] as const) {
  test(`a page that a ${who} leaves open makes no call that counts as use of the session`, async ({ page, context, baseURL }) => {
    expect(noUse.size).toBeGreaterThan(5);
    await signIn(context, baseURL!, person);
    await page.clock.install();
    let at = '';
    let round = 0;
    /** The rounds in which a page made a call: a page may make one once, when it comes. */
    const made = new Map<string, Set<number>>();
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url());
      // The Messenger's own endpoints read no cookie, and files ask for no session.
      const isOurs = origin === baseURL && !/^\/(messenger\/|v\/|widget\/|healthz$)/.test(pathname);
      const call = `${request.method()} ${pathname}`;
      if (!isOurs || request.isNavigationRequest() || noUse.has(call)) return;
      const use = `${at}: ${call}`;
      made.set(use, (made.get(use) ?? new Set()).add(round));
    });
    for (const address of pages) {
      [at, round] = [address, 0];
      await open(page, address);
      // Each round lets the answers of the round before set their timers.
      for (round = 1; round <= 4; round++) {
        await page.clock.runFor(15 * MINUTES);
        await page.evaluate(() => {
          document.dispatchEvent(new Event('visibilitychange'));
          for (const event of ['focus', 'online', 'pageshow']) window.dispatchEvent(new Event(event));
        });
        await page.evaluate(() => fetch('/healthz').then((answer) => answer.text()));
      }
    }
    const again = [...made].filter(([, rounds]) => rounds.size > 1).map(([use]) => use);
    expect(again).toEqual([]);
  });
}
