// A conversation on a page of another site, and a teammate who answers by the desk's own addresses.
import type { BrowserContext } from '@playwright/test';

import { fromOwnPage, signIn, teammate } from './people.ts';
import { expect, test as plainPage, type Plain } from './plain.ts';

export class Teammate {
  private keys = 0;

  constructor(
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  /** The ids of all open conversations, of every page of the list. */
  async open(): Promise<number[]> {
    const ids: number[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const query = new URLSearchParams({ folder: 'open', after });
      const answer = await this.context.request.get(`${this.origin}/api/inbox?${query}`, { headers: fromOwnPage(this.origin) });
      expect(answer.status()).toBe(200);
      const { rows, next } = await answer.json();
      ids.push(...rows.map(({ id }: { id: number }) => id));
      after = next ?? undefined;
    }
    return ids;
  }

  /** The id of the one conversation that is open now and was not before. */
  async begun(before: number[]): Promise<number> {
    const added = (await this.open()).filter((id) => !before.includes(id));
    expect(added, 'a new conversation').toHaveLength(1);
    return added[0]!;
  }

  async read(id: number): Promise<{ parts: { text: string }[]; person: { name: string } }> {
    const answer = await this.context.request.get(`${this.origin}/api/inbox_conversation?id=${id}`, { headers: fromOwnPage(this.origin) });
    expect(answer.status()).toBe(200);
    return answer.json();
  }

  /** What each message of the conversation says. */
  async texts(id: number): Promise<string[]> {
    return (await this.read(id)).parts.map(({ text }) => text);
  }

  async types(id: number): Promise<void> {
    const answer = await this.context.request.post(`${this.origin}/api/inbox_typing`, { headers: fromOwnPage(this.origin), form: { id: `${id}` } });
    expect(answer.status()).toBe(200);
  }

  /** How the Messenger is set up; each field that is left out is as at first. */
  async sets(form: { sound?: 'true' }): Promise<void> {
    const answer = await this.context.request.post(`${this.origin}/api/workspace_set_messenger`, { headers: fromOwnPage(this.origin), form });
    expect(answer.status()).toBe(200);
  }

  async reply(id: number, text: string): Promise<void> {
    const form = { id: `${id}`, key: `key-${++this.keys}-${id}`, text };
    const answer = await this.context.request.post(`${this.origin}/api/inbox_reply`, { headers: fromOwnPage(this.origin), form });
    expect(answer.status()).toBe(200);
  }
}

export const test = plainPage.extend<{ desk: Teammate }>({
  desk: async ({ browser, workspace }, use) => {
    const context = await browser.newContext();
    await signIn(context, workspace.origin, teammate);
    await use(new Teammate(context, workspace.origin));
    await context.close();
  },
});

export const message = (plain: Plain) => plain.panel.getByLabel('Message', { exact: true });
export const bubbles = (plain: Plain) => plain.panel.locator('.bubble');
export const snippet = (plain: Plain) => plain.panel.locator('.snippet');

export async function write(plain: Plain, text: string): Promise<void> {
  await message(plain).fill(text);
  await message(plain).press('Enter');
}

/** The workspace has all that the person wrote: a message of theirs has its time, and none is on its way. */
export async function sent(plain: Plain): Promise<void> {
  await expect(plain.panel.locator('.said.mine time').first()).toBeVisible();
  await expect(plain.panel.getByText('Sending…')).toHaveCount(0);
}

/** Writes a first message, and says the id of its conversation; whatever a teammate does next, the panel hears of. */
export async function begin(plain: Plain, desk: Teammate, text: string): Promise<number> {
  const before = await desk.open();
  await plain.intercom('showNewMessage');
  await write(plain, text);
  await sent(plain);
  await plain.follows();
  return desk.begun(before);
}

export const hide = async (plain: Plain) => {
  await plain.intercom('hide');
  await expect(plain.launcher).toHaveAttribute('aria-expanded', 'false');
  await expect(plain.box).toBeHidden();
};
