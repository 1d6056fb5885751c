// The official template, for visitors alone: eight lines.
import { drawn } from '../../clean.ts';
import { Messenger } from '../../fixtures/messenger.ts';
import { expect, test as base } from '../../fixtures/test.ts';
import { go } from '../page.ts';

/** The template has one title for all its pages: what the shop's titles say of an address does not hold. */
class Untitled extends Messenger {
  override async verify() {}
}

const test = base.extend({ messenger: async ({ watch, people }, use) => use(new Untitled('hosted', watch, people)) });

test('a visitor boots, each page is reported once under its own address, and no token is asked for', async ({ page, messenger }) => {
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  await page.goto('/');
  const story = ['boot visitor at /'];
  await messenger.receives(story);
  await go(page, '/nowhere');
  await expect(page.getByText('Page not found.')).toBeVisible();
  await messenger.receives((story.push('update at /nowhere'), story));
  await go(page, '/');
  await expect(page.getByRole('heading', { name: 'Welcome to Leptos!' })).toBeVisible();
  await messenger.receives((story.push('update at /'), story));
  await go(page, '/?page=2');
  await messenger.receives((story.push('update at /?page=2'), story));
  expect(asked).not.toContain('/api/messenger_token');
});

test('the app itself goes on as before: the page wakes up and counts', async ({ page, messenger }) => {
  await page.goto('/');
  await messenger.receives(['boot visitor at /']);
  await page.getByRole('button').click();
  await expect(page.getByRole('button')).toHaveText('Click Me: 1');
  await drawn(page);
  await messenger.receives(['boot visitor at /']);
});

test('without a script of the widget’s the app goes on', async ({ page, messenger }) => {
  messenger.script('blocked');
  await page.goto('/');
  await page.getByRole('button').click();
  await expect(page.getByRole('button')).toHaveText('Click Me: 1');
  await messenger.receives([]);
});
