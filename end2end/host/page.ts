import type { Page } from '@playwright/test';

/** Follows a link to an address that no page links to. */
export const go = (page: Page, href: string) =>
  page.evaluate((href) => {
    const link = document.body.appendChild(document.createElement('a'));
    link.href = href;
    link.click();
    link.remove();
  }, href);

/** Holds answers back until the returned function is called. */
export async function hold(page: Page, late: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(late, (route) => released.then(() => route.continue()));
  return release;
}
