// The release server, in production, on a database that nobody has used, for as long as a measurement takes.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * @template T
 * @param {string} origin
 * @param {() => Promise<T>} work
 * @param {(line: string) => void} [log] reads the server's log
 * @returns {Promise<T>}
 */
export async function withServer(origin, work, log) {
  const folder = mkdtempSync(join(tmpdir(), 'leptos-messenger.'));
  const server = spawn('target/release/leptos-messenger', {
    env: { ...process.env, LEPTOS_ENV: 'PROD', LEPTOS_SITE_ADDR: new URL(origin).host, DATABASE_URL: `sqlite:${folder}/app.db` },
    stdio: ['ignore', log ? 'pipe' : 'ignore', 'inherit'],
  });
  if (log && server.stdout) createInterface(server.stdout).on('line', log);
  const ended = new Promise((done) => server.once('exit', done));
  try {
    for (const deadline = Date.now() + 15_000; ; ) {
      if (server.exitCode !== null) throw new Error('the release server did not start');
      if (await fetch(`${origin}/healthz`).then((reply) => reply.ok, () => false)) break;
      if (Date.now() > deadline) throw new Error('the release server did not answer in 15 s');
      await new Promise((retry) => setTimeout(retry, 50));
    }
    return await work();
  } finally {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }
}
