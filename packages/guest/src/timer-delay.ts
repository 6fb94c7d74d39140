import type { Micros } from '@simlet/core';

/** What Node makes of a delay in milliseconds: a whole number from 1 to 2^31 - 1, and 1 for all others. As microseconds. */
export function timerDelay(milliseconds: unknown): Micros {
  const delay = typeof milliseconds === 'number' ? milliseconds : Number(milliseconds);
  return (delay >= 1 && delay <= 0x7fff_ffff ? Math.trunc(delay) : 1) * 1_000;
}
