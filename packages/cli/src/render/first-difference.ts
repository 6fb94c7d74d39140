import type { Terminal } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { printable } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

/** Where two runs part, told by their facts, one a line; undefined where none differs. */
export interface Difference {
  /** The number of the fact, from 1. */
  readonly fact: number;
  readonly recorded: string | undefined;
  readonly now: string | undefined;
}

export function firstDifference(recorded: readonly string[], now: readonly string[]): Difference | undefined {
  const length = Math.max(recorded.length, now.length);
  for (let index = 0; index < length; index += 1) {
    if (recorded[index] !== now[index]) return { fact: index + 1, recorded: recorded[index], now: now[index] };
  }
  return undefined;
}

/** Why a replay is not the recorded run, as far as its file tells. */
export function differenceLines(
  recorded: { readonly facts?: readonly string[]; readonly simlet?: string },
  now: readonly string[],
  terminal: Terminal,
): readonly string[] {
  if (recorded.facts === undefined) return [];
  const difference = firstDifference(recorded.facts, now);
  const versions = `recorded with simlet ${printable(recorded.simlet ?? 'of an unknown version')}, replayed with ${VERSION}`;
  if (difference === undefined)
    return paragraph(`The facts are the same, the events between them are not; ${versions}.`, 1, terminal);
  return [
    ...paragraph(`First difference at fact ${difference.fact}; ${versions}.`, 1, terminal),
    ...hanging('   recorded   ', printable(difference.recorded ?? 'nothing more'), terminal),
    ...hanging('   now        ', printable(difference.now ?? 'nothing more'), terminal),
  ];
}
