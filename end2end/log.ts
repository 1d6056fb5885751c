// What the servers of the tests write: a line that reports an error fails the run.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the server of all tests at this port writes. */
export const logAt = (port: number) => join(tmpdir(), `leptos-messenger.${port}.log`);

const isError = (line: string) => /^\S+ ERROR |"level":"ERROR"|panicked at /.test(line);

/** The lines of the level ERROR, in development's form and in production's; a panic's with its message, the next line. */
export function errorsIn(log: string): string[] {
  return log.split('\n').filter((line, at, lines) => isError(line) || lines[at - 1]?.includes('panicked at '));
}

/** When a line was written, in milliseconds; undefined for a panic's lines. */
export function writtenAt(line: string): number | undefined {
  const at = Date.parse(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/.exec(line)?.[0] ?? '');
  return Number.isNaN(at) ? undefined : at;
}
