import { customer, signIn } from '../../people.ts';
import { awake, expect, test } from '../../clean.ts';

const PAGES = [
  { path: '/', title: 'Tidewater Coffee', h1: 'Coffee that keeps harbour hours' },
  { path: '/coffees', title: 'Coffees · Tidewater Coffee', h1: 'Coffees' },
  { path: '/coffees?roast=light&sort=price', title: 'Coffees · Tidewater Coffee', h1: 'Coffees' },
  { path: '/coffees/lighthouse-blend', title: 'Lighthouse Blend · Tidewater Coffee', h1: 'Lighthouse Blend' },
  { path: '/brewing', title: 'Brewing guides · Tidewater Coffee', h1: 'Brewing guides' },
  { path: '/brewing/moka-pot', title: 'Moka pot · Tidewater Coffee', h1: 'Moka pot' },
  { path: '/search?q=sea', title: 'Search · Tidewater Coffee', h1: 'Search' },
  { path: '/login', title: 'Log in · Tidewater Coffee', h1: 'Welcome back aboard' },
  { path: '/signup', title: 'Sign up · Tidewater Coffee', h1: 'Come aboard' },
  { path: '/privacy', title: 'Privacy · Tidewater Coffee', h1: 'Privacy' },
  { path: '/lifecycle', title: 'Lifecycle · Tidewater Coffee', h1: 'Lifecycle' },
  { path: '/account', title: 'Account · Tidewater Coffee', h1: 'Account', as: customer },
  { path: '/orders', title: 'Your orders · Tidewater Coffee', h1: 'Your orders', as: customer },
];

for (const { path, title, h1, as } of PAGES) {
  test(`${path} has its title, one h1 and status 200`, async ({ page, context, baseURL }) => {
    if (as) await signIn(context, baseURL!, as);
    const answer = await page.goto(path);
    expect(answer!.status()).toBe(200);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(h1);
    await awake(page);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  });
}

test.describe('what is not here', () => {
  for (const path of ['/nowhere', '/coffees/instant-granules', '/coffees/lighthouse-blend/more', '/brewing/percolator', '/account/x']) {
    test(`${path} is a page of its own with status 404`, async ({ page, watch }) => {
      watch.expectFailure(`GET ${path} 404`);
      const answer = await page.goto(path);
      expect(answer!.status()).toBe(404);
      await expect(page).toHaveTitle('Nothing anchored here · Tidewater Coffee');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing anchored here');
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await page.getByRole('main').getByRole('link', { name: 'Home' }).click();
      await expect(page).toHaveURL('/');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Coffee that keeps harbour hours');
    });
  }
});

test('pages of people who are logged in are kept by no cache, those of visitors by their own browser at most', async ({
  page,
  context,
  baseURL,
}) => {
  const control = async (path: string) => (await page.goto(path))!.headers()['cache-control'];
  for (const path of ['/', '/coffees', '/login', '/privacy']) {
    expect(await control(path), path).toBe('private, no-cache');
  }
  await signIn(context, baseURL!, customer);
  for (const path of ['/', '/coffees', '/coffees/lighthouse-blend', '/account', '/orders', '/privacy']) {
    expect(await control(path), path).toBe('no-store');
  }
});
