import type { Micros } from '@simlet/core';
import { parseDuration } from '../duration.ts';

/** A duration from the command line: for one container or for all, one value or a range. */
export interface DurationFlag {
  /** Absent: for every container for which nothing was read off the manifest. */
  readonly container?: string;
  readonly least: Micros;
  readonly most: Micros;
  readonly text: string;
}

/** Reads `20s`, `5s..60s`, `app=20s` or `app=5..60` (bare numbers are seconds); undefined where it is none of these. */
export function parseDurationFlag(text: string): DurationFlag | undefined {
  const equals = text.indexOf('=');
  const container = equals < 0 ? undefined : text.slice(0, equals);
  const [first, second, ...more] = text.slice(equals + 1).split('..');
  const least = parseDuration(first ?? '');
  const most = second === undefined ? least : parseDuration(second);
  if (least === undefined || most === undefined || most < least || more.length > 0 || container === '')
    return undefined;
  return container === undefined ? { least, most, text } : { container, least, most, text };
}

/** The flag that speaks about a container: one that names it, or else (where `orGeneral`) the last one that names none. */
export function flagFor(
  flags: readonly DurationFlag[],
  container: string,
  orGeneral: boolean,
): DurationFlag | undefined {
  return (
    flags.findLast((flag) => flag.container === container) ??
    (orGeneral ? flags.findLast((flag) => flag.container === undefined) : undefined)
  );
}
