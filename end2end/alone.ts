// For tests that change an account or count what a server received: a server of its own for each test.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { test as clean } from './clean.ts';
import { delayingProxy } from './delaying-proxy.mjs';
import { errorsIn } from './log.ts';
import { environment, program, type Mode, type Settings } from './servers.ts';

type Fixtures = {
  /** Environment variables beside those of a server in development. */
  settings: Settings;
};

export const test = clean.extend<Fixtures & { baseURL: string }>({
  settings: [{}, { option: true }],
  // Nobody else uses up what this server limits, and a header more would be asked for in the preflights of the panel's frame.
  extraHTTPHeaders: {},
  baseURL: async ({ settings }, use, { project }) => withServer(project.name as Mode, settings, use),
});

/**
 * A server that runs for this one test, with these settings beside those of a server in development. `restart` kills it, and
 * starts another one at the same address with the same database.
 */
export async function withServer(mode: Mode, settings: Settings, use: (url: string, restart: () => Promise<void>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger.'));
  // With settings of its own, a first start may store something else.
  if (Object.keys(settings).length === 0) await cp(await started(mode), folder, { recursive: true });
  const settingsAt = settingsIn(folder, mode, settings);
  let server = await start(settingsAt);
  const logs: string[] = [];
  const restart = async () => {
    await server.end();
    logs.push(server.log());
    const next = await startAt(server.port, settingsAt);
    if ('why' in next) throw new Error(`the server did not start again: ${next.why}`);
    server = next;
  };
  const proxy = process.env.SLOW ? await delayingProxy(0, server.port) : undefined;
  try {
    await use(`http://127.0.0.1:${proxy ? (proxy.address() as AddressInfo).port : server.port}`, restart);
  } finally {
    proxy?.close();
    proxy?.closeAllConnections();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  }
  const errors = errorsIn([...logs, server.log()].join('\n'));
  if (errors.length) throw new Error(`the server wrote:\n${errors.join('\n')}`);
}

const settingsIn = (folder: string, mode: Mode, settings: Settings) => (port: number) => ({
  ...environment(mode, port),
  DATABASE_URL: `sqlite:${folder}/app.db`,
  ...settings,
});

const templates: Partial<Record<Mode, Promise<string>>> = {};

/** The folder of a server that has started once: its database is migrated, and has the demo accounts. */
function started(mode: Mode): Promise<string> {
  return (templates[mode] ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger.'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    await (await start(settingsIn(folder, mode, {}))).end();
    return folder;
  })());
}

/** Below the ports that a system hands out by itself; each worker has a thousand of its own. */
let port = 20_000 + 1_000 * Number(process.env.TEST_PARALLEL_INDEX ?? 0);

type Server = { port: number; log(): string; end(): Promise<unknown> };

async function start(settings: (port: number) => Settings): Promise<Server> {
  for (;;) {
    do port += 1;
    while (!(await isFree(port)));
    const server = await startAt(port, settings);
    if ('port' in server) return server;
    if (await isFree(port)) throw new Error(`the server ended before it listened: ${server.why}`);
  }
}

/** Without a server, says why: another one may have taken the port. */
async function startAt(port: number, settings: (port: number) => Settings): Promise<Server | { why: string }> {
  const server = spawn(program, {
    cwd: '..',
    env: { ...process.env, RUST_LOG: 'info', ...settings(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Its pipes too are at their end then.
  const ended = new Promise((resolve) => server.once('close', resolve));
  const lines: string[] = [];
  const log = () => lines.join('\n');
  // By its own word: at its port another server might answer.
  const listens = new Promise((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on('line', (line) => (lines.push(line), line.includes('listening') && resolve(true)));
    }
  });
  if (!(await Promise.race([listens, ended.then(() => false)]))) return { why: log() };
  return { port, log, end: () => (server.kill('SIGKILL'), ended) }; // it has nothing to save
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isFree) await new Promise((resolve) => probe.close(resolve));
  return isFree;
}

export { awake, drawn, expect, open } from './clean.ts';
