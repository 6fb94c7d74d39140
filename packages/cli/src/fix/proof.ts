import { calm, scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Invariant, Mark } from '@simlet/properties';
import { isOpen } from '../check/assumption.ts';
import { harmlessUnless, isCrash } from '../check/harm.ts';
import { roundsOf } from '../check/rounds.ts';
import type { Settings } from '../check/settings.ts';
import type { Steps } from '../check/steps.ts';
import { waived } from '../check/waived.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import type { Subject } from '../check/workload-experiment.ts';

/** A proof asks what breaks, and nothing else. */
export const NO_MARKS: readonly Mark[] = [];

/** What has to hold, in runs that are stopped alike. */
export interface Demand {
  readonly settings: Settings;
  readonly properties: readonly Invariant[];
  /** All that is judged in the proof: what held before has to hold still. */
  readonly judged: readonly Invariant[];
}

/** What a change is to bring about. */
export interface Aim {
  /** The properties that it mends. */
  readonly mends: readonly string[];
  /** Whether a property may stay broken. */
  readonly lets: (id: string) => boolean;
}

/** What the full set of runs says about a changed manifest. */
export interface Proof {
  /** The runs of the set that were made. */
  readonly runs: number;
  /** A run without a restart of the kubelet that breaks what has to hold: nothing is proved, and no further run is made. */
  readonly counterExample?: readonly Deviation[];
  /** The property that it breaks. */
  readonly breaks?: string;
  /** Of what the change mends: what a restart of the kubelet at the wrong moment breaks still. */
  readonly leaves: readonly string[];
  /** What may stay broken and does. */
  readonly stays: readonly string[];
}

interface Findings {
  runs: number;
  counterExample?: readonly Deviation[];
  breaks?: string;
  readonly leaves: Set<string>;
  readonly stays: Set<string>;
}

/**
 * Puts a changed manifest through the full set of runs of each demand, those with unknown numbers first, where most changes
 * fail. Nothing is shrunk: a run that breaks something is only made again without what might excuse it.
 */
export function* prove(workload: Workload, demands: readonly Demand[], aim: Aim): Steps<Proof> {
  const found: Findings = { runs: 0, leaves: new Set(), stays: new Set() };
  for (const demand of demands) if (found.counterExample === undefined) yield* proveOne(workload, demand, aim, found);
  return { ...found, leaves: [...found.leaves], stays: [...found.stays] };
}

function* proveOne(workload: Workload, { settings, judged }: Demand, aim: Aim, found: Findings): Steps<void> {
  const subject = subjectOf(workload, settings.model, settings.faults);
  const asked = judged.filter(({ id }) => waived(id, workload, settings) === undefined);
  const excuse = excuser(subject, asked, settings, aim, found);
  for (const { freedom, strategies } of roundsOf(subject, settings).toReversed()) {
    const experiment = subject.experiment(freedom, asked, NO_MARKS);
    const calmRun = experiment(calm(), { recordAsked: true });
    for (const strategy of strategies.toReversed()) {
      const { attempts } = strategy.plan(calmRun);
      let step = attempts.next();
      while (step.done !== true) {
        const execution = experiment(step.value.chooser(), step.value.options);
        found.runs += 1;
        const broken = [...new Set(execution.breaches.map(({ id }) => id))];
        yield broken;
        for (const id of broken) {
          const against = excuse(id, execution.deviations);
          if (against === undefined) continue;
          found.counterExample = against;
          found.breaks = id;
          return;
        }
        step = attempts.next(execution);
      }
    }
  }
}

/**
 * Answers with the counter-example that a broken property comes to; undefined where it is excused: the change mends it and it
 * takes a restart of the kubelet to break it, or the change is about something else and a number that nobody gave decides.
 */
function excuser(
  subject: Subject,
  asked: readonly Invariant[],
  settings: Settings,
  { mends, lets }: Aim,
  { leaves, stays }: Findings,
): (id: string, deviations: readonly Deviation[]) => readonly Deviation[] | undefined {
  const run = subject.experiment('all', asked, NO_MARKS);
  const open = new Set(subject.assumptions.filter(isOpen).map(({ name }) => name));
  const breaks = (id: string, deviations: readonly Deviation[], all: readonly Deviation[]): boolean =>
    deviations.length === all.length || run(scripted(deviations)).breaches.some((breach) => breach.id === id);
  return (id, deviations) => {
    if (mends.includes(id)) {
      const calmer = withoutRestarts(deviations);
      if (breaks(id, calmer, deviations)) return calmer;
      leaves.add(id);
      return undefined;
    }
    const usual = deviations.filter(({ name }) => !open.has(name));
    const judged = lets(id) ? usual : withoutRestarts(usual);
    if (!breaks(id, judged, deviations)) return undefined;
    if (harmlessUnless(id, judged, subject.workload, settings) !== undefined) return undefined;
    if (!lets(id)) return judged;
    stays.add(id);
    return undefined;
  };
}

function withoutRestarts(deviations: readonly Deviation[]): readonly Deviation[] {
  return deviations.filter((one) => !isCrash(one) && !one.name.startsWith('restart/'));
}
