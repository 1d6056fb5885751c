// Lists the tests that took more than a minute: on a machine that is slower still they come near to the limit.
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class LongTests implements Reporter {
  private readonly long: string[] = [];

  onTestEnd(test: TestCase, { duration }: TestResult): void {
    if (duration > 60_000) this.long.push(`${Math.round(duration / 1000)} s: ${test.titlePath().filter(Boolean).join(' › ')}`);
  }

  onEnd(): void {
    console.log(this.long.length > 0 ? `took more than 60 s:\n${this.long.join('\n')}` : 'no test took more than 60 s');
  }

  printsToStdio(): boolean {
    return false;
  }
}
