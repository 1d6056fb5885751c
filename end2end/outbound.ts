// Messages of teammates to people on a page, as the desk's page starts them.
import { expect, type BrowserContext } from '@playwright/test';

import { fromOwnPage, signIn, teammate } from './people.ts';

export type Draft = {
  style: 'chat' | 'post' | 'notification' | 'inbox';
  text: string;
  page: string;
  button?: [label: string, link: string];
  /** All groups; in a group, any condition. None: everybody. */
  audience?: { of: string; name: string; type: string; operator: string; value: string }[][];
};

/** Starts a message, as the page's form sends it. */
export async function start(context: BrowserContext, origin: string, { style, text, page, button: [label, link] = ['', ''], audience = [] }: Draft): Promise<number> {
  await signIn(context, origin, teammate);
  const pages = [{ part: 'path', operator: 'matches', value: page }];
  const draft = { title: text, style, sender: 1, text, button_label: label, button_link: link, priority: 0, starts_at: '', stops_at: '', pages, audience };
  const headers = fromOwnPage(origin);
  const saved = await context.request.post(`${origin}/api/outbound_save`, { headers, data: { id: null, draft } });
  expect(saved.status()).toBe(200);
  const id: number = await saved.json();
  const started = await context.request.post(`${origin}/api/outbound_start`, { headers, form: { id: `${id}` } });
  expect(started.status()).toBe(200);
  return id;
}

export type Figures = { sent: number; seen: number; clicked: number; replied: number; dismissed: number; happy: number };

export async function figures(context: BrowserContext, origin: string, id: number): Promise<Figures> {
  const answer = await context.request.get(`${origin}/api/outbound`, { headers: fromOwnPage(origin) });
  return (await answer.json()).find((row: { id: number }) => row.id === id).figures;
}
