// Teammates at the inbox's page, each in a browser of their own.
import type { Browser, Page } from '@playwright/test';

import { open } from './clean.ts';
import type { LogIn } from './fixtures/people.ts';
import { Watch } from './fixtures/watch.ts';
import { signIn, teammate } from './people.ts';

/** Until what the teammate does there is done; the page complains of nothing but what the watch expects. */
export async function atTheInbox<T>(
  browser: Browser,
  origin: string,
  use: (inbox: Page, watch: Watch) => Promise<T>,
  { as = teammate, timezoneId }: { as?: LogIn; timezoneId?: string } = {},
): Promise<T> {
  const context = await browser.newContext({ baseURL: origin, timezoneId });
  const watch = new Watch();
  await watch.over(context);
  await signIn(context, origin, as, as.password);
  const inbox = await context.newPage();
  await open(inbox, '/workspace/inbox');
  const done = await use(inbox, watch);
  await watch.verify();
  await context.close();
  return done;
}

export const replyField = (inbox: Page) => inbox.getByLabel('Reply', { exact: true });
/** The words of each message, reply and note. */
export const parts = (inbox: Page) => inbox.getByRole('log', { name: 'Messages' }).locator('.text');

export async function reply(inbox: Page, text: string): Promise<void> {
  await replyField(inbox).fill(text);
  await replyField(inbox).press('Enter');
}
