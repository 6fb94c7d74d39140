import type { Deviation, Micros } from '@simlet/core';
import { formatDeviations } from '@simlet/explorer';
import type { HookFact } from '@simlet/kubelet';
import { subjectOfName, takesWords } from '../check/assumption.ts';
import type { Assumption } from '../check/assumption.ts';
import { formatClock, formatDuration } from '../duration.ts';
import { faultWords } from './fault-words.ts';
import { nameOf } from './lanes.ts';
import type { TimedFact } from './lanes.ts';
import type { Origin } from './timeline.ts';

/** The deviations of a run as sentences; times are counted from `origin`. A shrunk run has the first values that do it: `or more`. */
export function deviationWords(
  deviations: readonly Deviation[],
  assumptions: readonly Assumption[],
  facts: readonly TimedFact[],
  origin: Origin,
  shrunk = false,
): readonly string[] {
  const crashes = facts.filter(({ body }) => body.kind === 'kubelet' && body.event === 'stopped');
  let crash = 0;
  return deviations.flatMap((deviation) => {
    const assumption = assumptions.find(({ name }) => name === deviation.name);
    if (assumption !== undefined) return [durationWords(assumption, deviation.outcome, shrunk)];
    const subject = subjectOfName(deviation.name);
    if (subject !== undefined) return [takesWords(subject, formatDuration(deviation.outcome))];
    if (deviation.name.startsWith('crash/')) {
      const fact = crashes[crash];
      crash += 1;
      return fact === undefined ? [] : [crashWords(fact.time, facts, origin)];
    }
    const fault = faultWords(deviation);
    if (fault !== undefined) return [fault];
    // How long the kubelet stays away is part of the sentence about its crash.
    return deviation.name.startsWith('restart/') ? [] : [formatDeviations([deviation])];
  });
}

function durationWords(assumption: Assumption, outcome: Micros, shrunk: boolean): string {
  const { usual, subject } = assumption;
  if (subject === 'signal' && outcome !== 0) return takesWords(assumption, '');
  const more = shrunk ? ` or ${outcome > usual ? 'more' : 'less'}` : '';
  return `${takesWords(assumption, `${formatDuration(outcome)}${more}`)}, not ${formatDuration(usual)}`;
}

function crashWords(time: Micros, facts: readonly TimedFact[], origin: Origin): string {
  const back = facts.find((fact) => fact.time >= time && fact.body.kind === 'kubelet' && fact.body.event === 'started');
  const hook = facts.find(
    (fact): fact is { readonly time: Micros; readonly body: HookFact } =>
      fact.time === time && fact.body.kind === 'hook' && fact.body.outcome === 'kubeletStop',
  );
  const during =
    hook === undefined
      ? ''
      : `, while ${hook.body.hook === 'preStop' ? 'PreStop' : 'PostStart'} of ${nameOf(hook.body.container)} runs`;
  const after =
    back === undefined ? ', and does not come back' : `, and is back ${formatDuration(back.time - time)} later`;
  const distance = Math.abs(time - origin.time);
  const when = `${formatClock(distance)} s ${time < origin.time ? 'before' : 'after'} the ${origin.is === 'delete' ? 'delete' : 'creation'}`;
  return `the kubelet crashes ${when}${during}${after}`;
}
