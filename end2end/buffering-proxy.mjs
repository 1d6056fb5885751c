import { createServer, request } from 'node:http';

/**
 * A reverse proxy as nginx is without settings: it holds an answer back until all of it has come, unless the answer says
 * `X-Accel-Buffering: no`. It cuts idle streams when the test says so, and answers 502 where the server is away.
 */
export async function bufferingProxy() {
  /** @type {Set<import('node:http').ServerResponse>} */
  const streams = new Set();
  const proxy = {
    origin: '',
    /** The server's port. */
    server: 0,
    isAway: false,
    cutStreams: () => streams.forEach((answer) => answer.destroy()),
    close: () => (listener.close(), listener.closeAllConnections()),
  };
  const listener = createServer((asked, answer) => {
    if (proxy.isAway) return void answer.writeHead(502).end();
    const passed = request({ host: '127.0.0.1', port: proxy.server, path: asked.url, method: asked.method, headers: asked.headers }, (reply) => {
      const { 'x-accel-buffering': buffering, ...headers } = reply.headers;
      const status = reply.statusCode ?? 502;
      reply.on('error', () => answer.destroy());
      if (buffering === 'no') {
        streams.add(answer.on('close', () => streams.delete(answer)));
        answer.writeHead(status, headers);
        return void reply.pipe(answer);
      }
      /** @type {Buffer[]} */
      const held = [];
      reply.on('data', (bytes) => held.push(bytes)).on('end', () => answer.writeHead(status, headers).end(Buffer.concat(held)));
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = listener.address();
  if (address && typeof address === 'object') proxy.origin = `http://127.0.0.1:${address.port}`;
  return proxy;
}
