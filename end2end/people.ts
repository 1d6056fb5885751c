import { expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';

export const password = 'demo-password';
export const customer = { email: 'customer@example.com', name: 'Marit Solheim' };
export const second = { email: 'second@example.com', name: 'Tomas Lindqvist' };
export const teammate = { email: 'teammate@example.com', name: 'Ines Aalto' };

type Person = { email: string };

/** What the app's own pages send along with a call. */
export const fromOwnPage = (origin: string) => ({ Origin: origin, Accept: 'application/json' });

/** Gives the browser a session, without a page. */
export async function signIn(context: BrowserContext, origin: string, person: Person, secret = password): Promise<void> {
  const form = { email: person.email, password: secret, next: '' };
  const answer = await context.request.post(`${origin}/api/log_in`, { headers: fromOwnPage(origin), form });
  expect(answer.status()).toBe(200);
}

let addresses = 0;
/** An address that nobody has used yet: a server may be shared. */
export const freshAddress = () => `astrid-${Date.now()}-${process.pid}-${++addresses}@example.com`;

export type Newcomer = { name: string; email: string; password: string };

/** Gives the browser the session of somebody new, without a page: nobody else changes what they are called, or tries their password. */
export const signUp = (context: BrowserContext, origin: string): Promise<Newcomer> =>
  signUpBy(context.request, origin, { name: 'Astrid Lunde', email: freshAddress() });

/** Makes an account, whose first session this request context has. */
export async function signUpBy(request: APIRequestContext, origin: string, who: Omit<Newcomer, 'password'>): Promise<Newcomer> {
  const newcomer = { ...who, password: 'kittiwake over the bay' };
  const answer = await request.post(`${origin}/api/sign_up`, { headers: fromOwnPage(origin), form: { ...newcomer, next: '' } });
  expect(answer.status()).toBe(200);
  return newcomer;
}

/** Ends the browser's session, without a page. */
export async function signOut(context: BrowserContext, origin: string): Promise<void> {
  const answer = await context.request.post(`${origin}/api/log_out`, { headers: fromOwnPage(origin) });
  expect(answer.status()).toBe(200);
}

/** Fills the form of the log-in page that is open. */
export async function logIn(page: Page, person: Person, secret = password): Promise<void> {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Fills the form of the checkout that is open. */
export async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Marit Solheim');
  await page.getByLabel('Street and number').fill('Bryggen 4');
  await page.getByLabel('Postcode').fill('5003');
  await page.getByLabel('Town').fill('Bergen');
}

export const accountMenu = (page: Page) => page.getByRole('button', { name: /^Account menu of / });
