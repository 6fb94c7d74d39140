import { EngineError } from '@simlet/core';

// Runs the callbacks of process.nextTick, then all microtasks, until there are none of either, and reports rejections
// that nobody handled. It is not documented; docs/decisions/0010 says what else was tried.
const tickCallback = (Reflect.get(process, '_tickCallback') ?? cannotDrain) as () => void;

function cannotDrain(): never {
  throw new EngineError(`Node ${process.version} cannot drain its microtasks`);
}

/**
 * Runs microtasks and next ticks until there are none. Only good outside of a microtask.
 * @returns what was thrown on the way, in order, if anything was.
 */
export function drain(): readonly unknown[] | undefined {
  let thrown: unknown[] | undefined;
  for (;;) {
    try {
      tickCallback();
      return thrown;
    } catch (error) {
      thrown = [...(thrown ?? []), error];
    }
  }
}

/** Whether microtasks can be drained from where we are: not from within one. */
export function canDrain(): boolean {
  let ran = false;
  void Promise.resolve().then(() => {
    ran = true;
  });
  drain();
  return ran;
}
