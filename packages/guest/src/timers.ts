import timers from 'node:timers';
import promises from 'node:timers/promises';
import type { ActiveGuest } from './active-guest.ts';
import { GuestTimer } from './guest-timer.ts';
import { functionReplacement } from './replacement.ts';
import type { AnyFunction, InGuest, Replacement } from './replacement.ts';
import { timerDelay } from './timer-delay.ts';
import { abortAfter, each, immediate, wait } from './timer-promises.ts';

const WHY = 'set a timer of the machine';

/** Timers: those of a guest are timers of its process, and a crash loses them. */
export function timerReplacements(): readonly Replacement[] {
  const promised = [
    ...replaced(promises, 'setTimeout', 'timers/promises.setTimeout', wait),
    ...replaced(promises, 'setImmediate', 'timers/promises.setImmediate', immediate),
    ...replaced(promises, 'setInterval', 'timers/promises.setInterval', each),
    ...replaced(promises.scheduler, 'wait', 'scheduler.wait', (guest, [delay, options]) =>
      wait(guest, [delay, undefined, options]),
    ),
    ...replaced(promises.scheduler, 'yield', 'scheduler.yield', (guest) => immediate(guest, [])),
  ];
  // One function for both places, as in Node. What `promisify` makes of them looks up the promises above by itself.
  const both = [
    ...replaced(globalThis, 'setTimeout', 'setTimeout', (guest, given) => start(guest, given, false)),
    ...replaced(globalThis, 'setInterval', 'setInterval', (guest, given) => start(guest, given, true)),
    ...replaced(globalThis, 'setImmediate', 'setImmediate', (guest, given) =>
      guest.startTimer(0, checked(given[0]), given.length > 1 ? given.slice(1) : undefined),
    ),
    ...['clearTimeout', 'clearInterval', 'clearImmediate'].flatMap((key) => replaced(globalThis, key, key, stop)),
  ];
  return [
    ...both,
    ...both.map((replacement) => ({ ...replacement, target: timers })),
    ...promised,
    ...replaced(AbortSignal, 'timeout', 'AbortSignal.timeout', abortAfter),
    ...replaced(globalThis, 'queueMicrotask', 'queueMicrotask', soon),
    ...replaced(process, 'nextTick', 'process.nextTick', soon),
  ];
}

function replaced(target: object, key: string, name: string, inGuest: InGuest): readonly Replacement[] {
  return functionReplacement({ target, key, name, why: WHY }, inGuest);
}

function start(guest: ActiveGuest, given: readonly unknown[], repeats: boolean): GuestTimer {
  const callback = checked(given[0]);
  return guest.startTimer(timerDelay(given[1]), callback, given.length > 2 ? given.slice(2) : undefined, repeats);
}

// Microtasks and next ticks are real, and run before the turn ends. What they throw is the guest's.
function soon(guest: ActiveGuest, [callback, ...given]: readonly unknown[], original: AnyFunction): unknown {
  const called = checked(callback);
  return original(() => {
    try {
      called(...given);
    } catch (error) {
      guest.fail(error);
    }
  });
}

function stop(guest: ActiveGuest, [timer]: readonly unknown[], original: AnyFunction): void {
  const found = typeof timer === 'number' || typeof timer === 'string' ? guest.timerOf(Number(timer)) : timer;
  if (found instanceof GuestTimer) found.owner.stopTimer(found);
  else original(timer);
}

function checked(callback: unknown): AnyFunction {
  if (typeof callback === 'function') return callback as AnyFunction;
  throw Object.assign(new TypeError('The "callback" argument must be of type function.'), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}
