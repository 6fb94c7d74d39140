import { EngineError } from './engine-error.ts';
import type { Micros } from './time.ts';

/** @throws EngineError where an amount of time is no whole number of microseconds from 0 on. */
export function checkedDelay(delay: Micros): Micros {
  if (!Number.isSafeInteger(delay) || delay < 0) {
    throw new EngineError(`a delay of ${delay} is no whole number of microseconds from 0 on`);
  }
  return delay;
}
