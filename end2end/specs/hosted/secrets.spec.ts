// The secret that signs identities leaves a server with a hosted workspace in nothing it ever answers. Of the embedded one's
// server, src/tests/matrix/secret.rs searches every endpoint; of both, secrets.mjs every file that they serve.
import { test, expect } from '../../alone.ts';
import { holds } from '../../disguises.mjs';
import { hosted } from '../../hosted.ts';
import { customer, fromOwnPage, second, signIn, teammate } from '../../people.ts';

const PAGES = ['/', '/coffees', '/coffees?roast=dark&sort=price', '/login', '/signup', '/account', '/orders', '/privacy', '/lifecycle', '/nowhere'];
const CALLS = [
  'current_account',
  'messenger_token',
  'save_profile',
  'change_password',
  'change_email',
  'end_session',
  'sign_up',
  'set_consent',
  'log_in',
  'log_out',
  'log_out_everywhere',
  'nothing_like_it',
];

test('no page and no answer of a server with a hosted workspace holds the identity secret, whoever asks', async ({ context, baseURL }) => {
  const searched: string[] = [];
  const found: string[] = [];
  const search = (what: string, content: Buffer) => {
    searched.push(what);
    if (holds(content, hosted.secret)) found.push(what);
  };

  expect(holds(Buffer.from(`a ${hosted.secret}.`), hosted.secret), 'it would be found').toBe(true);
  for (const person of [null, customer, second, teammate]) {
    await context.clearCookies();
    if (person) await signIn(context, baseURL!, person);
    const who = person?.email ?? 'a visitor';
    const ask = async (method: 'GET' | 'POST', path: string, accept: string) => {
      const headers = { ...fromOwnPage(baseURL!), Accept: accept };
      const answer = await context.request.fetch(path, { method, headers, maxRedirects: 0 });
      const head = JSON.stringify(answer.headersArray());
      search(`${method} ${path} for ${who}, headers`, Buffer.from(head));
      const body = await answer.body();
      search(`${method} ${path} for ${who}`, body);
      return body.toString();
    };

    const asked = new Set<string>();
    const crawl = async (path: string): Promise<void> => {
      if (asked.has(path)) return;
      asked.add(path);
      const page = await ask('GET', path, 'text/html');
      for (const [, found] of page.matchAll(/(?:href|src)="(\/[^"#]*)/g)) {
        await crawl(found!.replaceAll('&amp;', '&'));
      }
      for (const [address] of page.matchAll(/\/widget\/[\w-]+/g)) await crawl(address);
    };
    for (const page of PAGES) await crawl(page);

    await ask('GET', '/api/known', 'application/json');
    for (const call of CALLS) await ask('POST', `/api/${call}`, 'application/json');
    if (person) await signIn(context, baseURL!, person);
    for (const call of CALLS) await ask('POST', `/api/${call}`, 'text/html');
    for (const path of ['/healthz', '/robots.txt', '/Leptos.toml', '/.env', '/messenger/web/ping', '/lifecycle/calls']) {
      await ask('GET', path, '*/*');
      await ask('POST', path, '*/*');
    }
    expect([...asked].some((path) => path.startsWith('/coffees/')), 'the crawl went beyond its list').toBe(true);
  }
  expect(found).toEqual([]);
  expect(searched.length).toBeGreaterThan(300);
});
