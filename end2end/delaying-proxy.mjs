import { createServer, request } from 'node:http';

/** Code is late by up to 1.2 s, everything else by up to 0.4 s. @param {string | undefined} path */
const late = (path) => new Promise((resolve) => setTimeout(resolve, Math.random() * (path?.includes('/pkg/') ? 1_200 : 400)));

/**
 * A proxy that delays each answer at random. Port 0: any that is free.
 * @param {number} port
 * @param {number} server the server's port
 */
export async function delayingProxy(port, server) {
  const proxy = createServer((asked, answer) => {
    const passed = request({ host: '127.0.0.1', port: server, path: asked.url, method: asked.method, headers: asked.headers }, async (reply) => {
      await late(asked.url);
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.on('error', () => answer.destroy());
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => proxy.listen(port, '127.0.0.1', () => resolve(undefined)));
  return proxy;
}
