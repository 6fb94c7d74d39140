import type { Micros } from './time.ts';

const TWO_MINUS_32 = 1 / 4_294_967_296;

/** The low word of a time. */
export function lowWord(time: Micros): number {
  return time | 0;
}

/** The high word of a time. */
export function highWord(time: Micros): number {
  return (time * TWO_MINUS_32) | 0;
}
