/** The hosted workspace that the tests pretend to have; its secret is what their own JWT library verifies with. */
export const hosted = {
  appId: 'hosted1x',
  secret: 'a-secret-that-only-the-tests-use-0123456789',
  region: 'eu',
};
