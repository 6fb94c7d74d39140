import { calm } from '@simlet/core';
import type { Chooser } from '@simlet/core';
import type { Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Assumption } from './assumption.ts';
import { examine } from './examine.ts';
import type { Examination, GraceFix, PropertyResult } from './examination.ts';
import type { Settings } from './settings.ts';
import { subjectOf } from './workload-experiment.ts';

const DEFAULT_GRACE_SECONDS = 30;
/** Longer than a day is no answer. */
const MOST_SECONDS = 86_400;
/** What a longer grace period can mend. */
const MENDABLE: readonly string[] = ['prestop-completes', 'exits-before-sigkill'];

/**
 * The smallest grace period, found by search over simulations, with which the properties that break by numbers alone hold: in
 * the calm run and with all durations at their longest. It is then tried with the full set of runs; undefined where it
 * does not stand that, or where there is nothing to mend.
 */
export function smallestGrace(examination: Examination, settings: Settings): GraceFix | undefined {
  const { workload } = examination;
  const broken = examination.properties.filter(isMendable).map(({ property }) => property);
  const current = workload.pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  if (broken.length === 0 || settings.model.gracePeriodSeconds !== undefined) return undefined;
  const holds = (seconds: number): boolean => holdsAtTheExtremes(withGrace(workload, seconds), broken, settings);
  let low = current;
  let high = Math.max(1, current);
  do high *= 2;
  while (high <= MOST_SECONDS && !holds(high));
  if (high > MOST_SECONDS) return undefined;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  const proof = examine(withGrace(workload, high), broken, settings);
  if (proof.properties.some(({ outcome }) => outcome !== 'holds')) return undefined;
  const runs = proof.runs.reduce((sum, made) => sum + made.runs, 0);
  return { current, seconds: high, properties: broken.map(({ id }) => id), runs };
}

/** Whether it breaks without any fault: in the calm run, or for some values of the durations. */
function isMendable({ property, finding }: PropertyResult): boolean {
  return (
    MENDABLE.includes(property.id) &&
    finding !== undefined &&
    finding.deviations.every(({ name }) => name.startsWith('preStop/') || name.startsWith('stop/'))
  );
}

function withGrace(workload: Workload, seconds: number): Workload {
  const { pod } = workload;
  return { ...workload, pod: { ...pod, spec: { ...pod.spec, terminationGracePeriodSeconds: seconds } } };
}

function holdsAtTheExtremes(workload: Workload, properties: readonly Invariant[], settings: Settings): boolean {
  const subject = subjectOf(workload, settings.model, false);
  const experiment = subject.experiment('all', properties);
  return [calm(), longest(subject.assumptions)].every((chooser) => experiment(chooser).breaches.length === 0);
}

/** Every duration of a stop as long as it may be, and everything else calm. */
function longest(assumptions: readonly Assumption[]): Chooser {
  const names = new Set(assumptions.filter(({ subject }) => subject !== 'start').map(({ name }) => name));
  return { choose: (name, _occurrence, domain) => (names.has(name) ? domain.max : domain.simplest) };
}
