// The browser tests behind a proxy that delays each answer at random, on a busy machine: `make slow`.
import { defineConfig } from '@playwright/test';
import usual from './playwright.config.ts';
import { reporters } from './reports.ts';

// A server that a test starts for itself gets a proxy of its own.
process.env.SLOW = '1';

const loops = Number(process.env.LOOPS ?? 0);
const servers = [usual.webServer].flat();
const ports = servers.map((server) => Number(new URL(server!.url!).port));
const proxied = (port: number) => port + 100;

export default defineConfig({
  ...usual,
  reporter: [...reporters, ['./long-tests.ts']],
  projects: usual.projects!.map((project, at) => ({
    ...project,
    use: { ...project.use, baseURL: `http://127.0.0.1:${proxied(ports[at]!)}` },
  })),
  webServer: [
    ...servers,
    ...ports.map((port, at) => ({
      command: `node slow.mjs ${proxied(port)} ${port} ${at === 0 ? loops : 0}`,
      port: proxied(port),
    })),
  ] as typeof usual.webServer,
});
