// What a run writes down of itself.
import type { PlaywrightTestConfig, ReporterDescription } from '@playwright/test';
import { join } from 'node:path';

/** The list, the names of the tests beside a server's error, and a report for the verdict, at the path in `REPORT`. */
export const reporters: ReporterDescription[] = [
  ['list'],
  [join(import.meta.dirname, 'server-log.ts')],
  ...(process.env.REPORT ? [['json', { outputFile: process.env.REPORT }] as ReporterDescription] : [['html', { open: 'never' }] as ReporterDescription]),
];

/** A trace takes a fifth of a test's CPU time: one is kept where failed tests run once more, and on request. */
export const trace: NonNullable<PlaywrightTestConfig['use']>['trace'] = process.env.TRACED ? { mode: 'retain-on-failure', screenshots: false } : 'off';
