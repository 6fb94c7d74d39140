import type { Micros } from '@simlet/core';
import { readShell } from '@simlet/manifest';
import type { LifecycleHandler } from '@simlet/objects';

/** How long a hook takes, as far as its words say so. */
export interface ReadOff {
  readonly usual: Micros;
  readonly least: Micros;
  readonly most: Micros;
  /** What it was read off. */
  readonly because: string;
}

const MILLISECOND = 1_000;
/** Hooks may be allowed to take weeks; runs try up to an hour. */
const LONGEST_TRIED: Micros = 3_600_000_000;

/** Undefined where the words of the hook put no bound on it: then a range has to stand in. */
export function readOffHook(handler: LifecycleHandler): ReadOff | undefined {
  const command = handler.exec?.command;
  if (command === undefined) return undefined;
  const { minMs, maxMs, findings } = readShell(command);
  if (minMs === null || maxMs === null) return undefined;
  const told = findings.filter(({ how }) => how !== 'instant').map(({ text }) => text);
  const because = told.length === 0 ? 'its commands are quick ones' : told.join('; ');
  const [least, most] = [minMs * MILLISECOND, maxMs * MILLISECOND];
  if (most <= LONGEST_TRIED) return { usual: least, least, most, because };
  const capped = Math.max(least, LONGEST_TRIED);
  return {
    usual: least,
    least,
    most: capped,
    because: `${because} (at most ${Math.round(maxMs / 1_000)} s, tried up to an hour)`,
  };
}
