// For tests that change an account or count what a server received: a server of its own for each test.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { test as clean } from './clean.ts';
import { environment, type Mode, type Settings } from './servers.ts';

type Fixtures = {
  /** Environment variables beside those of a server in development. */
  settings: Settings;
};

export const test = clean.extend<Fixtures & { baseURL: string }>({
  settings: [{}, { option: true }],
  baseURL: async ({ settings }, use, { project }) => withServer(project.name as Mode, settings, use),
});

/** A server that runs for this one test, with these settings beside those of a server in development. */
export async function withServer(mode: Mode, settings: Settings, use: (url: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger.'));
  const server = spawn('target/release/leptos-messenger', {
    cwd: '..',
    env: {
      ...process.env,
      ...environment(mode, port),
      DATABASE_URL: `sqlite:${folder}/app.db`,
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const url = `http://127.0.0.1:${port}`;
    await answers(url, () => server.exitCode === null);
    await use(url);
  } finally {
    server.kill('SIGKILL'); // it has nothing to save
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answers(url: string, runs: () => boolean): Promise<void> {
  while (!(await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false))) {
    if (!runs()) throw new Error('the server ended before it answered: its own words are above');
    await pause(20);
  }
}

export { awake, expect, open } from './clean.ts';
