// The page's Content-Security-Policy with a hosted workspace in Europe: what the hosted Messenger's documentation asks
// for there, and nothing else.
import { sources } from '../../fixtures/policy.ts';
import { expect, test } from '../../fixtures/test.ts';

const https = (...hosts: string[]) => hosts.map((host) => `https://${host}`);
const wss = (...hosts: string[]) => hosts.map((host) => `wss://${host}`);

const HOSTED: Record<string, string[]> = {
  'script-src': https('app.intercom.io', 'widget.intercom.io', 'js.intercomcdn.com'),
  'connect-src': [
    ...https('via.intercom.io', 'api.eu.intercom.io', 'api-iam.eu.intercom.io', 'api-ping.intercom.io'),
    ...https('*.intercom-messenger.com', 'nexus-europe-websocket.intercom.io'),
    ...wss('*.intercom-messenger.com', 'nexus-europe-websocket.intercom.io'),
    ...https('uploads.intercomcdn.eu', 'uploads.eu.intercomcdn.com', 'uploads.intercomusercontent.com'),
  ],
  'frame-src': https('intercom-sheets.com', 'www.intercom-reporting.com', 'www.youtube.com', 'player.vimeo.com', 'fast.wistia.net'),
  'font-src': https('js.intercomcdn.com', 'fonts.intercomcdn.com'),
  'form-action': https('intercom.help', 'api-iam.eu.intercom.io'),
  'media-src': https('js.intercomcdn.com', 'downloads.intercomcdn.eu'),
  'img-src': [
    'blob:',
    ...https('js.intercomcdn.com', 'static.intercomassets.eu', 'downloads.intercomcdn.eu', 'uploads.intercomusercontent.com'),
    ...https('gifs.intercomcdn.com', 'video-messages.intercomcdn.com', 'messenger-apps.eu.intercom.io', '*.intercom-attachments.eu'),
  ],
  'style-src': ["'unsafe-inline'"],
};

test('every page names exactly the hosts of this mode and region', async ({ request }) => {
  for (const path of ['/', '/coffees', '/login', '/no-such-page']) {
    expect((await sources(request, path)).beyondOwn, path).toEqual(sorted(HOSTED));
  }
});

function sorted(policy: Record<string, string[]>) {
  return Object.fromEntries(Object.entries(policy).map(([name, list]) => [name, [...list].sort()]));
}
