// All tests of these modules in one process: jsdom takes longer to load than each file of them to run.
import { readdirSync } from 'node:fs';

for (const name of readdirSync(import.meta.dirname)) if (name.endsWith('.test.mjs')) await import(`./${name}`);
