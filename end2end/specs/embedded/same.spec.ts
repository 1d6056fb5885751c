// A page reached by a click is the page that a load of its address shows, wherever one came from. On servers of their
// own: nobody else changes what is shown.
import type { Page } from '@playwright/test';

import { drawn, expect, open, test } from '../../alone.ts';
import { customer, signIn } from '../../people.ts';

const OPEN_TO_ALL = [
  '/',
  '/coffees',
  '/coffees?roast=light&sort=price',
  '/coffees?roast=dark&origin=peru',
  '/coffees/lighthouse-blend',
  '/coffees/kelp-forest',
  '/coffees/north-mole',
  '/plans',
  '/brewing',
  '/brewing/pour-over?cups=2',
  '/brewing/french-press',
  '/search?q=espresso',
  '/search',
  '/cart',
  '/privacy',
];
const FOR_VISITORS = ['/login', '/login?next=/orders', '/signup'];
const FOR_ONE = ['/account', '/orders', '/checkout'];

/** The shop as it stands there, with what its fields hold, but for what differs from answer to answer. */
function shown(page: Page): Promise<string> {
  return page.evaluate(() => {
    const lines: string[] = [document.title];
    const write = (node: Node, depth: number): void => {
      const put = (text: string) => lines.push('  '.repeat(depth) + text);
      if (node instanceof Text && node.data.trim()) put(node.data.trim());
      if (!(node instanceof Element)) return;
      const isOnlyForThisAnswer = node.matches('time, input[name=key], input[name=session_key]');
      // Which choice a form began with does not matter: what it holds does. An empty class says nothing, and what a search began with neither.
      const kept = [...node.attributes].filter(({ name, value }) => !['checked', 'selected'].includes(name) && (name !== 'class' || value) && !(name === 'value' && node.matches('[type=search]')));
      const attributes = kept.map(({ name, value }) => `${name}=${isOnlyForThisAnswer && name !== 'name' ? '' : value}`);
      const held =
        node instanceof HTMLInputElement ? [`holds ${isOnlyForThisAnswer ? '' : node.value}`, node.checked]
        : node instanceof HTMLSelectElement ? [`holds ${node.value}`]
        : [];
      put([node.localName, ...attributes.sort(), ...held].join(' '));
      if (!isOnlyForThisAnswer) node.childNodes.forEach((child) => write(child, depth + 1));
    };
    const shop = document.querySelector('.shop');
    if (shop) write(shop, 0);
    return lines.join('\n');
  });
}

/** Follows a link to this address, as any page might hold one. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    const link = document.createElement('a');
    link.href = path;
    document.querySelector('.shop footer')?.append(link);
    link.click();
    link.remove();
  }, path);
  await expect(page).toHaveURL(path);
}

/** From each page to the next one, and to the seventh after it: two ways lead to each. */
function* ways(paths: string[]): Generator<string> {
  for (const stride of [1, 7]) {
    for (const at of paths.keys()) yield paths[(at * stride + stride) % paths.length]!;
  }
}

for (const [who, paths] of [
  ['a visitor', [...OPEN_TO_ALL, ...FOR_VISITORS]],
  ['a customer', [...OPEN_TO_ALL, ...FOR_ONE]],
] as const) {
  test(`${who} who follows links sees what a load of each address shows, there and back`, async ({ page, context, baseURL }) => {
    if (who === 'a customer') await signIn(context, baseURL!, customer);
    await open(page, '/coffees/kelp-forest');
    await page.getByRole('button', { name: /^Add to cart/ }).click();
    await expect(page.getByText(/is in the cart/)).toBeVisible();
    const loads = await context.newPage();
    const loaded = new Map<string, string>();
    for (const path of paths) {
      await open(loads, path);
      // Awake, a page may still take over the data that came with it: its boxes change one by one.
      await drawn(loads);
      loaded.set(path, await shown(loads));
    }
    await open(page, '/');
    const trail = ['/'];
    for (const path of ways([...paths])) {
      if (path === trail.at(-1)) continue;
      await follow(page, path);
      await expect.poll(() => shown(page), `${path} from ${trail.at(-1)}`).toBe(loaded.get(path)!);
      trail.push(path);
    }
    for (let back = 0; back < 8; back += 1) {
      trail.pop();
      await page.goBack();
      await expect.poll(() => shown(page), `back at ${trail.at(-1)}`).toBe(loaded.get(trail.at(-1)!)!);
    }
  });
}
