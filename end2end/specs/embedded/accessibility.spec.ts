import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, open, test } from '../../alone.ts';
import type { Failure } from '../../clean.ts';
import { accountMenu, customer, logIn, signIn, teammate } from '../../people.ts';

type Step = { name: string; at: string; as?: { email: string }; then?: (page: Page) => Promise<void> };

const wrongPassword = async (page: Page) => {
  await logIn(page, customer, 'sesame');
  await expect(page.getByRole('alert')).toBeVisible();
};
const wrongName = async (page: Page) => {
  await page.getByLabel('Name').fill('   ');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
};
const wrongNewPassword = async (page: Page) => {
  await page.getByLabel('Current password').fill('demo-password');
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
};
const anUntoldAnswer = async (page: Page) => {
  await page.route('**/api/set_consent', (route) => route.abort());
  await page.getByRole('switch').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/set_consent');
};
const anEmptyList = async (page: Page) => {
  await page.route('**/api/coffees*', (route) => route.fulfill({ json: [] }));
  await page.getByRole('link', { name: 'Light', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^No coffee/ })).toBeVisible();
  await page.unroute('**/api/coffees*');
};
const noList = async (page: Page) => {
  await page.route('**/api/coffees*', (route) => route.abort());
  await page.getByRole('link', { name: 'Light', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/coffees*');
};
const openMenu = async (page: Page) => {
  await accountMenu(page).click();
  await expect(page.getByRole('button', { name: 'Log out', exact: true })).toBeVisible();
};
const aMoment = async (page: Page) => {
  const call = page.getByRole('button', { name: /intercom_user_jwt/ }).first();
  await call.click();
  await expect(call).toHaveAttribute('aria-pressed', 'true');
};

const aLastWord = async (page: Page) => {
  await page.getByLabel('Switch off enforcement for web', { exact: true }).click();
  await expect(page.getByText(/may then take any user/).first()).toBeVisible();
};

const aBadToken = async (page: Page) => {
  await page.getByLabel('Token').fill('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0MiIsImV4cCI6MTcwMDAwMDAwMCwicGxhbiI6InBybyJ9.c2ln');
  await expect(page.getByRole('status')).toHaveText('3 faults.');
};

const STEPS: Step[] = [
  { name: 'the inspector before anything happened', at: '/lifecycle' },
  { name: 'the token debugger', at: '/lifecycle/token' },
  { name: 'the token debugger with findings', at: '/lifecycle/token', then: aBadToken },
  { name: 'the home page', at: '/' },
  { name: 'the coffees', at: '/coffees' },
  { name: 'a filtered list', at: '/coffees?roast=dark&sort=name' },
  { name: 'an empty list', at: '/coffees', then: anEmptyList },
  { name: 'a list that did not arrive', at: '/coffees', then: noList },
  { name: 'a coffee', at: '/coffees/lighthouse-blend' },
  { name: 'the log-in page', at: '/login' },
  { name: 'a log-in that failed', at: '/login', then: wrongPassword },
  { name: 'the privacy page', at: '/privacy' },
  { name: 'a page that is not here', at: '/nowhere' },
  { name: 'the account', at: '/account', as: customer },
  { name: 'an account that was refused', at: '/account', as: customer, then: wrongName },
  { name: 'the orders', at: '/orders', as: customer },
  { name: 'the open account menu', at: '/coffees', as: customer, then: openMenu },
  { name: 'the inspector with a moment in full', at: '/lifecycle', as: customer, then: aMoment },
  { name: 'a password that was refused', at: '/account', as: customer, then: wrongNewPassword },
  { name: 'chat that the server does not know is off', at: '/privacy', then: anUntoldAnswer },
  { name: 'the keys', at: '/workspace/keys', as: teammate },
  { name: 'enforcement about to be switched off', at: '/workspace/keys', as: teammate, then: aLastWord },
];

/** Goes through the pages in one browser, as a visitor first, and hands each to `look`. */
async function visit(page: Page, origin: string, steps: Step[], look: (step: Step) => Promise<void>): Promise<void> {
  let signedIn: Step['as'];
  for (const step of steps) {
    if (step.as && step.as !== signedIn) await signIn(page.context(), origin, step.as);
    signedIn = step.as ?? signedIn;
    await test.step(step.name, async () => {
      await open(page, step.at);
      await step.then?.(page);
      await look(step);
    });
  }
}

const EXCUSED: Failure[] = [401, 404, 422, 'network'];
test.describe.configure({ mode: 'parallel' });

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${device}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, excused: EXCUSED, hasTouch: device === 'phone' });

      test('axe finds nothing on any page', async ({ page, baseURL }) => {
        test.slow();
        await visit(page, baseURL!, STEPS, async ({ name }) => {
          // SHOTS=<folder>: pictures of every page, to look at.
          const path = `${process.env.SHOTS}/${name.replaceAll(' ', '-')}-${device}-${colorScheme}.png`;
          if (process.env.SHOTS) await page.screenshot({ path, fullPage: true });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const told = violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, any }) => `${id}: ${target} ${any.map(({ message }) => message)}`),
          );
          expect.soft(told).toEqual([]);
        });
      });
    });
  }
}

test.describe('at 320 px', () => {
  test.use({ viewport: { width: 320, height: 640 }, excused: EXCUSED });

  test('no page scrolls sideways', async ({ page, baseURL }) => {
    await visit(page, baseURL!, STEPS, async (step) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(wide, step.name).toBeLessThanOrEqual(320);
    });
  });
});

test('the keyboard alone skips to the content, logs in and logs out', async ({ page }) => {
  const tabTo = async (name: string | RegExp, role: 'link' | 'button' | 'textbox' = 'link') => {
    const goal = page.getByRole(role, { name }).first();
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      if (await goal.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`the keyboard never reached ${name}`);
  };

  await open(page, '/');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/#main');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Shop the coffees' })).toBeFocused();

  await open(page, '/');
  await tabTo('Log in');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.keyboard.type(customer.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('demo-password');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await page.keyboard.press('Shift+Tab');
  await page.reload();
  await tabTo(/^Account menu of/, 'button');
  await page.keyboard.press('Enter');
  await tabTo(/^Log out$/, 'button');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Log in' })).toBeVisible();
});
