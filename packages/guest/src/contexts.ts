import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { present } from './present.ts';
import type { Replacement } from './replacement.ts';
import type { TimerCallback } from './guest-timer.ts';

/**
 * Contexts of `AsyncLocalStorage` follow promises by themselves. So that they follow the timers of a guest as well, which costs
 * as much again as the timer, one that has entered a context is marked as such.
 */
export function contexts(): readonly Replacement[] {
  const target: object = AsyncLocalStorage.prototype;
  return ['run', 'enterWith'].map((key) => {
    const original = Reflect.get(target, key) as (this: unknown, ...given: readonly unknown[]) => unknown;
    const value = function (this: unknown, ...given: readonly unknown[]): unknown {
      if (present.guest !== undefined) present.guest.hasContexts = true;
      return Reflect.apply(original, this, given);
    };
    return { target, key, descriptor: { value, writable: true, enumerable: false, configurable: true } };
  });
}

/** A callback that runs in the context in which it was given. */
export function inContext(callback: TimerCallback): TimerCallback {
  return AsyncResource.bind(callback);
}
