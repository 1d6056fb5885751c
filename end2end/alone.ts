// For tests that change an account or count what a server received: a server of its own for each test.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { test as clean } from './clean.ts';
import { delayingProxy } from './delaying-proxy.mjs';
import { errorsIn } from './log.ts';
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
  const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger.'));
  const server = await start((port) => ({ ...environment(mode, port), DATABASE_URL: `sqlite:${folder}/app.db`, ...settings }));
  const proxy = process.env.SLOW ? await delayingProxy(0, server.port) : undefined;
  try {
    await use(`http://127.0.0.1:${proxy ? (proxy.address() as AddressInfo).port : server.port}`);
  } finally {
    proxy?.close();
    proxy?.closeAllConnections();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }
  const errors = errorsIn(server.log());
  if (errors.length) throw new Error(`the server wrote:\n${errors.join('\n')}`);
}

/** Below the ports that a system hands out by itself; each worker has a thousand of its own. */
let port = 20_000 + 1_000 * Number(process.env.TEST_PARALLEL_INDEX ?? 0);

async function start(settings: (port: number) => Settings): Promise<{ port: number; log(): string; end(): Promise<unknown> }> {
  for (;;) {
    do port += 1;
    while (!(await isFree(port)));
    const server = spawn(process.env.SERVER ?? 'target/release/leptos-messenger', {
      cwd: '..',
      env: { ...process.env, RUST_LOG: 'info', ...settings(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Its pipes too are at their end then.
    const ended = new Promise((resolve) => server.once('close', resolve));
    const lines: string[] = [];
    // By its own word: at its port another server might answer.
    const listens = new Promise((resolve) => {
      for (const stream of [server.stdout, server.stderr]) {
        createInterface(stream).on('line', (line) => (lines.push(line), line.includes('listening') && resolve(true)));
      }
    });
    if (await Promise.race([listens, ended.then(() => false)])) {
      const end = () => (server.kill('SIGKILL'), ended); // it has nothing to save
      return { port, log: () => lines.join('\n'), end };
    }
    if (await isFree(port)) throw new Error(`the server ended before it listened: ${lines.join('\n')}`);
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isFree) await new Promise((resolve) => probe.close(resolve));
  return isFree;
}

export { awake, expect, open } from './clean.ts';
