import type { Invariant } from '@simlet/properties';
import { NODE_CAUSES } from '../check/node-facts.ts';
import type { NodeCause } from '../check/node-facts.ts';
import { USUAL_SWEEP_LIMIT } from '../check/settings.ts';
import type { Settings } from '../check/settings.ts';
import { knownProperties } from '../own-properties.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { OutputFlags } from '../report/outputs.ts';
import { UsageError } from '../usage-error.ts';
import { modelSettings, wholeNumber } from './model-flags.ts';
import type { ModelFlags } from './model-flags.ts';

/** The flags of the commands that make many runs and judge them, `check` and `explore`, as they stand on the command line. */
export interface JudgedFlags extends ModelFlags, OutputFlags {
  readonly runs?: string;
  readonly seedFrom?: string;
  readonly sweepLimit?: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly property?: readonly string[];
  readonly skip?: readonly string[];
  readonly idempotent?: string;
  readonly nodes?: string;
}

const MOST_RUNS = 1_000_000_000;

/** What these flags say about runs and how they are judged; `runs` is for the command to decide. */
export function judgedSettings(flags: JudgedFlags, runs: number): Settings {
  return {
    runs,
    seedFrom: wholeNumber('--seed-from', flags.seedFrom, Number.MAX_SAFE_INTEGER) ?? 0,
    sweepLimit: wholeNumber('--sweep-limit', flags.sweepLimit, MOST_RUNS) ?? USUAL_SWEEP_LIMIT,
    faults: withFaults(flags.faults),
    ...idempotence(flags.idempotent),
    ...(flags.nodes === undefined ? {} : { nodes: nodeCauses(flags.nodes) }),
    only: flags.property ?? [],
    skip: flags.skip ?? [],
    model: modelSettings(flags),
    ...(flags.ownProperties === undefined ? {} : { ownProperties: flags.ownProperties }),
  };
}

/** The properties that are asked, the user's own among them. @throws UsageError where there is none of a name. */
export async function askedProperties({ only, skip, ownProperties }: Settings): Promise<readonly Invariant[]> {
  const all = await knownProperties(ownProperties);
  const known = all.map(({ id }) => id);
  const unknown = [...only, ...skip].find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`no property ${unknown}${didYouMean(unknown, known)}`);
  return all.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id));
}

/** The kinds of faults that these commands draw. */
const FAULT_KINDS: readonly string[] = ['kubelet-crash', 'none'];

function withFaults(kinds: string | boolean | undefined): boolean {
  if (typeof kinds !== 'string') return kinds !== false;
  const words = kinds.split(',');
  const unknown = words.find((word) => !FAULT_KINDS.includes(word));
  if (unknown !== undefined)
    throw new UsageError(`--faults ${kinds}: no such kind ${unknown}${didYouMean(unknown, FAULT_KINDS)}`);
  return !words.includes('none');
}

function nodeCauses(text: string): readonly NodeCause[] {
  const known = Object.keys(NODE_CAUSES);
  return text.split(',').map((word) => {
    const cause = Object.entries(NODE_CAUSES).find(([name]) => name === word)?.[1];
    if (cause === undefined) throw new UsageError(`--nodes ${text}: no such nodes ${word}${didYouMean(word, known)}`);
    return cause;
  });
}

function idempotence(text: string | undefined): Pick<Settings, 'idempotent'> {
  if (text === undefined || text === 'unknown') return {};
  if (text === 'yes' || text === 'no') return { idempotent: text };
  throw new UsageError(`--idempotent ${text}: expected yes, no or unknown`);
}

/** The part of the whole that is asked for; undefined: all of it. */
export function shardOf(text: string | undefined): { readonly index: number; readonly count: number } | undefined {
  if (text === undefined) return undefined;
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/u.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(`--shard ${text}: expected k/n with k from 1 to n, such as 3/8`);
}
