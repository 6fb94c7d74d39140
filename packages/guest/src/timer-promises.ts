import type { ActiveGuest } from './active-guest.ts';
import { timerDelay } from './timer-delay.ts';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** `setTimeout` of `node:timers/promises`: delay, value, options. */
export function wait(guest: ActiveGuest, [delay, value, options]: readonly unknown[]): Promise<unknown> {
  if (delay !== undefined && typeof delay !== 'number') return Promise.reject(wrongType('delay', 'number'));
  return promised(guest, timerDelay(delay), value, options);
}

/** `setImmediate` of `node:timers/promises`: value, options. */
export function immediate(guest: ActiveGuest, [value, options]: readonly unknown[]): Promise<unknown> {
  return promised(guest, 0, value, options);
}

function promised(guest: ActiveGuest, delay: number, value: unknown, options: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { signal, ref } = optionsOf(options);
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

// Refused is what Node refuses, with its code.
function optionsOf(options: unknown = {}): Options {
  if (typeof options !== 'object' || options === null) throw wrongType('options', 'object');
  const { signal, ref }: { readonly signal?: unknown; readonly ref?: unknown } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw wrongType('options.signal', 'AbortSignal');
  if (ref !== undefined && typeof ref !== 'boolean') throw wrongType('options.ref', 'boolean');
  return { ...(signal === undefined ? {} : { signal }), ...(ref === undefined ? {} : { ref }) };
}

function wrongType(name: string, type: string): TypeError {
  const error = new TypeError(`The "${name}" argument must be of type ${type}.`);
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
