// Programs as people write them, without a word of a world. The tests run them as guests.
import { setTimeout as delay } from 'node:timers/promises';

export interface RetryOptions {
  readonly retries: number;
  readonly minTimeout: number;
  readonly factor: number;
  readonly signal?: AbortSignal;
}

/** Calls until it is answered, waiting twice as long each time, with jitter. */
export async function retry<Result>(
  call: (attempt: number) => Promise<Result>,
  { retries, minTimeout, factor, signal }: RetryOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await call(attempt);
    } catch (error) {
      if (attempt > retries) throw error;
      const longest = minTimeout * factor ** (attempt - 1);
      await delay(longest / 2 + (Math.random() * longest) / 2, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** Answers what it was asked through a gate that opens so many times a second. */
export class RateLimiter {
  readonly #perSecond: number;
  #tokens: number;
  #filledAt = Date.now();
  readonly #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
  }

  async acquire(): Promise<void> {
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#timer ??= setInterval(() => this.#open(), 10);
    });
  }

  #fill(): void {
    const now = Date.now();
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((now - this.#filledAt) * this.#perSecond) / 1_000);
    this.#filledAt = now;
  }

  #open(): void {
    this.#fill();
    while (this.#tokens >= 1 && this.#waiting.length > 0) {
      this.#tokens -= 1;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Stops to call what fails, and tries again after a while with one call. */
export class CircuitBreaker {
  readonly #threshold: number;
  readonly #resetAfter: number;
  #failures = 0;
  #openedAt: number | undefined;

  constructor(threshold: number, resetAfter: number) {
    this.#threshold = threshold;
    this.#resetAfter = resetAfter;
  }

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.#openedAt === undefined) return 'closed';
    return performance.now() - this.#openedAt < this.#resetAfter ? 'open' : 'half-open';
  }

  async call<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.state === 'open') throw new Error('circuit open');
    try {
      const result = await task();
      this.#failures = 0;
      this.#openedAt = undefined;
      return result;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures >= this.#threshold) this.#openedAt = performance.now();
      throw error;
    }
  }
}

/** A lock that somebody holds until a time by its clock. */
interface Lease {
  readonly holder: string;
  readonly until: number;
}

/** A server of leases: PUT / with a holder takes or keeps the lease, GET / shows it. */
export function leaseServer(seconds: number): (request: Request) => Promise<Response> {
  let lease: Lease | undefined;
  return async (request) => {
    if (request.method === 'PUT') {
      const { holder } = (await request.json()) as { readonly holder: string };
      if (lease !== undefined && lease.holder !== holder && lease.until > Date.now()) {
        return Response.json(lease, { status: 409 });
      }
      lease = { holder, until: Date.now() + seconds * 1_000 };
    }
    return Response.json(lease ?? null);
  };
}

/** Who keeps a lease, and for how many seconds it believes an answer that says that it has it. */
export interface Keeper {
  readonly url: string;
  readonly holder: string;
  readonly believesFor: number;
}

/** Keeps a lease, and calls `lead` when it has it, with a signal that aborts when it is no longer sure of that. */
export async function keepLease(
  { url, holder, believesFor }: Keeper,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<never> {
  let leading: AbortController | undefined;
  let expiry: ReturnType<typeof setTimeout> | undefined;
  for (;;) {
    try {
      const asked = AbortSignal.timeout(500);
      const response = await fetch(url, { method: 'PUT', body: JSON.stringify({ holder }), signal: asked });
      if (response.ok) {
        if (leading === undefined || leading.signal.aborted) {
          const controller = new AbortController();
          leading = controller;
          lead(controller.signal).catch(() => undefined);
          expiry = setTimeout(() => controller.abort(new Error('lease lost')), believesFor * 1_000);
        } else {
          expiry?.refresh();
        }
      }
    } catch {
      // Asked again below.
    }
    await delay(200);
  }
}
