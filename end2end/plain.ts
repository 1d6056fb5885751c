// A site of somebody else: one plain page of another origin, with the classic snippet and nothing of ours but the widget.
import { expect, test as base, type FrameLocator, type Page, type Request } from '@playwright/test';
import { SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { drawn, withServer } from './alone.ts';
import { Watch } from './fixtures/watch.ts';
import { embeddedSecret } from './servers.ts';

/** The well-known install snippet, written from its contract: a stub that queues, then the script, once the page is loaded. */
function classicSnippet(source: string) {
  const page = window as unknown as { Intercom?: any; intercomSettings?: unknown };
  if (typeof page.Intercom === 'function') {
    page.Intercom('reattach_activator');
    page.Intercom('update', page.intercomSettings);
    return;
  }
  const stub: any = (...call: unknown[]) => void stub.c(call);
  stub.q = [];
  stub.c = (call: unknown[]) => stub.q.push(call);
  page.Intercom = stub;
  const insert = () => {
    const script = document.createElement('script');
    script.async = true;
    script.src = source;
    const first = document.getElementsByTagName('script')[0]!;
    first.parentNode!.insertBefore(script, first);
  };
  if (document.readyState === 'complete') insert();
  else window.addEventListener('load', insert, false);
}

export type Content = {
  /** What the page says of itself and its person. */
  settings?: unknown;
  /** A script that runs before anything else … */
  before?: string;
  /** … and one after the snippet, while the widget's script is still to come. */
  after?: string;
  html?: string;
  dir?: string;
  /** The page's Content-Security-Policy; its own scripts are let run by the nonce `own`. */
  policy?: string;
  /** The bare script, in the head, in place of the snippet: it runs before there is a body. */
  bare?: boolean;
  /** A script at the end of the body, in place of the snippet. */
  own?: string;
};

/** One page on a port of its own. */
export class Site {
  content: Content = {};
  /** The widget's script. */
  source = '';

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  /** By another host name than the workspace's: to a browser it is another site. */
  static async open(): Promise<Site> {
    const server = createServer((_, answer) => {
      const { policy } = site.content;
      const headers = { 'Content-Type': 'text/html; charset=utf-8', ...(policy && { 'Content-Security-Policy': policy }) };
      answer.writeHead(200, headers).end(site.page());
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const site = new Site(server, `http://localhost:${(server.address() as AddressInfo).port}`);
    return site;
  }

  private page(): string {
    const { settings, before = '', after = '', html = '', dir = 'ltr', bare, own, policy } = this.content;
    const set = settings === undefined || own ? '' : `window.intercomSettings = ${JSON.stringify(settings)};`;
    const snippet = own ? '' : `(${classicSnippet})(${JSON.stringify(this.source)});`;
    return `<!doctype html>
<html lang="en" dir="${dir}"><head><meta charset="utf-8"><title>A plain page</title>${policy ? '' : '<link rel="icon" href="data:,">'}
<meta name="viewport" content="width=device-width, initial-scale=1">
<script nonce="own">${before}</script><script nonce="own">${set}</script>
${bare ? `<script src="${this.source}"></script>` : `<script nonce="own">${snippet}</script>`}<script nonce="own">${after}</script>
</head><body><main><h1>A plain page</h1><p><a href="#there">A link</a></p>${html}</main>${own ? `<script nonce="own">${own}</script>` : ''}</body></html>`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

type Workspace = { origin: string; appId: string; site: Site; stranger: Site; restart(): Promise<void> };

/** What a page may say with `Intercom(…)` from a test. */
export class Plain {
  /** The panel's streams that were answered and have not ended. */
  private readonly streams = new Set<Request>();

  constructor(
    readonly page: Page,
    readonly workspace: Workspace,
  ) {
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      if (pathname === '/messenger/web/stream' && answer.ok()) this.streams.add(answer.request());
    });
    page.on('requestfinished', (request) => this.streams.delete(request));
    page.on('requestfailed', (request) => this.streams.delete(request));
  }

  /** The page of the allowed site; without settings of its own it names the app alone. */
  async open(content: Content = {}, site = this.workspace.site): Promise<void> {
    site.content = { settings: { app_id: this.workspace.appId }, ...content };
    await this.page.goto(site.origin);
  }

  /** As `open`, with these settings beside the app id. */
  async boot(settings: Record<string, unknown> = {}, content: Content = {}): Promise<void> {
    await this.open({ settings: { app_id: this.workspace.appId, ...settings }, ...content });
    await this.live();
  }

  /** Until a ping has been answered. */
  async live(): Promise<void> {
    await expect.poll(() => this.intercom('whoami'), { message: 'the session is live' }).toBeTruthy();
  }

  /** Until the panel's stream is open: from then on the person also sees what no server keeps, such as that somebody is typing. */
  async follows(): Promise<void> {
    await expect.poll(() => this.openStreams(), { message: 'the panel follows its stream' }).toBeGreaterThan(0);
  }

  /** A frame that is taken away takes its stream along, and the network may say nothing of it. */
  openStreams(): number {
    return [...this.streams].filter((request) => !request.frame().isDetached()).length;
  }

  async drawn(): Promise<void> {
    await drawn(this.page);
  }

  /** What the call returns. */
  intercom(...call: unknown[]): Promise<any> {
    return this.page.evaluate((call) => (window as any).Intercom(...call), call);
  }

  get launcher() {
    return this.page.locator('.intercom-launcher');
  }

  get box() {
    return this.page.getByRole('dialog', { name: 'Messenger' });
  }

  get panel(): FrameLocator {
    return this.page.frameLocator('iframe[name="intercom-messenger-frame"]');
  }

  /** The widget's cookies: name without the app id, and value. */
  async cookies(): Promise<Record<string, string>> {
    const cookies = await this.page.context().cookies(this.workspace.site.origin);
    return Object.fromEntries(cookies.map(({ name, value }) => [name.replace(`-${this.workspace.appId}`, ''), value]));
  }
}

/** A token as the site's own server would sign it. */
export function token(user: { user_id: string; name?: string; email?: string }): Promise<string> {
  const jwt = new SignJWT(user).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('2h');
  return jwt.sign(new TextEncoder().encode(embeddedSecret));
}

type Fixtures = { watch: Watch; plain: Plain };

/** Specs of the plain page: one workspace and its site for all of a worker's tests. */
export const test = base.extend<Fixtures, { workspace: Workspace }>({
  workspace: [
    async ({}, use) => {
      const [site, stranger] = [await Site.open(), await Site.open()];
      try {
        await withServer('embedded', { MESSENGER_ORIGINS: site.origin }, async (origin, restart) => {
          const html = await (await fetch(origin)).text();
          const appId = html.match(/\/widget\/([a-z0-9]+)/)?.[1];
          if (!appId) throw new Error('the shop names no widget');
          for (const one of [site, stranger]) one.source = `${origin}/widget/${appId}`;
          await use({ origin, appId, site, stranger, restart });
        });
      } finally {
        await site.close();
        await stranger.close();
      }
    },
    { scope: 'worker' },
  ],
  watch: async ({}, use) => use(new Watch()),
  context: async ({ context, watch }, use) => {
    await watch.over(context);
    await use(context);
    await watch.verify();
  },
  plain: async ({ page, workspace }, use) => use(new Plain(page, workspace)),
});

export { expect };
