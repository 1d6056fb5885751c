// A server of its own for each test, with another teammate of its app.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test as alone } from './alone.ts';
import type { LogIn } from './fixtures/people.ts';
import { environment, program } from './servers.ts';

export const test = alone.extend<{ tuva: LogIn }>({
  settings: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'leptos-messenger-teammates.'));
    await use({ DATABASE_URL: `sqlite:${folder}/app.db` });
    await rm(folder, { recursive: true, force: true });
  },
  /** Another teammate of the app, made as an operator makes one. */
  tuva: async ({ settings, baseURL }, use) => {
    const html = await (await fetch(baseURL)).text();
    const app = html.match(/\/widget\/([a-z0-9]+)/)?.[1] ?? '';
    const logIn = { email: 'tuva@example.com', password: 'kittiwake over the bay' };
    const made = spawn(program, ['make-teammate', logIn.email, app], {
      cwd: '..',
      env: { ...process.env, ...environment('embedded', 0), ...settings },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    made.stdin.end(`${logIn.password}\n`);
    expect((await once(made, 'close'))[0], 'make-teammate').toBe(0);
    await use(logIn);
  },
});
