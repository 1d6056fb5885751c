// Two servers, one for each mode: `make test` brings them up and takes them down.
import { defineConfig, devices } from '@playwright/test';
import { chromium } from './chromium.mjs';
import { logAt } from './log.ts';
import { reporters, trace } from './reports.ts';
import { environment, program, type Mode } from './servers.ts';

/** The server on a database of its own that nobody has used before. */
function server(mode: Mode, port: number) {
  return {
    command: ': >"$LOG"; DATABASE_URL="sqlite:$(mktemp -d -t leptos-messenger.XXXXXX)/app.db" exec "$PROGRAM" >>"$LOG" 2>&1',
    cwd: '..',
    url: `http://127.0.0.1:${port}/healthz`,
    // The machine may have little space.
    env: { ...environment(mode, port), UPLOAD_MIB_FREE: '0', RUST_LOG: 'info', LOG: logAt(port), PROGRAM: program },
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
    stdout: 'ignore' as const,
    stderr: 'ignore' as const,
  };
}

// Other ports let several runs share a machine.
const embeddedPort = Number(process.env.EMBEDDED_PORT ?? 3101);
const hostedPort = Number(process.env.HOSTED_PORT ?? 3102);

process.env.SERVER_LOGS = JSON.stringify([embeddedPort, hostedPort].map(logAt));

export default defineConfig({
  globalTeardown: './teardown.ts',
  testDir: 'specs',
  workers: 2,
  retries: 0,
  // Conditions, not times: only how long a busy machine may take to meet one.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  forbidOnly: !!process.env.CI,
  reporter: reporters,
  use: { ...devices['Desktop Chrome'], launchOptions: chromium, trace },
  // A spec under specs/embedded or specs/hosted runs in that mode; any other in both, but for the lifecycle: a hosted shop tries
  // its main stories and those of shops. The ordinary host, which is hosted too, tries all of every host's.
  projects: [
    { name: 'embedded', testIgnore: '**/hosted/**', use: { baseURL: `http://127.0.0.1:${embeddedPort}` } },
    {
      name: 'hosted',
      testIgnore: '**/embedded/**',
      grepInvert: /^(?!.*@(?:host|shop)).*lifecycle\//,
      use: { baseURL: `http://127.0.0.1:${hostedPort}` },
    },
  ],
  webServer: [server('embedded', embeddedPort), server('hosted', hostedPort)],
});
