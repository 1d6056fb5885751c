// The secret that signs identities leaves the server in nothing it ever answers.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { test, expect } from '../alone.ts';
import { hosted } from '../hosted.ts';
import { customer, fromOwnPage, second, signIn, teammate } from '../people.ts';
import { embeddedSecret } from '../servers.ts';

const SITE = '../target/site';
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

/** The secret as anybody might have written it down. */
function disguises(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  // Inside a longer text, base64 comes out in one of three ways; the ends depend on the neighbours.
  const inBase64 = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').slice(4, -4));
  const hex = bytes.toString('hex');
  const urlSafe = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, hex, hex.toUpperCase(), ...inBase64, ...urlSafe].map((text) => Buffer.from(text));
}

const holds = (content: Buffer, secret: string) => disguises(secret).some((disguise) => content.includes(disguise));

const secretOf = (mode: string) => (mode === 'hosted' ? hosted.secret : embeddedSecret);

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('every disguise of a secret would be found', () => {
  const secret = secretOf('hosted');
  for (const shift of ['', 'x', 'xy']) {
    expect(holds(Buffer.from(Buffer.from(`${shift}${secret} and more`).toString('base64')), secret)).toBe(true);
    expect(holds(Buffer.from(Buffer.from(`${shift}${secret} and more`).toString('hex')), secret)).toBe(true);
  }
  expect(holds(Buffer.from(`a ${secret}.`), secret)).toBe(true);
  expect(holds(Buffer.from('a page about coffee'), secret)).toBe(false);
});

test('no page, file or answer holds the identity secret, whoever asks', async ({ context, baseURL }, { project }) => {
  const secret = secretOf(project.name);
  const searched: string[] = [];
  const found: string[] = [];
  const search = (what: string, content: Buffer) => {
    searched.push(what);
    if (holds(content, secret)) found.push(what);
  };

  for (const file of await files(SITE)) {
    const content = await readFile(file);
    const plain = file.endsWith('.br') ? brotliDecompressSync(content) : file.endsWith('.gz') ? gunzipSync(content) : content;
    search(file, plain);
  }

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
