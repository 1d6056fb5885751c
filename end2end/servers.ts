import { hosted } from './hosted.ts';

/** What the embedded workspace signs with in the tests, so that they can look for it in every answer. */
export const embeddedSecret = 'an-embedded-secret-that-only-the-tests-use-0123456789';

/** The server's program, from the package's folder. `make` names it. */
export const program = process.env.SERVER ?? 'target/debug/leptos-messenger';

export type Mode = 'embedded' | 'hosted';
export type Settings = Record<string, string>;

const byMode: Record<Mode, Settings> = {
  embedded: { INTERCOM_IDENTITY_SECRET: embeddedSecret },
  hosted: {
    INTERCOM_APP_ID: hosted.appId,
    INTERCOM_IDENTITY_SECRET: hosted.secret,
    INTERCOM_REGION: hosted.region,
  },
};

/** The environment of a server in development. */
export const environment = (mode: Mode, port: number): Settings => ({
  LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
  LEPTOS_ENV: 'DEV',
  CONTACT_EMAIL: 'crew@tidewater.example',
  // The least that the server accepts: a test waits for no password's hash.
  ARGON2_MEMORY_KIB: '7168',
  ARGON2_PASSES: '1',
  // Each test says which network address it comes from.
  TRUSTED_PROXIES: '127.0.0.1',
  ...byMode[mode],
});
