// What a test makes fail, in one word: what was asked for, how it failed, and how often.

/**
 * `POST /api/log_in 401`, or `GET /coffees network`; `×2` at its end where it happens twice, `×1+` where how often is not
 * in the test's hands, `×0+` where it may not happen at all. A `*` in the address stands for anything.
 */
export type Failure = `${'GET' | 'POST'} ${string} ${number | 'network'}${'' | ` ×${number}` | ` ×${number}+`}`;

/** A request that failed: with a status, or in the network. */
export type Failed = { method: string; address: string; what: string };

export class Excuse {
  private readonly method: string;
  private readonly address: RegExp;
  private readonly what: string;
  private least: number;
  private most: number;

  constructor(private readonly failure: Failure) {
    const [, method, address, what, count, more] = failure.match(/^(GET|POST) (\S+) (\d{3}|network)(?: ×(\d+)(\+?))?$/) ?? [];
    if (!method || !address || !what) throw new Error(`no failure: ${failure}`);
    this.method = method;
    this.address = new RegExp(`^${address.split('*').map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, '\\$&')).join('.*')}$`);
    this.what = what;
    this.least = Number(count ?? 1);
    this.most = more ? Infinity : this.least;
  }

  /** Whether the other one was of the same request; then this one is of both. */
  takesIn(other: Excuse): boolean {
    const isSame = this.method === other.method && this.address.source === other.address.source && this.what === other.what;
    if (isSame) [this.least, this.most] = [this.least + other.least, this.most + other.most];
    return isSame;
  }

  covers(failed: Omit<Failed, 'method'>): boolean {
    return failed.what === this.what && this.address.test(failed.address);
  }

  /** What is wrong with it, in view of all that failed. */
  complaint(all: Failed[]): string[] {
    const count = all.filter((failed) => failed.method === this.method && this.covers(failed)).length;
    if (count >= this.least && count <= this.most) return [];
    return [`excused: ${this.failure.replace(/ ×.*/, '')} ×${this.least}${this.most === Infinity ? '+' : ''}, but it happened ${count} times`];
  }
}

/** Path and query. */
export function addressOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
