// A proxy that delays each answer at random, on a machine that is kept busy: node slow.mjs PORT SERVER_PORT [LOOPS].
// Code is late by up to 1.2 s, everything else by up to 0.4 s.
import { createServer, request } from 'node:http';
import { Worker } from 'node:worker_threads';

const [port, server, loops = 0] = process.argv.slice(2).map(Number);

const late = (path) => new Promise((resolve) => setTimeout(resolve, Math.random() * (path.includes('/pkg/') ? 1_200 : 400)));

createServer((asked, answer) => {
  const passed = request({ host: '127.0.0.1', port: server, path: asked.url, method: asked.method, headers: asked.headers }, async (reply) => {
    await late(asked.url);
    answer.writeHead(reply.statusCode, reply.headers);
    reply.on('error', () => answer.destroy());
    reply.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}).listen(port, '127.0.0.1');

for (let loop = 0; loop < loops; loop += 1) new Worker('for (;;);', { eval: true });
