// A whole panel, and a workspace that answers it page by page.
import { home, messages, unread } from './fragments.mjs';
import { json, settled } from '../browser.mjs';
import { openPanel } from './document.mjs';

/** @typedef {import('../browser.mjs').Request} Request */
/** @typedef {string | (() => Response | Promise<Response>)} Answer the page's HTML, or something else */

/** @param {Parameters<typeof openPanel>[0]} [as] */
export function openWhole(as) {
  const panel = openPanel(as);
  /** What is asked for is answered by its path, and the part that it is to be before. @type {Record<string, Answer>} */
  const pages = { home: home(), messages: messages([7]), unread: unread(), seen: () => new Response(), typing: () => new Response(), outbound: () => new Response() };
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  let stream;
  panel.network.answer = ({ path, url, signal }) => {
    const before = url.searchParams.get('before');
    const answer = pages[before ? `${path}?before=${before}` : path];
    if (answer !== undefined) return typeof answer === 'string' ? new Response(answer) : answer();
    if (path.startsWith('conversations/')) return new Response(null, { status: 204 });
    if (path !== 'stream') return json({}, 404);
    const body = new ReadableStream({ start: (controller) => void (stream = controller) });
    const opened = stream;
    signal?.addEventListener('abort', () => opened?.error(signal.reason));
    return new Response(body);
  };
  panel.module('main');
  return {
    ...panel,
    pages,
    /** The paths that were asked for since the last time, without the stream. */
    asked() {
      const paths = panel.network.requests.splice(0).map(({ path }) => path);
      return paths.filter((path) => path !== 'stream');
    },
    /** What was told the workspace by this path. @param {string} path */
    posted: (path) => panel.network.requests.filter((request) => request.path === path && request.method === 'POST').map(({ body: { app_id, ...rest } }) => rest),
    /** The stream says so. @param {string} text */
    async hears(text) {
      stream?.enqueue(new TextEncoder().encode(text));
      await settled();
    },
    changes() {
      return this.hears('event: change\ndata: 1\n\n');
    },
    title: () => panel.find('main h1')?.textContent,
    /** @param {string} selector */
    async click(selector) {
      panel.find(selector).click();
      await settled();
    },
    /** @param {string} text */
    async type(text) {
      const field = panel.find('textarea');
      field.value = text;
      field.dispatchEvent(new panel.window.Event('input', { bubbles: true }));
      await settled();
    },
    /** @param {string} text */
    async write(text) {
      await this.type(text);
      panel.press(panel.find('textarea'), 'Enter');
      await settled();
    },
    active: () => /** @type {HTMLElement} */ (panel.document.activeElement),
  };
}
