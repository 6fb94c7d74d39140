import { EngineError } from '@simlet/core';

// Runs the callbacks of process.nextTick, then all microtasks, until there are none of either, and reports rejections
// that nobody handled. It is not documented; docs/decisions/0010 says what else was tried.
const tickCallback: unknown = Reflect.get(process, '_tickCallback');

/**
 * Runs microtasks and next ticks until there are none. Only good outside of a microtask.
 * @returns what was thrown on the way, in order.
 */
export function drain(): readonly unknown[] {
  if (typeof tickCallback !== 'function') throw new EngineError(`Node ${process.version} cannot drain its microtasks`);
  let thrown: unknown[] | undefined;
  for (;;) {
    try {
      Reflect.apply(tickCallback, process, []);
      return thrown ?? NOTHING;
    } catch (error) {
      thrown = [...(thrown ?? []), error];
    }
  }
}

const NOTHING: readonly unknown[] = Object.freeze([]);

/** Whether microtasks can be drained from where we are: not from within one. */
export function canDrain(): boolean {
  let ran = false;
  void Promise.resolve().then(() => {
    ran = true;
  });
  drain();
  return ran;
}
