// A page that is read from right to left keeps amounts as they are written: the number first.
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../clean.ts';

/** The amounts of the page whose unit stands before their number, and how many amounts there are. */
const amounts = (page: Page) => page.evaluate(() => {
  document.documentElement.dir = 'rtl';
  const turned: string[] = [];
  let all = 0;
  const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  const left = (text: Node, from: number, to: number) => {
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    return range.getBoundingClientRect();
  };
  while (texts.nextNode()) {
    const text = texts.currentNode;
    for (const match of text.textContent!.matchAll(/(\d+) (g|kg|ml|coffees?|items?|×)(?=\W|$)/g)) {
      const number = left(text, match.index, match.index + match[1]!.length);
      const unit = left(text, match.index + match[1]!.length + 1, match.index + match[0].length);
      if (number.width === 0 || number.top !== unit.top) continue;
      all += 1;
      if (number.left > unit.left) turned.push(text.textContent!);
    }
  }
  return { turned, all };
});

test('on every page of the shop an amount has its number first', async ({ page }) => {
  await open(page, '/coffees/kelp-forest');
  await page.getByLabel('1 kg').check();
  await page.getByLabel('Every two weeks').check();
  await page.getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.getByText('Kelp Forest is in the cart.')).toBeVisible();
  for (const [path, least] of [['/coffees', 25], ['/coffees/kelp-forest', 3], ['/plans', 3], ['/cart', 2], ['/brewing/moka-pot', 1]] as const) {
    await open(page, path);
    const { turned, all } = await amounts(page);
    expect(turned, path).toEqual([]);
    expect(all, path).toBeGreaterThanOrEqual(least);
  }
});
