import type { Micros } from '@simlet/core';
import type { LifecycleHandler } from '@simlet/objects';

/** How long a hook takes, as far as its text says. */
export interface ReadOff {
  readonly usual: Micros;
  readonly least: Micros;
  readonly most: Micros;
  readonly because: string;
}

export function readOffHook(handler: LifecycleHandler): ReadOff | undefined {
  const command = handler.exec?.command;
  if (command === undefined) return undefined;
  const match = /(?:^|[\s;&/])sleep (\d+)s?/u.exec(command.join(' '));
  if (match === null) return undefined;
  const micros = Number(match[1]) * 1_000_000;
  return { usual: micros, least: micros, most: micros, because: match[0].trim() };
}
