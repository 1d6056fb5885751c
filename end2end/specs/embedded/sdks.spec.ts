// Others' packages drive the embedded Messenger from a page of another site, unchanged but for the script's address.
import { build } from 'esbuild';

import { bubbles, message, sent, snippet, test, write } from '../../desk.ts';
import { expect, token, type Plain } from '../../plain.ts';

/** The address that the packages have, where the workspace's own is wanted. */
const HOSTED = 'https://widget.intercom.io/widget/';

async function app(name: string, plain: Plain): Promise<void> {
  const { site, appId } = plain.workspace;
  const { outputFiles } = await build({
    entryPoints: [`fixtures/sdks/${name}.js`],
    bundle: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = outputFiles[0]!.text.replaceAll(HOSTED, site.source.replace(appId, '')).replaceAll('</script', '<\\/script');
  const given = `window.theTest = ${JSON.stringify({ appId, widgetUrl: site.source })};`;
  await plain.open({ own: given + script, html: '<div id="app"></div>' });
}

/** Calls a function of the package. */
const call = (plain: Plain, name: string, ...rest: unknown[]) =>
  plain.page.evaluate(([name, rest]) => (window as any).sdk[name as string](...(rest as unknown[])), [name, rest] as const);

for (const [name, identity] of [
  ['messenger-js-sdk', 'intercom_user_jwt'],
  ['react-use-intercom', 'intercomUserJwt'],
] as const) {
  test(`${name}: a visitor writes and is answered, logs in and keeps it, logs out and leaves nothing`, async ({ page, plain, desk }) => {
    await app(name, plain);
    await plain.live();
    expect(await call(plain, 'getVisitorId')).toMatch(/^[\w-]{8,}$/);
    const before = await desk.open();
    await call(plain, 'showNewMessage', 'Written by the page');
    await expect(message(plain)).toHaveValue('Written by the page');
    await write(plain, 'Is this the harbour?');
    await expect(bubbles(plain)).toHaveText(['Is this the harbour?']);
    await sent(plain);
    const id = await desk.begun(before);
    await call(plain, 'hide');
    await expect(plain.launcher).toHaveAttribute('aria-expanded', 'false');
    await expect(plain.box).toBeHidden();
    await desk.reply(id, 'It is.');
    await expect(snippet(plain)).toContainText('It is.');
    await expect(plain.launcher).toHaveAttribute('aria-label', 'Open chat, 1 unread');
    await call(plain, 'showMessages');
    await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Messages');
    // The workspace refuses this request of the visitor if the log-in arrives first.
    const seen = page.waitForResponse(/\/messenger\/web\/seen$/);
    await call(plain, 'showConversation', `${id}`);
    await expect(bubbles(plain)).toHaveText(['Is this the harbour?', 'It is.']);
    await seen;

    const jwt = await token({ user_id: `sdk-${name}-${Date.now()}`, name: 'Marit Solheim' });
    await call(plain, 'update', { [identity]: jwt });
    await expect.poll(() => plain.intercom('whoami')).toMatchObject({ type: 'user' });
    await call(plain, 'showSpace', 'home');
    await expect(plain.panel.getByRole('heading', { level: 1 })).toHaveText('Hello Marit');
    await expect(plain.panel.getByText('It is.')).toBeVisible();
    if (name === 'react-use-intercom') {
      await expect(page.getByText('The Messenger is open')).toBeVisible();
      expect(await page.evaluate(() => (window as any).counts)).toContain(1);
    }

    await expect(page.locator('#intercom-container')).toBeAttached();
    await call(plain, 'shutdown');
    await expect(page.locator('#intercom-container')).toHaveCount(0);
    expect(page.frames()).toHaveLength(1);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    await call(plain, 'boot', name === 'react-use-intercom' ? {} : { app_id: plain.workspace.appId });
    await plain.live();
    expect(await plain.intercom('whoami')).toMatchObject({ type: 'visitor' });
    await call(plain, 'show');
    await expect(plain.panel.getByText('You are here as a visitor')).toBeVisible();
    await expect(plain.panel.getByText('It is.')).toHaveCount(0);
  });
}
