// The server, in production, on a database that nobody has used, for as long as a measurement takes.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The server's process: milliseconds of CPU that it used since its start, MiB of memory that it holds now. */
export class Usage {
  static #ticksASecond = Number(execFileSync('getconf', ['CLK_TCK']));

  /** @param {number} pid */
  constructor(pid) {
    this.folder = `/proc/${pid}`;
  }

  get cpu() {
    // Fields 14 and 15, user and system time; the name in field 2 may hold spaces (proc_pid_stat(5)).
    const [user, system] = (readFileSync(`${this.folder}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ').slice(11, 13);
    return ((Number(user) + Number(system)) * 1000) / Usage.#ticksASecond;
  }

  get memory() {
    return Number(readFileSync(`${this.folder}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1]) / 1024;
  }
}

/** The build of this tree, optimised unless SERVER names another; `site` is the folder that it serves, where it is not `target/site`. */
export const OWN = { binary: process.env.SERVER ?? 'target/release/leptos-messenger', site: /** @type {string | undefined} */ (undefined), mode: 'PROD' };

/**
 * @template T
 * @param {string} origin
 * @param {(usage: Usage) => Promise<T>} work
 * @param {(line: string) => void} [log] reads the server's log
 * @param {Partial<typeof OWN>} [build]
 * @returns {Promise<T>}
 */
export async function withServer(origin, work, log, build) {
  const { binary, site, mode } = { ...OWN, ...build };
  const answers = () => fetch(`${origin}/healthz`).then((reply) => reply.ok, () => false);
  if (await answers()) throw new Error(`another server is at ${origin} already`);
  const folder = mkdtempSync(join(tmpdir(), 'leptos-messenger.'));
  const server = spawn(binary, {
    env: {
      ...process.env,
      LEPTOS_ENV: mode,
      LEPTOS_SITE_ADDR: new URL(origin).host,
      DATABASE_URL: `sqlite:${folder}/app.db`,
      ...(site && { LEPTOS_SITE_ROOT: site }),
    },
    stdio: ['ignore', log ? 'pipe' : 'ignore', 'inherit'],
  });
  if (log && server.stdout) createInterface(server.stdout).on('line', log);
  const ended = new Promise((done) => server.once('exit', done));
  try {
    for (const deadline = Date.now() + 15_000; ; ) {
      if (server.exitCode !== null) throw new Error('the server did not start');
      if (await answers()) break;
      if (Date.now() > deadline) throw new Error('the server did not answer in 15 s');
      await new Promise((retry) => setTimeout(retry, 50));
    }
    return await work(new Usage(server.pid ?? 0));
  } finally {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }
}
