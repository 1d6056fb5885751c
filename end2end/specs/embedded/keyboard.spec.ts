// By keyboard alone: keys and typing, and at each press of Tab the focus is to be seen. On servers of their own.
import type { Locator, Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';

// A card that rises under the focus would cover its neighbour for a moment.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const h1 = (page: Page) => page.getByRole('heading', { level: 1 });
const banner = (page: Page) => page.getByRole('banner');

/** Runs in the page: what keeps a person from seeing where the focus is. */
function hidden(): string | undefined {
  const at = document.activeElement;
  if (!at || at === document.body) return 'the focus is nowhere';
  // A box to tick may be drawn as its label, and a link as all of its card.
  const area = (at.matches('[type=checkbox], [type=radio]') && at.closest('label')) || at;
  const name = `${at.localName} “${at.getAttribute('aria-label') ?? (area as HTMLElement).innerText}”`;
  const drawn = [getComputedStyle(at), getComputedStyle(area), getComputedStyle(area, '::after')];
  const isRing = ({ outlineStyle, outlineWidth, opacity }: CSSStyleDeclaration) =>
    outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && opacity !== '0';
  if (!drawn.some(isRing)) return `no ring is drawn: ${name}`;
  const { left, right, top, bottom, width, height } = area.getClientRects()[0] ?? area.getBoundingClientRect();
  if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight) return `outside of the window: ${name}`;
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return area.contains(over) || over?.contains(area) ? undefined : `covered: ${name}`;
}

/** The focus is to be seen, as soon as the page has scrolled to it. */
const isSeen = (page: Page, where: string) => expect.poll(() => page.evaluate(hidden), where).toBeUndefined();

/** The focus is here, and to be seen. */
async function isAt(goal: Locator): Promise<void> {
  await expect(goal).toBeFocused();
  await isSeen(goal.page(), `at ${goal}`);
}

/** Presses Tab until the focus is there; each stop on the way is to be seen. */
async function tabTo(goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const page = goal.page();
  // A list may come after its page's heading, and Tab would lead past the place for it.
  await expect(goal).toBeAttached();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    await isSeen(page, `on the way to ${goal}`);
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the keyboard never reached ${goal}`);
}

/** Presses Enter on a link or button that leads to a page: its title has the focus then. */
async function enter(goal: Locator, heading: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const page = goal.page();
  await tabTo(goal, key);
  await page.keyboard.press('Enter');
  await expect(h1(page)).toHaveText(heading);
  // Heard, not drawn: a screen reader reads on from there.
  await expect(h1(page)).toBeFocused();
}

async function type(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.type(text);
  await expect(field).toHaveValue(text);
}

test('the first press of Tab offers to skip to the content', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await isAt(skip);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/#main');
  await page.keyboard.press('Tab');
  await isAt(page.getByRole('link', { name: 'Shop the coffees' }));
});

test('one signs up, filters, fills the cart, orders, sees the order and logs out', async ({ page }) => {
  const { keyboard } = page;
  const secret = 'kittiwake over the bay';
  const main = page.getByRole('main');

  await open(page, '/');
  await enter(banner(page).getByRole('link', { name: 'Log in' }), 'Welcome back aboard');
  await enter(main.getByRole('link', { name: 'Sign up' }), 'Come aboard');
  await type(page.getByLabel('Name'), 'Astrid Lunde');
  await type(page.getByLabel('Email'), 'astrid@example.com');
  const password = page.getByLabel('Password');
  await type(password, secret);
  await tabTo(page.getByRole('button', { name: 'Show password' }));
  await keyboard.press('Space');
  await expect(password).toHaveAttribute('type', 'text');
  await isAt(page.getByRole('button', { name: 'Hide password' }));
  await enter(main.getByRole('button', { name: 'Sign up', exact: true }), 'Coffee that keeps harbour hours');

  await enter(banner(page).getByRole('link', { name: 'Coffees' }), 'Coffees', 'Shift+Tab');
  const light = page.getByRole('checkbox', { name: /^Light/ });
  await tabTo(light);
  await keyboard.press('Space');
  await expect(page).toHaveURL('/coffees?roast=light');
  await expect(light).toBeChecked();
  await isAt(light);
  const fold = page.locator('summary').filter({ hasText: 'Process' });
  const honey = page.getByRole('checkbox', { name: /^Honey/ });
  await tabTo(fold);
  await keyboard.press('Enter');
  await tabTo(honey);
  await keyboard.press('Space');
  await expect(page).toHaveURL('/coffees?roast=light&process=honey');
  await isAt(honey);
  await expect(honey).toBeVisible();
  await keyboard.press('Escape');
  await expect(honey).toBeHidden();
  await isAt(fold);
  const sort = page.getByLabel('Sort by');
  await tabTo(sort);
  await keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/^[^?]*\?roast=light&process=honey&sort=\w+$/);
  await isAt(sort);

  const coffee = page.getByRole('region', { name: 'On the shelf' }).getByRole('heading').getByRole('link');
  await expect(coffee).toHaveCount(1);
  const name = await coffee.innerText();
  await enter(coffee, name);
  await tabTo(page.getByRole('radio', { name: /^250 g/ }));
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^1 kg/ })).toBeChecked();
  await isAt(page.getByRole('radio', { name: /^1 kg/ }));
  await tabTo(page.getByLabel('Grind'));
  await keyboard.type('Esp');
  await expect(page.getByLabel('Grind')).toHaveValue('espresso');
  await tabTo(page.getByRole('radio', { name: /^Just once/ }));
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^Every two weeks/ })).toBeChecked();
  await tabTo(page.getByRole('button', { name: 'One more' }));
  await keyboard.press('Space');
  await expect(page.getByRole('spinbutton', { name: 'Number of bags' })).toHaveValue('2');
  await tabTo(page.getByRole('button', { name: /^Add to cart/ }));
  await keyboard.press('Enter');
  await expect(page.getByRole('status').getByText(`${name} is in the cart.`)).toBeVisible();
  await isAt(page.getByRole('button', { name: /^Add to cart/ }));

  await enter(page.getByRole('link', { name: 'See the cart' }), 'Cart');
  const more = page.getByRole('button', { name: 'One more' });
  await tabTo(more);
  await keyboard.press('Enter');
  await expect(banner(page).getByRole('link', { name: 'Cart, 3 items' })).toBeVisible();
  await isAt(more);
  await enter(page.getByRole('link', { name: 'Check out' }), 'Check out');

  await expect(page.getByLabel('Name')).toHaveValue('Astrid Lunde');
  await type(page.getByLabel('Street and number'), 'Kaigaten 7');
  await type(page.getByLabel('Postcode'), '5015');
  await type(page.getByLabel('Town'), 'Bergen');
  await tabTo(page.getByLabel('Country'));
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  await enter(page.getByRole('button', { name: /^Place the order/ }), /^Order /);
  await expect(page.getByRole('status').getByText('Thank you.')).toBeVisible();
  const number = await h1(page).innerText();

  await enter(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Your orders' }), 'Your orders', 'Shift+Tab');
  await enter(page.getByRole('link', { name: number }), number);
  await expect(page.getByText('Kaigaten 7')).toBeVisible();

  await tabTo(page.getByRole('button', { name: 'Account menu of Astrid Lunde' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'Log out', exact: true }));
  await keyboard.press('Enter');
  await expect(page).toHaveURL('/');
  await expect(banner(page).getByRole('link', { name: 'Log in' })).toBeVisible();
  await expect(h1(page)).toBeFocused();
  await tabTo(page.getByRole('link', { name: 'Shop the coffees' }));
});
