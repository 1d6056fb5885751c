// Every page of the app and the states that change how it looks, in one table, for what is asked of all of them.
import { test, type Page } from '@playwright/test';

import { expect, open } from './clean.ts';
import type { Failure } from './failures.ts';
import type { Watch } from './fixtures/watch.ts';
import { accountMenu, customer, logIn, signIn, teammate } from './people.ts';

/** One page in one state, and the failure that the state is made of. */
export type Step = { name: string; at: string; as?: { email: string }; then?: (page: Page) => Promise<void>; fails?: Failure };

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
const aWrongDeletion = async (page: Page) => {
  await page.getByRole('heading', { name: 'Delete account' }).click();
  const form = page.getByRole('form', { name: 'Delete account' });
  await form.getByLabel('Your password').fill('sesame');
  await form.getByRole('button', { name: 'Delete account for good' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
};
const aTakenAddress = async (page: Page) => {
  await page.getByLabel('Name').fill('Marit');
  await page.getByLabel('Email').fill(customer.email);
  await page.getByLabel('Password').fill('kittiwake over the bay');
  await page.getByRole('button', { name: 'Show password' }).click();
  await page.getByRole('button', { name: 'Sign up', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
};
const anUnsavedAnswer = async (page: Page) => {
  await page.route('**/api/set_consent', (route) => route.abort());
  await page.getByRole('switch').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/api/set_consent');
};
/** On a phone the filters are in a sheet. */
const openSheet = async (page: Page) => {
  const filters = page.getByRole('button', { name: /^Filters/ });
  if (await filters.isVisible()) await filters.click();
};
const anEmptyList = async (page: Page) => {
  await page.goto('/coffees?roast=light&for=decaf');
  await expect(page.getByRole('heading', { name: /^No coffee/ })).toBeVisible();
};
const noList = async (page: Page) => {
  await page.route('**/api/coffees?*', (route) => route.abort());
  await openSheet(page);
  await page.getByRole('checkbox', { name: /^Light/ }).click(); // it may be gone at once
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/coffees?*');
};
const anOpenFold = async (page: Page) => {
  await openSheet(page);
  await page.locator('summary').filter({ hasText: 'Origin' }).click();
  await expect(page.getByRole('checkbox', { name: /^Kenya/ })).toBeVisible();
};
const aRunningClock = async (page: Page) => {
  await page.getByRole('button', { name: 'Start the timer' }).click();
  await page.getByRole('button', { name: 'Next step' }).click();
  await expect(page.locator('[aria-current=step]')).toContainText('Steep');
};
const aDraft = async (page: Page) => {
  await page.getByLabel('Name for teammates').fill('Large carts on plans');
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('button', { name: 'Page', exact: true }).click();
  await page.getByRole('button', { name: 'Announcement' }).click();
  await page.getByLabel('Message, in Markdown').fill('## Shall we help?\n\nHello {{ first_name | fallback:"there" }}.');
  await expect(page.frameLocator('.device iframe').getByText('Hello there.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel(/^Person: user_id/).fill('nobody@example.com');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText(/^Started\./)).toBeVisible();
};
const openMenu = async (page: Page) => {
  await accountMenu(page).click();
  await expect(page.getByRole('button', { name: 'Log out', exact: true })).toBeVisible();
};
const isFollowing = async (page: Page) => {
  await expect(page.getByText('Following')).toBeVisible();
};
const aMoment = async (page: Page) => {
  const call = page.getByRole('button', { name: /intercom_user_jwt/ }).first();
  await call.click();
  // Not `call`: a newer one may have come before it meanwhile.
  await expect(page.getByRole('button', { name: /intercom_user_jwt/, pressed: true })).toHaveCount(1);
};

const aLastWord = async (page: Page) => {
  await page.getByLabel('Switch off enforcement for web', { exact: true }).click();
  await expect(page.getByText(/may then take any user/).first()).toBeVisible();
};

const aNewType = async (page: Page) => {
  await page.getByText('Add a subscription type', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Make the draft' })).toBeVisible();
};

const aTagToMerge = async (page: Page) => {
  await page.getByText('Add a tag', { exact: true }).click();
  await page.getByLabel('Name of the new tag').fill('Wholesale');
  await page.getByLabel('Name of the new tag').press('Enter');
  await expect(page.getByText('The tag is made.')).toBeVisible();
  await page.getByLabel('Merge the tag Wholesale').click();
  await expect(page.getByLabel('Name of the other tag')).toBeVisible();
};

const aBadToken = async (page: Page) => {
  await page.getByLabel('Token').fill('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0MiIsImV4cCI6MTcwMDAwMDAwMCwicGxhbiI6InBybyJ9.c2ln');
  await expect(page.getByRole('status')).toHaveText('3 faults. The signature was not checked: that takes the secret.');
};

const inTheCart = async (page: Page) => {
  await page.getByRole('button', { name: /^(Add to cart|Choose Harbour)/ }).click();
  await expect(page.getByText(/is in the cart/)).toBeVisible();
};
const noCart = async (page: Page) => {
  await page.route('**/api/cart', (route) => route.abort());
  await page.getByRole('banner').getByRole('link', { name: /^Cart, / }).click();
  await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible();
  await page.unroute('**/api/cart');
};
const wrongPostcode = async (page: Page) => {
  for (const [label, text] of [['Street and number', 'Bryggen 4'], ['Postcode', '  '], ['Town', 'Bergen']] as const) {
    await page.getByLabel(label).fill(text);
  }
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByRole('alert')).toBeVisible();
};
const orderedAsGuest = async (page: Page) => {
  await page.getByLabel('Email').fill('guest@example.com');
  await page.getByLabel('Name').fill('Marit Solheim');
  await ordered(page);
};
const ordered = async (page: Page) => {
  await wrongPostcode(page);
  await page.getByLabel('Postcode').fill('5003');
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByText('Thank you.')).toBeVisible();
};

const aLastWordOnThePlan = async (page: Page) => {
  const plan = page.getByRole('region', { name: 'Plan and subscriptions' });
  await plan.getByRole('button', { name: 'Pause Harbour plan' }).click();
  await expect(plan.getByText('Paused')).toBeVisible();
  await plan.getByRole('button', { name: 'Stop…' }).click();
  await expect(plan.getByRole('button', { name: 'Stop for good Harbour plan' })).toBeVisible();
};

const STEPS: Step[] = [
  { name: 'the inspector before anything happened', at: '/lifecycle', then: isFollowing },
  { name: 'the token debugger', at: '/lifecycle/token' },
  { name: 'the token debugger with findings', at: '/lifecycle/token', then: aBadToken },
  { name: 'the home page', at: '/' },
  { name: 'the coffees', at: '/coffees' },
  { name: 'a filtered list', at: '/coffees?roast=dark&sort=name' },
  { name: 'an empty list', at: '/coffees', then: anEmptyList },
  { name: 'a list that did not arrive', at: '/coffees', then: noList, fails: 'GET /api/coffees?* network' },
  { name: 'a coffee', at: '/coffees/lighthouse-blend' },
  { name: 'the log-in page', at: '/login' },
  { name: 'a log-in that failed', at: '/login', then: wrongPassword, fails: 'POST /api/log_in 401' },
  { name: 'the sign-up page', at: '/signup' },
  { name: 'a sign-up that failed', at: '/signup', then: aTakenAddress, fails: 'POST /api/sign_up 422' },
  { name: 'the log-in page after an account was deleted', at: '/login?deleted=1' },
  { name: 'the privacy page', at: '/privacy' },
  { name: 'a page that is not here', at: '/nowhere', fails: 'GET /nowhere 404' },
  { name: 'the account', at: '/account', as: customer },
  { name: 'an account that was refused', at: '/account', as: customer, then: wrongName, fails: 'POST /api/save_profile 422' },
  { name: 'the orders', at: '/orders', as: customer },
  { name: 'the open account menu', at: '/coffees', as: customer, then: openMenu },
  { name: 'the inspector with a moment in full', at: '/lifecycle', as: customer, then: aMoment },
  { name: 'a password that was refused', at: '/account', as: customer, then: wrongNewPassword, fails: 'POST /api/change_password 422' },
  { name: 'a deletion that was refused', at: '/account', as: customer, then: aWrongDeletion, fails: 'POST /api/delete_account 422' },
  { name: 'chat that the server does not know is off', at: '/privacy', then: anUnsavedAnswer, fails: 'POST /api/set_consent network' },
  { name: 'the inbox', at: '/workspace/inbox', as: teammate },
  { name: 'the keys', at: '/workspace/keys', as: teammate },
  { name: 'no messages', at: '/workspace/messages', as: teammate },
  { name: 'a message and why it does not show', at: '/workspace/messages/new', as: teammate, then: aDraft },
  { name: 'the messages', at: '/workspace/messages', as: teammate },
  { name: 'the companies', at: '/workspace/companies', as: teammate },
  { name: 'the people', at: '/workspace/people', as: teammate },
  { name: 'the import of people', at: '/workspace/people/import', as: teammate },
  { name: 'the forms of new people', at: '/workspace/people?new', as: teammate },
  { name: 'the notes', at: '/workspace/notes', as: teammate },
  { name: 'the subscription types', at: '/workspace/subscriptions', as: teammate, then: aNewType },
  { name: 'the tags and segments', at: '/workspace/tags', as: teammate, then: aTagToMerge },
  { name: 'the teammates', at: '/workspace/teammates', as: teammate },
  { name: 'the second factor', at: '/workspace/second-factor', as: teammate },
  { name: 'the Messenger’s settings', at: '/workspace/messenger', as: teammate },
  { name: 'enforcement about to be switched off', at: '/workspace/keys', as: teammate, then: aLastWord },
];

/** What there is to read and to find. */
const SHELF: Step[] = [
  { name: 'a list with an open fold', at: '/coffees?origin=peru&roast=dark', then: anOpenFold },
  { name: 'the brewing guides', at: '/brewing' },
  { name: 'a guide', at: '/brewing/pour-over?cups=2' },
  { name: 'a guide with its clock running', at: '/brewing/french-press', then: aRunningClock },
  { name: 'the empty search', at: '/search' },
  { name: 'what a search found', at: '/search?q=espresso' },
  { name: 'a search that found nothing', at: '/search?q=submarine' },
];

const BUYING: Step[] = [
  { name: 'a coffee that is sold out', at: '/coffees/north-mole' },
  { name: 'an empty cart', at: '/cart' },
  { name: 'a cart that did not arrive', at: '/', then: noCart, fails: 'GET /api/cart network ×1+' },
  { name: 'a coffee that was put into the cart', at: '/coffees/kelp-forest', then: inTheCart },
  { name: 'a guest’s order', at: '/checkout', then: orderedAsGuest, fails: 'POST /api/place_order 422' },
  { name: 'the orders of a guest', at: '/orders' },
  { name: 'the plans', at: '/plans', then: inTheCart },
  { name: 'a full cart', at: '/cart' },
  { name: 'the checkout of a guest', at: '/checkout' },
  { name: 'the log-in before the checkout', at: '/login?next=%2Fcheckout' },
  { name: 'the checkout', at: '/checkout', as: customer },
  { name: 'an address that was refused', at: '/checkout', as: customer, then: wrongPostcode, fails: 'POST /api/place_order 422' },
  { name: 'an order', at: '/checkout', as: customer, then: ordered, fails: 'POST /api/place_order 422' },
  { name: 'orders', at: '/orders', as: customer },
  { name: 'an account with a plan about to be stopped', at: '/account', as: customer, then: aLastWordOnThePlan },
];

/** What one browser goes through on one server. */
export const PARTS = { page: STEPS, 'page of the shelf': SHELF, 'page on the way to an order': BUYING };

/** Goes through the pages in one browser, as a visitor first, and hands each to `look`. */
export async function visit(page: Page, watch: Watch, origin: string, steps: Step[], look: (step: Step) => Promise<void>): Promise<void> {
  let signedIn: Step['as'];
  for (const step of steps) {
    if (step.as && step.as !== signedIn) await signIn(page.context(), origin, step.as);
    signedIn = step.as ?? signedIn;
    if (step.fails) watch.expectFailure(step.fails);
    await test.step(step.name, async () => {
      await open(page, step.at);
      await step.then?.(page);
      await look(step);
    });
  }
}
