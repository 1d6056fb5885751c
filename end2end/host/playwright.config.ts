// The copies that copy.mjs made: `plain` with the README's ten lines, `more` with all that an app may add, and the same
// with routes of its own that the layer does not reach.
import { defineConfig, devices } from '@playwright/test';
import { chromium } from '../chromium.mjs';
import { environment } from '../servers.ts';

// Other ports let several runs share a machine.
const port = Number(process.env.HOST_PORT ?? 3103);
const at = (offset: number) => `http://127.0.0.1:${port + offset}`;

const server = (copy: string, offset: number, more: Record<string, string> = {}) => ({
  command: 'exec ./blank',
  cwd: `../../target/host/${copy}`,
  url: at(offset),
  env: { ...environment('hosted', port + offset), LEPTOS_OUTPUT_NAME: 'blank', LEPTOS_SITE_ROOT: 'site', ...more },
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 1_000 },
  stdout: 'ignore' as const,
  stderr: 'pipe' as const,
});

export default defineConfig({
  testDir: '..',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  outputDir: '../test-results/host',
  use: { ...devices['Desktop Chrome'], launchOptions: chromium, trace: 'retain-on-failure' },
  projects: [
    {
      name: 'copied',
      testMatch: 'specs/lifecycle/*.spec.ts',
      // What only the shop's pages have.
      grepInvert: /@shop/,
      use: { baseURL: at(0) },
    },
    { name: 'copied-more', testMatch: 'host/specs/more.spec.ts', use: { baseURL: at(1) } },
    { name: 'copied-uncovered', testMatch: 'host/specs/uncovered.spec.ts', use: { baseURL: at(2) } },
  ],
  webServer: [server('plain', 0), server('more', 1), server('more', 2, { OWN_ROUTES: '1' })],
});
