import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';

const cards = (page: Page) => page.getByRole('region', { name: 'On the shelf' }).getByRole('listitem');
const found = (page: Page) => page.getByRole('form', { name: 'Filter and sort' }).getByRole('status');

async function prices(page: Page): Promise<number[]> {
  const texts = await cards(page).locator('.price').allInnerTexts();
  return texts.map((text) => Number(text.replace(/250 g/, '').replace(/[^\d.]/g, '')));
}

const sorted = <T>(values: T[], by: (a: T, b: T) => number) => [...values].sort(by);

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the list is filtered by roast and sorted by price or name, and its address says so', async ({ page }) => {
      await page.goto('/coffees');
      if (javaScriptEnabled) await open(page, '/coffees');
      const order = async (by: string) => {
        await page.getByLabel('Sort by').selectOption(by);
        if (!javaScriptEnabled) await page.getByRole('button', { name: 'Show' }).click();
      };
      await expect(cards(page)).toHaveCount(24);
      await expect(found(page)).toHaveText('24 coffees');

      const darkBox = page.getByRole('checkbox', { name: /^Dark/ });
      await darkBox.check();
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Show' }).click();
      await expect(page).toHaveURL(javaScriptEnabled ? '/coffees?roast=dark' : '/coffees?roast=dark&sort=');
      await expect(darkBox).toBeChecked();
      await expect(cards(page)).not.toHaveCount(24);
      const dark = await cards(page).count();
      await expect(found(page)).toHaveText(`${dark} coffees`);

      await order('Price, low first');
      await expect(page).toHaveURL('/coffees?roast=dark&sort=price');
      await expect.poll(async () => {
        const now = await prices(page);
        return now.length === dark && String(now) === String(sorted(now, (a, b) => a - b));
      }).toBe(true);

      await page.getByRole('link', { name: 'Clear filters' }).click();
      await expect(page).toHaveURL('/coffees?sort=price');
      await expect(cards(page)).toHaveCount(24);
      await order('Name');
      await expect(page).toHaveURL('/coffees?sort=name');
      await expect.poll(async () => {
        const names = await cards(page).getByRole('heading').allInnerTexts();
        return String(names) === String(sorted(names, (a, b) => a.localeCompare(b)));
      }).toBe(true);
      await expect(page.getByLabel('Sort by')).toHaveValue('name');
    });

    test('an address that was shared or mistyped shows what can be understood of it', async ({ page }) => {
      await page.goto('/coffees?roast=purple&sort=name&colour=%01');
      await expect(cards(page)).toHaveCount(24);
      await expect(page.getByRole('link', { name: 'Clear filters' })).toHaveCount(0);
    });
  });
}

test('a list with nothing in it says so and leads on', async ({ page }) => {
  await open(page, '/coffees?roast=light&for=decaf');
  await expect(page.getByRole('heading', { name: 'No coffee is all of that' })).toBeVisible();
  await expect(found(page)).toHaveText('0 coffees');
  await page.getByRole('link', { name: 'Show all coffees' }).click();
  await expect(page).toHaveURL('/coffees');
  await expect(cards(page)).toHaveCount(24);
});

test.describe('when the server does not answer', () => {
  // The prefetch, the page's own request, and the first "Try again".
  test.use({ excused: ['GET /api/coffees?* network ×3'] });

  test('a page says that it did not arrive, and "Try again" brings it', async ({ page }) => {
    await open(page, '/privacy');
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    await page.route('**/api/coffees?*', (route) => route.abort());
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Coffees' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Coffees');
    await expect(page.getByRole('heading', { name: 'The list did not arrive' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page).toHaveURL('/coffees');
    await expect(page.getByText('The server did not answer. Check the connection and try again.').filter({ visible: true })).toHaveCount(1);

    const failed = page.waitForEvent('requestfailed', (request) => new URL(request.url()).pathname === '/api/coffees');
    await page.getByRole('link', { name: 'Try again' }).click();
    await failed;
    await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible();
    await page.unroute('**/api/coffees?*');
    await page.getByRole('link', { name: 'Try again' }).click();
    await expect(cards(page)).toHaveCount(24);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Privacy');
    expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
  });
});

const notNew = (page: Page) => page.getByRole('alert').filter({ hasText: 'This is the list from before.' });

test.describe('without a network', () => {
  test.use({ excused: ['GET /api/coffees?* network ×1+'] });

  test('a filter leaves the list that stands, says so, and asks again once the network is back', async ({ page }) => {
    await open(page, '/coffees');
    await page.route('**/api/coffees?*', (route) => route.abort());
    await page.getByRole('checkbox', { name: /^Dark/ }).check();
    await expect(notNew(page)).toBeVisible();
    await expect(cards(page)).toHaveCount(24);
    await page.unroute('**/api/coffees?*');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(notNew(page)).toHaveCount(0);
    await expect(cards(page)).not.toHaveCount(24);
    await page.goBack();
    await expect(page).toHaveURL('/coffees');
    await expect(cards(page)).toHaveCount(24);
  });
});

test('the price follows the size, with the price of a kilo', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  const offer = page.locator('.offer');
  await expect(offer).toHaveText(/250 g.*a kilo/);
  const bag = await offer.locator('.price').innerText();
  await page.getByLabel('1 kg').check();
  await expect(offer).toHaveText(/1 kg.*a kilo/);
  const kilo = (await offer.locator('.price').innerText()).match(/€[\d.]+/)![0];
  expect(bag).not.toContain(kilo);
  await expect(offer.locator('.hint')).toHaveText(`${kilo} a kilo`);
});

test('a sold-out price stands on one line with the prices beside it', async ({ page }) => {
  await open(page, '/coffees');
  const rows = await cards(page).evaluateAll((cards) => {
    const rows = new Map<number, { price: number; soldOut: boolean }[]>();
    for (const card of cards) {
      const { top } = card.getBoundingClientRect();
      const price = card.querySelector('.price')!.getBoundingClientRect().bottom;
      rows.set(top, [...(rows.get(top) ?? []), { price, soldOut: card.classList.contains('sold-out') }]);
    }
    return [...rows.values()];
  });
  const mixed = rows.filter((row) => new Set(row.map(({ soldOut }) => soldOut)).size === 2);
  expect(mixed.length, 'rows with both').toBeGreaterThan(0);
  for (const row of mixed) for (const { price } of row) expect(Math.abs(price - row[0]!.price)).toBeLessThanOrEqual(1);
});

test('a weight reads number first from right to left too', async ({ page }) => {
  await open(page, '/coffees');
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  const weights = await cards(page).locator('.price small').evaluateAll((weights) => weights.map((weight) => {
    const text = weight.firstChild!;
    const left = (from: number, to: number) => {
      const range = document.createRange();
      range.setStart(text, from);
      range.setEnd(text, to);
      return range.getBoundingClientRect().left;
    };
    return { words: text.textContent!, numberFirst: left(0, 3) < left(4, 5), lines: weight.getClientRects().length };
  }));
  expect(weights).toEqual(Array(24).fill({ words: '250 g', numberFirst: true, lines: 1 }));
});

test('a coffee says on which Tuesday or Friday it was last roasted', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  const day = (await page.locator('.roast-line time').getAttribute('datetime'))!;
  expect([2, 5]).toContain(new Date(`${day}T00:00Z`).getUTCDay());
  const age = Date.now() - Date.parse(`${day}T00:00Z`);
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(5 * 86_400_000);
});

test('Add shows in the next frame that it works, and each further bag is announced', async ({ page }) => {
  await open(page, '/coffees');
  const card = cards(page).first();
  const add = card.getByRole('button', { name: /^Add / });
  let go = () => {};
  const mayGo = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/api/add_to_cart', async (route) => {
    await mayGo;
    await route.continue();
  });
  // The next frame is drawn as the page then is, however long a busy machine takes to it.
  const isBusy = await add.evaluate(async (add: HTMLElement) => {
    add.click();
    await new Promise(requestAnimationFrame);
    return add.ariaBusy;
  });
  expect(isBusy, 'in the next frame').toBe('true');
  go();
  await expect(card.getByRole('status')).toContainText('1 item');
  await expect(add).toHaveAttribute('aria-busy', 'false');
  await add.click();
  await expect(card.getByRole('status')).toContainText('2 items');
});

test.describe('an Add that fails', () => {
  test.use({ excused: ['POST /api/add_to_cart network'] });

  test('says so on its card', async ({ page }) => {
    await open(page, '/coffees');
    await page.route('**/api/add_to_cart', (route) => route.abort());
    await cards(page).first().getByRole('button', { name: /^Add / }).click();
    await expect(cards(page).first().getByRole('alert')).toHaveText('Not added. Try again.');
    await expect(cards(page).first().getByText('In the cart')).toHaveCount(0);
  });
});
