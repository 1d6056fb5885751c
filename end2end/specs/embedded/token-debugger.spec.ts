// /lifecycle/token: what is pasted is explained, and goes nowhere.
import type { Page } from '@playwright/test';
import { SignJWT } from 'jose';

import { expect, open, test } from '../../alone.ts';

const SECRET = 'c2VjcmV0LW9mLXRoZS1tZXNzZW5nZXItYXBp';
const now = () => Math.floor(Date.now() / 1000);

const sign = (key: Uint8Array, claims: Record<string, unknown> = {}) =>
  new SignJWT({ user_id: '42', exp: now() + 7200, ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(key);
const asShown = new TextEncoder().encode(SECRET);
const decoded = new Uint8Array(Buffer.from(SECRET, 'base64'));

const token = (page: Page) => page.getByLabel('Token');
const secret = (page: Page) => page.getByLabel('Secret');
const findings = (page: Page) => page.locator('.verdicts li');
const summary = (page: Page) => page.getByRole('status');

async function debug(page: Page, pasted: string): Promise<void> {
  await open(page, '/lifecycle/token');
  await token(page).fill(pasted);
}

test('no request leaves after a token and a secret are entered, and neither is kept anywhere', async ({ page, context, watch }) => {
  watch.expectFailure('POST /robots.txt 404'); // what the test itself sends at the end
  const pasted = await sign(asShown, { exp: now() - 60 });
  const before = new Set<string>();
  const left: string[] = [];
  let isEntered = false;
  context.on('request', (request) => {
    const asked = `${request.method()} ${request.url()}`;
    if (!isEntered) before.add(asked);
    // The browser may ask its cache again for a drawing that it has: that says nothing of what was entered.
    else if (!before.has(asked) || request.resourceType() === 'fetch') left.push(request.url());
  });
  await open(page, '/lifecycle/token');
  await page.waitForLoadState('load');
  await expect(page.getByRole('row', { name: /^Now \d/ })).toBeVisible();
  isEntered = true;
  page.on('websocket', (socket) => left.push(socket.url()));

  await token(page).focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, pasted);
  await page.keyboard.insertText(pasted);
  await expect(findings(page)).toContainText([/expired/]);
  await secret(page).pressSequentially('wrong');
  await expect(findings(page).filter({ hasText: 'not the one that signed it' })).toHaveCount(1);
  await secret(page).fill(SECRET);
  await expect(findings(page).filter({ hasText: 'the one that signed it' })).toContainText('Good');

  const kept = await page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const caches_ = await caches.keys();
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state, name, databases, caches_]);
  });
  const cookies = JSON.stringify(await context.cookies());
  for (const part of [...pasted.split('.'), SECRET]) {
    expect(kept).not.toContain(part);
    expect(cookies).not.toContain(part);
  }
  // Nor as the page goes. The last one is the test's own, to show that such a request would be seen.
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new PageTransitionEvent('pagehide'));
    navigator.sendBeacon('/robots.txt', 'the test');
  });
  await expect.poll(() => left.map((url) => new URL(url).pathname)).toEqual(['/robots.txt']);
});

test('neither token nor secret comes back with the page', async ({ page }) => {
  await debug(page, await sign(asShown));
  await secret(page).fill(SECRET);
  await expect(findings(page)).toHaveCount(1);
  await page.reload();
  await expect(token(page)).toHaveValue('');
  await expect(secret(page)).toHaveValue('');
  await open(page, '/privacy');
  await page.goBack();
  await expect(token(page)).toHaveValue('');
  await expect(secret(page)).toHaveValue('');
});

test('the secret is tried as shown, without white space, and decoded', async ({ page }) => {
  await debug(page, await sign(asShown));
  await expect(summary(page)).toHaveText('No fault can be seen. The signature was not checked: that takes the secret.');
  await secret(page).fill(SECRET);
  await expect(summary(page)).toHaveText('No fault can be seen.');
  await expect(findings(page)).toHaveText(['Good: The secret is the one that signed it.']);
  await secret(page).fill(`  ${SECRET} `);
  await expect(findings(page)).toHaveText([/^Advice: The secret signed it, but what you entered has white space/]);
  await secret(page).fill(SECRET.toLowerCase());
  await expect(findings(page)).toHaveText([/^Fault: The secret is not the one that signed it\./]);
  await token(page).fill(await sign(decoded));
  await secret(page).fill(SECRET);
  await expect(findings(page)).toHaveText([/The key is the secret string as shown, not decoded\.$/]);
  await secret(page).fill('');
  await expect(findings(page)).toHaveCount(0);
});

test('header, claims and times are shown, and each finding with its fix', async ({ page }) => {
  await debug(page, `Bearer ${await sign(asShown, { user_id: undefined, sub: '42', exp: now() + 7200 })}`);
  await expect(summary(page)).toHaveText(/^2 faults\. The signature was not checked/);
  await expect(findings(page)).toHaveText([
    /^Fault: Not part of the token: “Bearer”\./,
    /^Fault: The person’s id is in sub.*Name the claim user_id instead of sub\./,
  ]);
  await expect(page.locator('.claims').first()).toHaveText('alg"HS256"');
  await expect(page.locator('.claims').last()).toContainText('sub"42"');
  await expect(page.getByRole('row', { name: /^exp .* in 1 h 59 min .*in 1 h 59 min/ })).toBeVisible();
  await page.getByRole('button', { name: 'Clear both' }).click();
  await expect(token(page)).toBeFocused();
  await expect(token(page)).toHaveValue('');
  await expect(summary(page)).toHaveText('Paste a token to see what is wrong with it.');
});

test('a wrong clock of the browser shows, and does not decide', async ({ page }) => {
  const life = 7200;
  await page.clock.setFixedTime(Date.now() + 3 * 3600 * 1000);
  await debug(page, await sign(asShown, { exp: now() + life }));
  await expect(summary(page)).toHaveText(/^No fault can be seen\./);
  await expect(findings(page)).toHaveText([/^Advice: This browser’s clock is (3 h 0|2 h 59) min ahead of the server’s\./]);
  await expect(page.getByRole('row', { name: /^exp .* in 1 h 59 min .*(1 h 0 min|59 min) ago/ })).toBeVisible();
});

test('whatever is pasted, the page goes on', async ({ page }) => {
  await open(page, '/lifecycle/token');
  const part = (text: string) => Buffer.from(text).toString('base64url');
  const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`a${at}`, at])));
  const hostile = [
    '\u0000\u0001\ufffd'.repeat(3_000),
    `${part('{"alg":"HS256"}')}.${part(deep)}.x`,
    `${part('{"alg":"HS256"}')}.${part(many)}.${part('s'.repeat(32))}`,
    '.'.repeat(30_000),
    'é.'.repeat(500_000),
    '<img src=x onerror=alert(1)>.<script>.x',
  ];
  for (const pasted of hostile) {
    await token(page).evaluate((area: HTMLTextAreaElement, text) => {
      area.value = text;
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, pasted);
    await expect(summary(page)).toHaveText(/fault|no token/);
    await secret(page).fill(`${pasted.length}`);
    expect(await page.locator('main *').count(), 'elements of the page').toBeLessThan(600);
  }
  await token(page).fill(await sign(asShown));
  await secret(page).fill(SECRET);
  await expect(findings(page)).toHaveText(['Good: The secret is the one that signed it.']);
});

test('the keyboard alone gets from the inspector to the token, the secret and back', async ({ page }) => {
  await open(page, '/lifecycle');
  await page.getByRole('link', { name: 'Token debugger' }).press('Enter');
  await expect(page).toHaveURL('/lifecycle/token');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Token debugger');
  await token(page).focus();
  await page.keyboard.press('Tab');
  await expect(secret(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Clear both' })).toBeFocused();
});
