import { calm, scripted } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import { readManifests } from '@simlet/manifest';
import type { Extent, Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Assumption } from '../check/assumption.ts';
import type { Settings } from '../check/settings.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import { edited } from './edit.ts';
import type { Edit } from './edit.ts';
import type { RemedyKind } from './remedy.ts';

/** Remedies with their numbers. */
export type Choice = readonly { readonly kind: RemedyKind; readonly value: number }[];

/** What has to hold, in runs that are stopped alike. */
export interface Demand {
  readonly settings: Settings;
  readonly properties: readonly Invariant[];
  /** All that is judged in the proof: what held before has to hold still. */
  readonly judged: readonly Invariant[];
}

/** Tries choices of remedies on the manifest as it reads with them. */
export interface Search {
  /** Makes the run with these deviations one of those that have to hold. */
  readonly learn: (deviations: readonly Deviation[]) => void;
  readonly holds: (choice: Choice) => boolean;
  readonly workloadWith: (
    choice: Choice,
  ) => { readonly workload: Workload; readonly edits: readonly Edit[]; readonly words: readonly string[] } | undefined;
}

/** Simulates a workload with remedies: calm, and with every duration as long and as short as it may be. */
export function searcher(workload: Workload, demands: readonly Demand[]): Search {
  // A file may hold a whole chart: only the document of this workload is read again.
  const document = documentOf(workload);
  const documentText = workload.fileText.slice(document.start, document.end);
  const workloadWith: Search['workloadWith'] = (choice) => {
    const remedies = choice.map(({ kind, value }) =>
      kind.how === 'number' ? kind.with(workload, value) : kind.with(workload),
    );
    const edits = remedies.flatMap((remedy) => remedy?.edits ?? []);
    const moved = edits.map((edit) => ({
      ...edit,
      start: edit.start - document.start,
      end: edit.end - document.start,
    }));
    const text = remedies.includes(undefined) ? undefined : edited(documentText, moved);
    if (text === undefined) return undefined;
    const again = readManifests(text, { file: workload.file }).workloads;
    const same = again.find(
      ({ kind, name, namespace }) =>
        kind === workload.kind && name === workload.name && namespace === workload.namespace,
    );
    return same === undefined
      ? undefined
      : { workload: same, edits, words: remedies.flatMap((remedy) => remedy?.words ?? []) };
  };
  const learnt: Deviation[][] = [];
  return {
    learn: (deviations) => learnt.push([...deviations]),
    workloadWith,
    holds(choice) {
      const changed = workloadWith(choice);
      if (changed === undefined) return false;
      return demands.every(({ settings, properties }) => {
        const faults = learnt.length > 0 && settings.faults;
        const { assumptions, experiment } = subjectOf(changed.workload, settings.model, faults);
        const ends = [calm(), extremes(assumptions, 'most'), extremes(assumptions, 'least')];
        const run = experiment('all', properties);
        return [...ends, ...learnt.map((one) => scripted(one))].every((chooser) => run(chooser).breaches.length === 0);
      });
    },
  };
}

function documentOf({ fileText, written }: Workload): Extent {
  const at = written(['spec'])?.value.start ?? 0;
  const start = fileText.lastIndexOf('\n---', at) + 1;
  const end = fileText.indexOf('\n---', at);
  return { start, end: end < 0 ? fileText.length : end + 1 };
}

/** All remedies, with the largest numbers that are tried. */
export function largest(kinds: readonly RemedyKind[]): Choice {
  return kinds.map((kind) => ({ kind, value: kind.how === 'number' ? kind.most : 0 }));
}

/** The fewest remedies, and of each the smallest number. */
export function smallest(kinds: readonly RemedyKind[], { holds }: Search): Choice | undefined {
  const all = largest(kinds);
  if (all.length === 0 || !holds(all)) return undefined;
  let choice: Choice = all;
  // The last is let go first: what is built otherwise may do without a longer grace period.
  for (const one of all.toReversed()) {
    const fewer = choice.filter((other) => other !== one);
    if (fewer.length > 0 && holds(fewer)) choice = fewer;
  }
  for (const { kind } of choice) {
    if (kind.how !== 'number') continue;
    const withNumber = (value: number): Choice =>
      choice.map((other) => (other.kind === kind ? { kind, value } : other));
    choice = withNumber(least(kind.current, kind.most, (value) => holds(withNumber(value))));
  }
  return choice;
}

/** The smallest number above `current` for which it holds, where it does for `most`. */
function least(current: number, most: number, holds: (value: number) => boolean): number {
  let low = current;
  let high = Math.max(1, current);
  do high = Math.min(most, high * 2);
  while (high < most && !holds(high));
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Every duration as long or as short as it may be, and everything else calm. */
function extremes(assumptions: readonly Assumption[], which: 'most' | 'least'): Chooser {
  // A longer init container would only have the pod deleted before there is anything to stop.
  const names = new Set(assumptions.filter(({ subject }) => subject !== 'run').map(({ name }) => name));
  return {
    choose: (name, _occurrence, domain) =>
      !names.has(name) ? domain.simplest : which === 'most' ? domain.max : domain.min,
  };
}
