// Made-up messages of the inspector's stream, and the stream itself in a test's hand.
import type { Page, Route } from '@playwright/test';

export type Lane = { App: object } | { Workspace: object } | { Warnings: string[] };

const START = Date.UTC(2026, 10, 20, 9, 41);

/** A call of a page, `at` milliseconds after the start. */
export const called = (
  seq: number,
  at: number,
  method: string,
  more: { url?: string; token?: string; arguments?: object; page?: string; title?: string } = {},
): Lane => {
  const { url = '/', token = null, arguments: named = null, page = 'page', title = 'Tidewater Coffee' } = more;
  const kind = { Called: { method, url, title, arguments: named, token } };
  return { App: { number: seq, page, seq, at_ms: START + at, kind } };
};

export const became = (seq: number, call: number, ping_id: string): Lane => ({
  App: { number: seq, page: 'page', seq, at_ms: START, kind: { Announced: { call, ping_id } } },
});

const received = (number: number, at: number, ping_id: string, kind: object): Lane => ({
  Workspace: { number, at_ms: START + at, app_id: 'app', ping_id, kind },
});

export const accepted = (number: number, at: number, ping_id: string, more: object = {}): Lane =>
  received(number, at, ping_id, {
    PingAccepted: {
      call: 'boot',
      url: 'http://shop.example/',
      title: 'Tidewater Coffee',
      person: { name: 'Copper Heron', user_id: null, verified: false },
      impression: 1,
      merged_from: null,
      attributes: 0,
      refused_attributes: [],
      company: null,
      checks: [],
      warnings: [],
      ...more,
    },
  });

export const refused = (number: number, at: number, ping_id: string, more: object = {}): Lane =>
  received(number, at, ping_id, {
    PingRefused: {
      call: 'update',
      url: 'http://shop.example/orders',
      status: 403,
      reason: 'The token’s signature is wrong.',
      fix: 'Sign it with the newest key of this workspace.',
      checks: [],
      ...more,
    },
  });

/** As the server sends them, with ids from `first` on. */
const messages = (lanes: Lane[], first: number) =>
  lanes.map((lane, at) => `id: ${first + at}\nevent: lane\ndata: ${JSON.stringify(lane)}\n\n`).join('');

/**
 * Answers the inspector's stream: each connection with the next list of messages, and cut after it; when there are no
 * more, connections stay unanswered. A connection that the page gave up while its list was still to come leaves it to
 * the newest one. Resolves to the addresses asked for.
 */
export async function streams(page: Page, ...connections: (Lane[] | Promise<Lane[]>)[]): Promise<string[]> {
  const asked: string[] = [];
  let next = 1;
  await page.route('**/lifecycle/stream*', async (route: Route) => {
    const url = new URL(route.request().url());
    const number = asked.push(url.pathname + url.search);
    const lanes = await connections[0];
    const isGivenUp = number < asked.length || route.request().failure();
    if (!lanes || isGivenUp) return; // held open: nothing comes
    connections.shift();
    const open = 'event: lane\ndata: open\n\n';
    await route.fulfill({ contentType: 'text/event-stream', body: open + messages(lanes, next) });
    next += lanes.length;
  });
  return asked;
}

/** What a page reports of itself, many entries at a time. */
export async function report(page: Page, entries: object[], sentAt = Date.now()): Promise<void> {
  await page.evaluate(
    async ({ entries, sentAt }) => {
      for (let from = 0; from < entries.length; from += 100) {
        const body = JSON.stringify({ sent_at_ms: sentAt, entries: entries.slice(from, from + 100) });
        await fetch('/lifecycle/calls', { method: 'POST', body });
      }
    },
    { entries, sentAt },
  );
}
