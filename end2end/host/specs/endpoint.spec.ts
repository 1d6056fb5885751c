// The token's address of a host, asked without a page. Of the shop's, src/tests/messenger/token.rs holds all of this.
import type { APIRequestContext } from '@playwright/test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { customer, second, type LogIn } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';

const TOKEN = '/api/messenger_token';
type Reply = { token: string; key: string; expires_in: number };

async function logIn(request: APIRequestContext, Origin: string, who: LogIn) {
  const reply = await request.post('/api/log_in', { headers: { Origin }, form: { ...who } });
  expect(reply.ok()).toBe(true);
}

test('whoever is logged in gets their own token, which nobody may store', async ({ request, people, baseURL }) => {
  const Origin = baseURL ?? '';
  await logIn(request, Origin, await people.as(customer));
  const reply = await request.post(TOKEN, { headers: { Origin } });
  expect(reply.status()).toBe(200);
  expect(reply.headers()['cache-control']).toBe('no-store');
  const { token, expires_in } = (await reply.json()) as Reply;
  expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'HS256' });
  const claims = decodeJwt(token);
  expect(people.called(claims.email)).toBe(customer.user);
  expect(expires_in).toBe(7_200);
  expect(Math.abs((claims.exp ?? 0) - Date.now() / 1000 - expires_in)).toBeLessThan(10);
});

test('nobody gets none: 401', async ({ request, baseURL }) => {
  const reply = await request.post(TOKEN, { headers: { Origin: baseURL ?? '' } });
  expect(reply.status()).toBe(401);
  expect(reply.headers()['cache-control']).toBe('no-store');
  expect(await reply.text()).not.toContain('eyJ');
});

test('another origin gets none: 403, by Origin, by Fetch Metadata, and by silence', async ({ request, people, baseURL }) => {
  const Origin = baseURL ?? '';
  await logIn(request, Origin, await people.as(customer));
  for (const headers of [
    { Origin: 'https://elsewhere.example' },
    { Origin, 'Sec-Fetch-Site': 'cross-site' },
    { Origin, 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'null' },
    {},
  ]) {
    const reply = await request.post(TOKEN, { headers: headers as Record<string, string> });
    expect(reply.status(), JSON.stringify(headers)).toBe(403);
    expect(await reply.text()).not.toContain('eyJ');
  }
});

test('nothing in a request names whose token it is', async ({ request, people, baseURL }) => {
  const Origin = baseURL ?? '';
  const of = async () => decodeJwt(((await (await request.post(TOKEN, { headers: { Origin } })).json()) as Reply).token);
  await logIn(request, Origin, await people.as(second));
  const { user_id, email } = (await of()) as { user_id: string; email: string };
  await logIn(request, Origin, await people.as(customer));
  const reply = await request.post(`${TOKEN}?user_id=${user_id}`, { headers: { Origin, 'X-User-Id': user_id }, form: { user_id, email, key: user_id } });
  const claims = decodeJwt(((await reply.json()) as Reply).token);
  expect(people.called(claims.email)).toBe(customer.user);
  expect(claims.user_id).not.toBe(user_id);
});

test('a token is not to be had by GET', async ({ request, people, baseURL }) => {
  const Origin = baseURL ?? '';
  await logIn(request, Origin, await people.as(customer));
  const reply = await request.get(TOKEN, { headers: { Origin } });
  expect(reply.ok()).toBe(false);
  expect(await reply.text()).not.toContain('eyJ');
});

test('asking does not keep the session’s key from changing at the next log-in', async ({ request, people, baseURL }) => {
  const Origin = baseURL ?? '';
  const keys: string[] = [];
  for (const who of [customer, customer, second]) {
    await logIn(request, Origin, await people.as(who));
    keys.push(((await (await request.post(TOKEN, { headers: { Origin } })).json()) as Reply).key);
  }
  expect(new Set(keys).size).toBe(3);
});
