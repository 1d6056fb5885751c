// What a hosted workspace learns of what people do: from their pages, or from the server alone. On servers of their own:
// these tests sell what is on the shelf.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import { ownClock } from '../../fixtures/clock.ts';
import type { Messenger } from '../../fixtures/messenger.ts';
import { customer, fillAddress, signIn } from '../../people.ts';

const eur = (amount: number) => ({ amount, currency: 'eur' });

async function addKelpForest(page: Page): Promise<void> {
  await open(page, '/coffees/kelp-forest');
  await page.getByLabel('Every four weeks').check();
  await page.getByRole('button', { name: 'One more' }).click();
  await page.getByRole('button', { name: 'Add to cart, €27.00' }).click();
  await expect(page.getByRole('status').getByText('Kelp Forest is in the cart.')).toBeVisible();
}

/** The Harbour plan, too, and the order of it all; returns its number. */
async function order(page: Page): Promise<string> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Plans' }).click();
  await page.getByRole('button', { name: 'Choose Harbour' }).click();
  await page.getByRole('link', { name: 'See the cart' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await fillAddress(page);
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByRole('status').getByText('Thank you.')).toBeVisible();
  await expect(page).toHaveURL(/\/orders\/[a-z0-9]{10}\?placed=1$/);
  return new URL(page.url()).pathname.replace('/orders/', '');
}

const ADDED = [
  ['added-to-cart', { coffee: 'kelp-forest', quantity: 2, price: eur(2700) }],
  ['added-to-cart', { plan: 'harbour', quantity: 1, price: eur(2400) }],
];
const ordered = (order_id: string) => [
  ['completed-purchase', { order_id, price: eur(5100), items: 3, plan: 'harbour' }],
  ['started-subscription', { order_id, plan: 'harbour', price: eur(5100) }],
];

/** What the updates have said of a person so far. They wait for a ping to ride on, a minute at most: it passes here. */
const known = (page: Page, messenger: Messenger) => async () => {
  await page.clock.runFor(61_000);
  return Object.assign({}, ...messenger.pings().map(({ method, settings }) => (method === 'update' ? settings : {})));
};

test('what a customer puts into the cart, orders and begins reaches the Messenger once, and what is known of them follows', async ({
  page,
  context,
  baseURL,
  messenger,
}) => {
  await signIn(context, baseURL!, customer);
  await ownClock(page);
  await open(page, '/');
  await messenger.receives(['boot demo-customer at /']);
  expect(messenger.pings()[0]?.claims).toMatchObject({ cart_items: 0, orders: 0, plan: null });
  await addKelpForest(page);
  await expect.poll(known(page, messenger)).toMatchObject({ cart_items: 2, cart_value_cents: 2700, orders: 0 });
  const order_id = await order(page);
  await expect.poll(() => messenger.events()).toEqual([...ADDED, ...ordered(order_id)]);
  const since = { cart_items: 0, cart_value_cents: 0, orders: 1, last_order_at: expect.any(Number), plan: 'harbour', favourite_roast: 'medium' };
  await expect.poll(known(page, messenger)).toMatchObject(since);
  await page.reload();
  await messenger.until(() => messenger.pings().at(-1)?.claims, 'in the next token').toMatchObject(since);
  expect(messenger.events(), 'a page that is loaded again sends nothing again').toHaveLength(4);
});

test('a visitor’s events reach the Messenger, too', async ({ page, messenger }) => {
  await addKelpForest(page);
  await expect.poll(() => messenger.events()).toEqual(ADDED.slice(0, 1));
});

/** Intercom's REST API, as far as events go. */
const withToken = test.extend<{ received: { user_id: string; event_name: string; metadata: unknown }[] }>({
  received: async ({}, use) => use([]),
  settings: async ({ received }, use) => {
    const rest = createServer((request, answer) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        if (request.url === '/events' && request.headers.authorization === 'Bearer dG9rOnh5eg==') received.push(JSON.parse(body));
        answer.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => rest.listen(0, '127.0.0.1', resolve));
    await use({ INTERCOM_ACCESS_TOKEN: 'dG9rOnh5eg==', INTERCOM_API_BASE: `http://127.0.0.1:${(rest.address() as AddressInfo).port}` });
    rest.closeAllConnections();
    await new Promise((resolve) => rest.close(resolve));
  },
});

withToken('with an access token the server sends a customer’s events, once, and their page none', async ({ page, context, baseURL, messenger, received }) => {
  await signIn(context, baseURL!, customer);
  await addKelpForest(page);
  const order_id = await order(page);
  // In whatever order: each says when it happened.
  const events = () => received.map(({ event_name, metadata }) => [event_name, metadata]);
  await expect.poll(() => events().length).toBe(4);
  expect(events()).toEqual(expect.arrayContaining([...ADDED, ...ordered(order_id)]));
  expect(new Set(received.map(({ user_id }) => user_id))).toEqual(new Set(['demo-customer']));
  expect(messenger.events()).toEqual([]);
});
