import type { Micros } from '@simlet/core';
import { readShell } from '@simlet/manifest';
import type { ShellReading } from '@simlet/manifest';
import { exitCodeOf } from './command-exit.ts';

/** How long a command takes, as far as its words say so. */
export interface ReadOff {
  /** Infinite where it never ends by itself. */
  readonly least: Micros;
  /** Absent: no bound can be read off. */
  readonly most?: Micros;
  /** What the words allow, where that is more than is tried. */
  readonly allowed?: Micros;
  /** What it was read off. */
  readonly because: string;
}

type Environment = ReadonlyMap<string, string>;

const MILLISECOND = 1_000;
/** Hooks may be allowed to take weeks; runs try up to an hour. */
const LONGEST_TRIED: Micros = 3_600_000_000;

/** Undefined where the words of the command say nothing about its time: then a range has to stand in. */
export function readOffCommand(command: readonly string[] | undefined, environment: Environment): ReadOff | undefined {
  if (command === undefined || command.length === 0) return undefined;
  const reading = readShell(command, environment);
  const { minMs, maxMs } = reading;
  const because = `${toldBy(reading)}${failureOf(command)}`;
  if (minMs === null)
    return {
      least: Number.POSITIVE_INFINITY,
      most: Number.POSITIVE_INFINITY,
      because: `${because} (never ends by itself)`,
    };
  const least = minMs * MILLISECOND;
  if (maxMs === null) return minMs === 0 ? undefined : { least, because: `${because} (at least ${minMs / 1_000} s)` };
  const most = maxMs * MILLISECOND;
  if (most <= LONGEST_TRIED) return { least, most, because };
  const tried = `at most ${Math.round(maxMs / 1_000)} s, tried up to an hour`;
  return { least, most: Math.max(least, LONGEST_TRIED), allowed: most, because: `${because} (${tried})` };
}

/** How long a program waits before it becomes something whose time is not known (`sleep 90; exec serve`); undefined where it does not. */
export function readOffStart(command: readonly string[] | undefined, environment: Environment): ReadOff | undefined {
  if (command === undefined || command.length === 0) return undefined;
  const { minMs, findings } = readShell(command, environment);
  if (minMs === null || minMs === 0 || findings.at(-1)?.how !== 'opaque') return undefined;
  const told = findings.filter(({ how }) => how !== 'instant' && how !== 'opaque').map(({ text }) => text);
  return { least: minMs * MILLISECOND, because: told.join('; ') };
}

function toldBy({ findings }: ShellReading): string {
  const told = findings.filter(({ how }) => how !== 'instant').map(({ text }) => text);
  return told.length === 0 ? 'its commands are quick ones' : told.join('; ');
}

function failureOf(command: readonly string[]): string {
  const code = exitCodeOf(command);
  return code === undefined || code === 0 ? '' : `; it fails with exit code ${code}`;
}
