// Text, Markdown, names and page titles that are meant to run: nothing of them does, in the panel and at the desk.
import { readFile } from 'node:fs/promises';
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test';

import { open } from '../../clean.ts';
import { sent } from '../../desk.ts';
import { Watch } from '../../fixtures/watch.ts';
import { fromOwnPage, signIn, teammate } from '../../people.ts';
import { expect, test, token } from '../../plain.ts';

/** A line each; `\n`, `\t` and `\u{…}` stand for characters. */
async function hostileStrings(): Promise<string[]> {
  const text = await readFile('../src/tests/server/inbox/hostile.txt', 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThanOrEqual(80);
  return lines.map((line) =>
    line
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t')
      .replaceAll(/\\u\{([0-9a-f]+)\}/gi, (_, code) => String.fromCodePoint(parseInt(code, 16))),
  );
}

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** What a script could do that no console speaks of: ask something, load more than a picture. */
async function attend(context: BrowserContext, origins: string[]): Promise<() => string[]> {
  const seen: string[] = [];
  context.on('dialog', (dialog) => (seen.push(`dialog: ${dialog.message()}`), void dialog.dismiss()));
  await context.route(
    (url) => !origins.includes(url.origin),
    (route) => {
      const request = route.request();
      if (request.resourceType() !== 'image') seen.push(`${request.resourceType()} ${request.url()}`);
      return route.fulfill({ contentType: 'image/gif', body: pixel });
    },
  );
  return () => seen;
}

/** The session of a visitor with this name on a page with this title, who has written. */
async function writes(api: APIRequestContext, origin: string, app_id: string, key: string, text: string): Promise<void> {
  const page = { url: 'https://shop.example/plans', title: text };
  const boot = await api.post(`${origin}/messenger/web/ping`, { data: { app_id, call: 'boot', page, settings: { name: text } } });
  expect(boot.status(), text).toBe(200);
  const headers = { Authorization: `Bearer ${(await boot.json()).session}` };
  const sent = await api.post(`${origin}/messenger/web/message`, { headers, data: { app_id, key, text } });
  expect(sent.status(), text).toBe(200);
}

/** Whether it was stored: of some texts nothing is left, and nothing is no message. */
async function answers(api: APIRequestContext, origin: string, call: string, id: number, key: string, text: string): Promise<boolean> {
  const answer = await api.post(`${origin}/api/${call}`, { headers: fromOwnPage(origin), form: { id: `${id}`, key, text } });
  expect([200, 422], text).toContain(answer.status());
  return answer.status() === 200;
}

/** Does this with each of them, eight at a time. */
async function withEach<T, R>(all: T[], act: (one: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = all.entries();
  const work = async () => {
    for (const [at, one] of left) results[at] = await act(one, at);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return results;
}

/** Every row of the list. */
async function listed(desk: Page, count: number): Promise<void> {
  const rows = desk.locator('.convs .conv');
  for (let pages = 1; (await rows.count()) < count; pages += 1) {
    await expect(rows).toHaveCount(Math.min(30 * pages, count));
    if ((await rows.count()) < count) await desk.getByRole('button', { name: 'More', exact: true }).click();
    await expect(rows).toHaveCount(Math.min(30 * (pages + 1), count));
  }
}

test('nothing that people write, are called or look at runs, in the panel and at the desk', async ({ page, plain, workspace, browser, request }) => {
  const { origin, appId, site } = workspace;
  const strings = await hostileStrings();
  const seenByPerson = await attend(page.context(), [origin, site.origin]);
  const context = await browser.newContext();
  const watch = new Watch();
  await watch.over(context);
  const seenByTeammate = await attend(context, [origin]);
  await signIn(context, origin, teammate);
  const api = context.request;

  // Somebody each, with the text as name, title and message.
  await withEach(strings, (text, at) => writes(request, origin, appId, `key-${at}`, text));
  // And one who is answered with all of them.
  const name = strings.find((text) => text.includes('<img') && text.length < 120)!;
  await plain.boot({ intercom_user_jwt: await token({ user_id: 'hostile', name }) }, { after: `document.title = ${JSON.stringify(name).replaceAll('<', '\\u003c')}` });
  await plain.intercom('showNewMessage');
  const message = plain.panel.getByLabel('Message', { exact: true });
  await message.fill(strings.join('\n\n').slice(0, 10_000));
  await message.press('Enter');
  await sent(plain);
  const list = await api.get(`${origin}/api/inbox?folder=open&after=`, { headers: fromOwnPage(origin) });
  const pages = [(await list.json()) as { rows: { id: number }[]; next?: string }];
  while (pages.at(-1)!.next) {
    const next = await api.get(`${origin}/api/inbox?folder=open&after=${pages.at(-1)!.next}`, { headers: fromOwnPage(origin) });
    pages.push(await next.json());
  }
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  const id = Math.max(...ids);
  for (const call of ['inbox_reply', 'inbox_note']) {
    const stored = await withEach(strings, (text, at) => answers(api, origin, call, id, `${call}-${at}`, text));
    expect(stored.filter((isStored) => isStored).length, `${call}: all but what is HTML alone is stored`).toBeGreaterThan(strings.length * 0.6);
  }
  expect(await answers(api, origin, 'inbox_reply', id, 'last', '**That** was all.')).toBe(true);

  // The person reads the answers as they come, and again after a reload; beside the launcher; and in the list.
  await expect(plain.panel.locator('.bubble').last()).toHaveText('That was all.');
  await plain.boot({ intercom_user_jwt: await token({ user_id: 'hostile', name }) });
  await plain.intercom('showConversation', id);
  await expect(plain.panel.locator('.bubble').last().locator('strong')).toHaveText('That');
  await plain.intercom('showMessages');
  await expect(plain.panel.getByText('That was all.')).toBeVisible();
  await plain.intercom('hide');
  for (const [at, text] of strings.slice(0, 3).entries()) {
    expect(await answers(api, origin, 'inbox_reply', id, `closed-${at}`, `${text}\n\nNumber ${at}`)).toBe(true);
    await expect(plain.panel.locator('.snippet')).toContainText(`Number ${at}`);
  }

  // The teammate reads the list, the conversation that has everything, and those with the first and the last names.
  const desk = await context.newPage();
  await open(desk, `${origin}/workspace/inbox/${id}`);
  await expect(desk.locator('.part .text strong').getByText('That', { exact: true })).toBeVisible();
  await listed(desk, ids.length);
  await expect(desk.locator('.convs').getByText(name, { exact: true }).first()).toBeVisible();
  for (const other of [...ids.slice(0, 5), ...ids.slice(-5)]) {
    await desk.goto(`${origin}/workspace/inbox/${other}`);
    await expect(desk.locator('.part').first()).toBeVisible();
  }

  expect([...seenByPerson(), ...seenByTeammate()]).toEqual([]);
  expect(new URL(page.url()).origin).toBe(site.origin);
  for (const own of [page.context(), context]) expect(own.pages(), 'no window was opened').toHaveLength(1);
  await watch.verify();
  await context.close();
});
