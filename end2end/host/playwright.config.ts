// The copies that copy.mjs made: the blank host and the ordinary one with the README's lines, and the layout host with all
// that an app may add. That one runs as it is, with a façade and everything else (`more`), with routes of its own that the
// layer does not reach (`uncovered`), and with sessions of eight seconds (`ordinary-ends`).
import { defineConfig, devices } from '@playwright/test';
import { chromium } from '../chromium.mjs';
import { reporters, trace } from '../reports.ts';
import { environment } from '../servers.ts';

// Other ports let several runs share a machine.
const port = Number(process.env.HOST_PORT ?? 3103);
const at = (offset: number) => `http://127.0.0.1:${port + offset}`;

const server = (copy: string, offset: number, more: Record<string, string> = {}) => ({
  command: 'exec ./host',
  cwd: `../../target/host/built/${copy}`,
  url: at(offset),
  env: { ...environment('hosted', port + offset), LEPTOS_OUTPUT_NAME: 'leptos-messenger', LEPTOS_SITE_ROOT: 'site', ...more },
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 1_000 },
  stdout: 'ignore' as const,
  stderr: 'pipe' as const,
});

/** What every host with users holds; what only the shop's pages have is marked. */
const lifecycle = { testMatch: 'specs/lifecycle/*.spec.ts', grepInvert: /@shop/ };

export default defineConfig({
  testDir: '..',
  workers: 2,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 45_000 },
  forbidOnly: !!process.env.CI,
  reporter: reporters,
  // Playwright clears this folder at its start, and reads in it which tests failed: the shop's tests, which run beside, have their own.
  outputDir: 'test-results',
  use: { ...devices['Desktop Chrome'], launchOptions: chromium, trace },
  projects: [
    { name: 'ordinary', ...lifecycle, testMatch: [lifecycle.testMatch, 'host/specs/endpoint.spec.ts'], use: { baseURL: at(0) } },
    { name: 'ordinary-layout', testMatch: ['host/specs/layout.spec.ts', 'host/specs/fallback.spec.ts', 'host/specs/before.spec.ts', 'host/specs/anywhere.spec.ts', 'host/specs/early.spec.ts'], use: { baseURL: at(1) } },
    { name: 'ordinary-fallback', testMatch: ['host/specs/fallback.spec.ts', 'host/specs/early.spec.ts'], use: { baseURL: at(0) } },
    { name: 'more', testMatch: 'host/specs/more.spec.ts', use: { baseURL: at(2) } },
    { name: 'uncovered', testMatch: 'host/specs/uncovered.spec.ts', use: { baseURL: at(3) } },
    { name: 'ordinary-ends', testMatch: 'host/specs/ends.spec.ts', use: { baseURL: at(4) } },
    { name: 'blank', testMatch: 'host/specs/blank.spec.ts', use: { baseURL: at(5) } },
  ],
  webServer: [
    // These tests know sessions that live longer than a token.
    server('ordinary', 0, { SESSION_IDLE_SECONDS: '86400' }),
    server('layout', 1),
    server('layout', 2, { FACADE: '1' }),
    server('layout', 3, { FACADE: '1', OWN_ROUTES: '1' }),
    server('layout', 4, { SESSION_IDLE_SECONDS: '8' }),
    server('blank', 5),
  ],
});
