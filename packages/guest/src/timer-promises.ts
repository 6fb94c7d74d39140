import type { ActiveGuest } from './active-guest.ts';
import { timerDelay } from './timer-delay.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** `setTimeout` of `node:timers/promises`: delay, value, options. */
export function wait(guest: ActiveGuest, [delay, value, options]: readonly unknown[]): Promise<unknown> {
  return promised(guest, timerDelay(delay), value, optionsOf(options));
}

/** `setImmediate` of `node:timers/promises`: value, options. */
export function immediate(guest: ActiveGuest, [value, options]: readonly unknown[]): Promise<unknown> {
  return promised(guest, 0, value, optionsOf(options));
}

function promised(guest: ActiveGuest, delay: number, value: unknown, { signal, ref }: Options): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(abortError(signal));
    const abort = (): void => {
      guest.stopTimer(timer);
      reject(abortError(signal));
    };
    const timer = guest.startTimer(delay, () => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
    if (ref === false) timer.unref();
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** `setInterval` of `node:timers/promises`: delay, value, options. Ticks that nobody waited for are not lost. */
export async function* each(
  guest: ActiveGuest,
  [delay, value, options]: readonly unknown[],
): AsyncGenerator<unknown, void, void> {
  const { signal, ref } = optionsOf(options);
  throwIfAborted(signal);
  let ticks = 0;
  let wake = (): void => {};
  const tick = (): void => {
    ticks += 1;
    wake();
  };
  const timer = guest.startTimer(timerDelay(delay), tick, undefined, true);
  if (ref === false) timer.unref();
  const abort = (): void => {
    guest.stopTimer(timer);
    wake();
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      throwIfAborted(signal);
      if (ticks === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (; ticks > 0; ticks -= 1) yield value;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    guest.stopTimer(timer);
  }
}

/** `AbortSignal.timeout`. As in Node its timer keeps nothing alive. */
export function abortAfter(guest: ActiveGuest, [delay]: readonly unknown[]): AbortSignal {
  const controller = new AbortController();
  const callback = (): void => {
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  };
  guest.startTimer(timerDelay(delay), callback).unref();
  return controller.signal;
}

function optionsOf(options: unknown): Options {
  return typeof options === 'object' && options !== null ? options : {};
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
