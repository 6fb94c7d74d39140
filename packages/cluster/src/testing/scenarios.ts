import { MILLISECOND } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Container, PodSpec } from '@simlet/objects';

import type { Run } from '../run.ts';
import type { Action, FaultBudget, Scenario } from '../scenario.ts';

/** What a test says of a scenario; one pod `web` with a container `main`, where it says nothing else. */
export interface Sketch {
  readonly spec?: Partial<PodSpec>;
  readonly main?: Partial<Container>;
  readonly behaviour?: Scenario['behaviour'];
  /** After the creation of `web` at 0. */
  readonly actions?: readonly Action[];
  readonly untilMs?: number;
  readonly faults?: FaultBudget;
  readonly deviations?: readonly Deviation[];
  readonly kubernetesVersion?: string;
}

export const scenarioOf = (sketch: Sketch): Scenario => {
  const { spec, main, behaviour, actions, untilMs, ...rest } = sketch;
  return {
    format: 'simlet.scenario/1',
    pods: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'main', image: 'web:1', ...main }], ...spec },
      },
    ],
    behaviour: behaviour ?? {},
    actions: [{ atMs: 0, op: 'create', pod: 'web' }, ...(actions ?? [])],
    untilMs: untilMs ?? 120_000,
    ...rest,
  };
};

/** A deletion of `web`. */
export const deleteAt = (atMs: number, gracePeriodSeconds?: number): Action => ({
  atMs,
  op: 'delete',
  pod: 'web',
  ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
});

/** The kubelet dies, and is started again. */
export const kubeletDown = (fromMs: number, toMs: number): readonly Action[] => [
  { atMs: fromMs, op: 'kubeletStop' },
  { atMs: toMs, op: 'kubeletStart' },
];

/** The facts of a run, in their order, with their millisecond. */
export const factsOf = (run: Run): readonly { readonly ms: number; readonly fact: Fact }[] =>
  run.facts.map(({ time, body }) => ({ ms: time / MILLISECOND, fact: body }));

/**
 * What was done to containers and what they did, one a line, in milliseconds since the first `Killing` event or else
 * since 0. Entries of one instant are in the order of their texts, since their order has no meaning.
 */
export const deedsOf = (run: Run, from: 'kill' | 'start' = 'kill'): readonly string[] => {
  const lines = factsOf(run).flatMap(({ ms, fact }) => {
    const text = deedText(fact);
    return text === undefined ? [] : [{ ms, text }];
  });
  const zero = from === 'start' ? 0 : (lines.find(({ text }) => text.startsWith('Killing'))?.ms ?? 0);
  return lines
    .filter(({ ms }) => ms >= zero)
    .sort((left, right) => left.ms - right.ms || (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
    .map(({ ms, text }) => `${ms - zero} ${text}`);
};

const deedText = (fact: Fact): string | undefined => {
  switch (fact.kind) {
    case 'event':
      return ['Killing', 'FailedPreStopHook', 'FailedPostStartHook'].includes(fact.reason)
        ? `${fact.reason} ${containerOf(fact.fieldPath)}`
        : undefined;
    case 'hook':
      return `${fact.hook} ${fact.container} ${fact.phase === 'start' ? 'begins' : `ends ${fact.outcome ?? ''}`}`;
    case 'signal':
      return `${fact.signal} ${fact.container}`;
    case 'container':
      return `${fact.container} ${fact.event === 'running' ? 'runs' : `exits ${fact.exitCode ?? 0}`}`;
    case 'cri':
      return fact.call === 'StopContainer' && fact.phase === 'begin'
        ? `StopContainer ${fact.container ?? ''} (${fact.timeoutSeconds ?? 0})`
        : undefined;
    default:
      return undefined;
  }
};

/** `main` of `spec.containers{main}`. */
const containerOf = (fieldPath: string | undefined): string => /\{(.*)\}/.exec(fieldPath ?? '')?.[1] ?? '';

/** How often a hook was begun, by instance and delivery: `main#0:0`. */
export const deliveriesOf = (run: Run, hook: 'postStart' | 'preStop'): readonly string[] =>
  factsOf(run).flatMap(({ fact }) =>
    fact.kind === 'hook' && fact.hook === hook && fact.phase === 'start'
      ? [`${fact.container}:${fact.delivery ?? 0}`]
      : [],
  );

/** The phases that the API showed of a pod, without repetitions. */
export const phasesOf = (run: Run): readonly string[] => {
  const phases = factsOf(run).flatMap(({ fact }) => (fact.kind === 'status' ? [fact.status.phase] : []));
  return phases.filter((phase, index) => phase !== phases[index - 1]);
};

/** When the object was removed from the API, milliseconds; undefined where it still is there. */
export const goneAt = (run: Run): number | undefined =>
  factsOf(run).find(({ fact }) => fact.kind === 'api' && fact.op === 'delete' && fact.result === 'removed')?.ms;

/** Reasons of events about a pod or its containers, each as often as it was written. */
export const eventsOf = (run: Run): readonly string[] =>
  factsOf(run).flatMap(({ fact }) => (fact.kind === 'event' ? [fact.reason] : []));
