// A stranger's plain page with the classic snippet, of another origin than the workspace.
import { figures, start } from '../../outbound.ts';
import { fromOwnPage, password, signIn, teammate } from '../../people.ts';
import { expect, test, token } from '../../plain.ts';

test('the snippet alone boots a visitor from the page’s settings, with one ping', async ({ page, plain, workspace }) => {
  const pings: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/ping') && request.method() === 'POST') pings.push(request.postDataJSON());
  });
  await plain.boot();
  expect(await plain.intercom('whoami')).toEqual({ type: 'visitor', name: expect.stringMatching(/^\w+ \w+$/) });
  expect(await page.evaluate(() => (window as any).Intercom.booted)).toBe(true);
  expect(pings).toMatchObject([
    { app_id: workspace.appId, call: 'boot', page: { url: `${workspace.site.origin}/`, title: 'A plain page' } },
  ]);
  await expect.poll(async () => Object.keys(await plain.cookies()).sort()).toEqual(['intercom-device-id', 'intercom-id', 'intercom-session']);
  expect(await plain.intercom('getVisitorId')).toBe((await plain.cookies())['intercom-id']);
});

test('an identity in the page’s settings is the user’s, and the panel greets them by first name', async ({ plain }) => {
  await plain.boot({ intercom_user_jwt: await token({ user_id: 'plain-1', name: 'Åse Berg' }), plan: 'harbour' });
  expect(await plain.intercom('whoami')).toEqual({ type: 'user', name: 'Åse Berg' });
  await plain.launcher.click();
  await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Hello Åse');
  await expect(plain.panel.getByText('A signed token says that you are Åse Berg.')).toBeVisible();
});

test('where a teammate switched enforcement off, the unsigned snippet is believed without proof, and a wrong token refused all the same', async ({ browser, page, plain, workspace, watch }) => {
  const desk = await browser.newContext();
  await signIn(desk, workspace.origin, teammate);
  const enforce = async (enforced: boolean) => {
    const form = { app_id: workspace.appId, platform: 'web', enforced: String(enforced), password };
    const answer = await desk.request.post(`${workspace.origin}/api/workspace_enforce`, { headers: fromOwnPage(workspace.origin), form });
    expect(answer.status()).toBe(200);
  };
  await enforce(false);
  try {
    await plain.boot({ user_id: 'unsigned-1', name: 'Ola Nord' });
    expect(await plain.intercom('whoami')).toEqual({ type: 'user', name: 'Ola Nord' });
    await plain.launcher.click();
    await expect(plain.panel.getByText('Your identity is not verified')).toBeVisible();

    await plain.intercom('shutdown');
    watch.expectFailure('POST /messenger/web/ping 403');
    const answer = page.waitForResponse((answer) => answer.url().endsWith('/ping') && answer.request().method() === 'POST');
    await plain.intercom('boot', { user_id: 'unsigned-1', intercom_user_jwt: 'forged' });
    expect((await answer).status()).toBe(403);
  } finally {
    await enforce(true);
    await desk.close();
  }
});

test('the snippet found twice is one widget: the second becomes an update', async ({ page, plain, workspace }) => {
  await plain.boot();
  const again = page.waitForRequest((request) => request.url().endsWith('/ping') && request.method() === 'POST');
  await page.evaluate(() => {
    history.pushState(null, '', '/again');
    const snippet = [...document.scripts].find(({ text }) => text.includes('reattach_activator'))!;
    document.head.append(Object.assign(document.createElement('script'), { text: snippet.text }));
  });
  expect((await again).postDataJSON()).toMatchObject({ call: 'update', page: { url: `${workspace.site.origin}/again` } });
  await expect(page.locator('#intercom-container')).toHaveCount(1);
});

test('a frame that is led elsewhere is taken away, and learns nothing', async ({ page, plain, workspace }) => {
  await plain.boot();
  await plain.launcher.click();
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  await page.exposeBinding('heard', (_, what) => void heard.push(what));
  const heard: unknown[] = [];
  workspace.stranger.content = { before: "addEventListener('message', (event) => heard(String(event.data)));" };
  const led = page.waitForResponse((answer) => new URL(answer.url()).origin === workspace.stranger.origin);
  await page.frame({ name: 'intercom-messenger-frame' })!.evaluate((url) => void (location.href = url), workspace.stranger.origin);
  await led;
  await expect(plain.box).toBeHidden();
  await plain.launcher.click();
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  expect(heard).toEqual([]);
});

test('on a page of an origin that is not allowed there is no launcher, the console names the setting, and the page goes on', async ({ page, plain, workspace, watch }) => {
  watch.expectFailure('POST /messenger/web/ping network');
  watch.expectFailure('GET /widget/* network');
  watch.expectWarning(/CORS policy/);
  const refused = `Intercom: this origin is not allowed. Add ${workspace.stranger.origin} to MESSENGER_ORIGINS.`;
  watch.expectWarning(new RegExp(`^${refused.replaceAll('.', '\\.')}$`));
  const said = page.waitForEvent('console', (message) => message.text() === refused);
  await plain.open({}, workspace.stranger);
  await said;
  await expect(plain.launcher).toHaveCount(0);
  await plain.intercom('show');
  expect(await plain.intercom('whoami')).toBe(undefined);
  await expect(plain.box).toHaveCount(0);
});

/** A policy that lets the page's own scripts run, and allows the workspace in these directives. */
function policy(origin: string, directives: string[]): string {
  const own = (directive: string) => (directive === 'script-src' ? [directive, "'nonce-own'"] : [directive]);
  const all = ['script-src', 'connect-src', 'frame-src'];
  return ["default-src 'none'", ...all.map((directive) => [...own(directive), directives.includes(directive) ? origin : "'self'"].join(' '))].join('; ');
}

const DIRECTIVES = ['script-src', 'connect-src', 'frame-src'];

test('under a policy that allows the workspace in three directives, and nothing else, the widget runs and is seen', async ({ plain, workspace }) => {
  await plain.boot({}, { policy: policy(workspace.origin, DIRECTIVES) });
  await plain.launcher.click();
  await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
  const [launcher, frame] = [await plain.launcher.boundingBox(), await plain.page.locator('iframe[name="intercom-messenger-frame"]').boundingBox()];
  expect([launcher!.width > 40, frame!.width > 300], 'they have their looks').toEqual([true, true]);
});

for (const missing of DIRECTIVES) {
  test(`without the workspace in ${missing} the policy refuses the widget`, async ({ page, plain, watch, workspace }) => {
    await plain.open({ policy: policy(workspace.origin, DIRECTIVES.filter((directive) => directive !== missing)) });
    if (missing === 'frame-src') {
      await plain.live();
      await plain.launcher.click();
    }
    const refused = `policy: ${missing === 'script-src' ? 'script-src-elem' : missing} refused ${workspace.origin}`;
    const said: string[] = [];
    await expect.poll(() => (said.push(...watch.take()), said.join('\n'))).toContain(refused);
    await page.close();
    watch.take();
  });
}

test('a post stands over a page of another origin, and its button is clicked as a link of that page', async ({ browser, page, plain, workspace }) => {
  const desk = await browser.newContext();
  const name = 'Reader of posts';
  const audience = [[{ of: 'field', name: 'name', type: 'text', operator: 'is', value: name }]];
  const id = await start(desk, workspace.origin, { style: 'post', text: 'The boat is in', page: '/', button: ['See it', '/boat'], audience });
  const links = `addEventListener('click', ({ target }) => target.closest('a') && sessionStorage.setItem('clicked', target.closest('a').href))`;
  await plain.boot({ name }, { before: links });
  const post = plain.panel.locator('.post');
  await expect(post).toContainText('The boat is in');
  expect(await page.locator('.intercom-messenger-frame').boundingBox(), 'it covers the page').toEqual({ x: 0, y: 0, ...page.viewportSize()! });
  await post.getByRole('link', { name: 'See it' }).click();
  await expect(page).toHaveURL(`${workspace.site.origin}/boat`);
  expect(await page.evaluate(() => sessionStorage.getItem('clicked'))).toBe(`${workspace.site.origin}/boat`);
  await expect.poll(() => figures(desk, workspace.origin, id)).toMatchObject({ sent: 1, seen: 1, clicked: 1 });
  await desk.close();
});
