import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

/** A span of virtual time for people: `30.9 s`, `4 s`, `0.05 s`; whole milliseconds. */
export function seconds(span: Micros): string {
  return `${Math.round(span / MILLISECOND) / 1_000} s`;
}

/** A span told roughly: tenths of a second from ten seconds on, where milliseconds say nothing. */
export function roughSeconds(span: Micros): string {
  return seconds(span < 10 * SECOND ? span : Math.round(span / (SECOND / 10)) * (SECOND / 10));
}

/** The whole seconds of a span, rounded down, as the kubelet counts grace periods. */
export function wholeSeconds(span: Micros): number {
  return Math.floor(span / SECOND);
}
