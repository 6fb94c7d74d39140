import { calm, scripted } from '@simlet/core';
import type { Chooser, Deviation } from '@simlet/core';
import { readManifests } from '@simlet/manifest';
import type { Extent, Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Assumption } from '../check/assumption.ts';
import type { ModelSettings } from '../check/settings.ts';
import { UNTOLD } from '../check/steps.ts';
import type { Steps } from '../check/steps.ts';
import { subjectOf } from '../check/workload-experiment.ts';
import { edited } from './edit.ts';
import type { Edit } from './edit.ts';
import { NO_MARKS } from './proof.ts';
import type { Demand } from './proof.ts';
import type { RemedyKind } from './remedy.ts';

/** Remedies with their numbers. */
export type Choice = readonly { readonly kind: RemedyKind; readonly value: number }[];

/** A manifest as it reads with remedies. */
export interface Changed {
  readonly workload: Workload;
  readonly edits: readonly Edit[];
  readonly words: readonly string[];
}

/** Tries choices of remedies on the manifest as it reads with them: calm, with all durations as long or short as may be, and as learnt. */
export interface Search {
  /** Makes the run with these deviations one of those that have to hold. */
  learn(deviations: readonly Deviation[]): void;
  holds(choice: Choice, demands: readonly Demand[]): Steps<boolean>;
  changed(choice: Choice): Changed | undefined;
}

/** A changed manifest, and what its runs came to, by what stops them. */
interface Trial {
  readonly changed: Changed;
  readonly stopped: Map<string, Stopped>;
}

interface Stopped {
  readonly assumptions: readonly Assumption[];
  readonly run: (chooser: Chooser) => ReadonlySet<string>;
  /** What each of the runs made so far broke, by its place among all that have to hold. */
  readonly broken: Map<number, ReadonlySet<string>>;
}

type TrialRun = (assumptions: readonly Assumption[]) => Chooser;

/** A search on one workload, in which `asked` may be demanded. No run is made twice. */
export function searcher(workload: Workload, asked: readonly Invariant[]): Search {
  const read = reader(workload);
  const trials = new Map<string, Trial>();
  const runs: TrialRun[] = [
    () => calm(),
    (assumptions) => extremes(assumptions, 'least'),
    (assumptions) => extremes(assumptions, 'most'),
  ];
  // What broke last is tried first.
  const order = [2, 1, 0];
  const trialOf = (choice: Choice): Trial | undefined => {
    const changes = read(choice);
    if (changes === undefined) return undefined;
    const known = trials.get(changes.text);
    if (known !== undefined) return known;
    const changed = changes.changed();
    const trial = changed === undefined ? undefined : { changed, stopped: new Map() };
    if (trial !== undefined) trials.set(changes.text, trial);
    return trial;
  };
  return {
    learn(deviations) {
      order.unshift(runs.length);
      runs.push(() => scripted(deviations));
    },
    changed: (choice) => trialOf(choice)?.changed,
    *holds(choice, demands) {
      const trial = trialOf(choice);
      if (trial === undefined) return false;
      for (const { settings, properties } of demands) {
        const stopped = stoppedBy(settings.model, trial, asked);
        for (const [place, index] of order.entries()) {
          let broken = stopped.broken.get(index);
          if (broken === undefined) {
            broken = stopped.run(runs[index]?.(stopped.assumptions) ?? calm());
            stopped.broken.set(index, broken);
            yield UNTOLD;
          }
          if (!properties.some(({ id }) => broken?.has(id))) continue;
          order.splice(place, 1);
          order.unshift(index);
          return false;
        }
      }
      return true;
    },
  };
}

function stoppedBy(model: ModelSettings, { changed, stopped }: Trial, asked: readonly Invariant[]): Stopped {
  const { cause = '', container = '' } = model.stoppedBy ?? {};
  const key = `${cause}/${container}`;
  const known = stopped.get(key);
  if (known !== undefined) return known;
  const { assumptions, experiment } = subjectOf(changed.workload, model, false);
  const judged = experiment('all', asked, NO_MARKS);
  const run: Stopped['run'] = (chooser) => new Set(judged(chooser).breaches.map(({ id }) => id));
  const made = { assumptions, run, broken: new Map() };
  stopped.set(key, made);
  return made;
}

/** The text of the document of a workload with remedies, and what it reads as. */
function reader(
  workload: Workload,
): (choice: Choice) => { readonly text: string; readonly changed: () => Changed | undefined } | undefined {
  // A file may hold a whole chart: only the document of this workload is read again.
  const document = documentOf(workload);
  const documentText = workload.fileText.slice(document.start, document.end);
  return (choice) => {
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
    const changed = (): Changed | undefined => {
      const again = readManifests(text, { file: workload.file }).workloads;
      const same = again.find(
        ({ kind, name, namespace }) =>
          kind === workload.kind && name === workload.name && namespace === workload.namespace,
      );
      return same === undefined
        ? undefined
        : { workload: same, edits, words: remedies.flatMap((remedy) => remedy?.words ?? []) };
    };
    return { text, changed };
  };
}

function documentOf({ fileText, written }: Workload): Extent {
  const at = written(['spec'])?.value.start ?? 0;
  const start = fileText.lastIndexOf('\n---', at) + 1;
  const end = fileText.indexOf('\n---', at);
  return { start, end: end < 0 ? fileText.length : end + 1 };
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
