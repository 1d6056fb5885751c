// After all tests: what their two servers wrote holds no error.
import { readFileSync } from 'node:fs';

import { errorsIn } from './log.ts';

export default function teardown(): void {
  const errors = JSON.parse(process.env.SERVER_LOGS ?? '[]').flatMap((log: string) => errorsIn(readFileSync(log, 'utf8')));
  if (errors.length) throw new Error(`the server wrote:\n${errors.join('\n')}`);
}
