import { sources } from '../../fixtures/policy.ts';
import { expect, test } from '../../fixtures/test.ts';

test('with the embedded workspace no page names a host but its own, whose frame holds the panel', async ({ request }) => {
  for (const path of ['/', '/coffees', '/login', '/no-such-page']) {
    expect((await sources(request, path)).beyondOwn, path).toEqual({ 'frame-src': ["'self'"] });
  }
});
