// Names the tests that ran when a shared server wrote an error; teardown.ts fails the run for it.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { readFileSync } from 'node:fs';

import { errorsIn, writtenAt } from './log.ts';

export default class ServerLog implements Reporter {
  private readonly ran: { from: number; to: number; title: string }[] = [];

  onTestEnd(test: TestCase, { startTime, duration }: TestResult): void {
    const from = startTime.getTime();
    this.ran.push({ from, to: from + duration, title: test.titlePath().filter(Boolean).join(' › ') });
  }

  onEnd(): void {
    for (const log of JSON.parse(process.env.SERVER_LOGS ?? '[]')) {
      for (const line of errorsIn(readFileSync(log, 'utf8'))) {
        const at = writtenAt(line);
        // A server answers a moment after it was asked.
        const ran = this.ran.filter(({ from, to }) => at === undefined || (at >= from && at <= to + 1_000));
        if (at !== undefined) console.log(`the server wrote “${line}” while these ran:\n  ${ran.map(({ title }) => title).join('\n  ')}`);
      }
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
