// The delaying proxy, on a machine that is kept busy: node slow.mjs PORT SERVER_PORT [LOOPS].
import { Worker } from 'node:worker_threads';

import { delayingProxy } from './delaying-proxy.mjs';

const [port = 0, server = 0, loops = 0] = process.argv.slice(2).map(Number);
await delayingProxy(port, server);
for (let loop = 0; loop < loops; loop += 1) new Worker('for (;;);', { eval: true });
