import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ProbeFact } from '@simlet/kubelet';
import type { Probe } from '@simlet/objects';
import { isTakenOver, knownInstance } from '../history/lookup.ts';
import type { Found } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant, Step } from '../invariant.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';

const worker = 'pkg/kubelet/prober/worker.go (run, doProbe), v1.36';

/** A command that ran in the instance that was meant. */
function ranIn(fact: ProbeFact, { history }: Context): (Found & { readonly probe: Probe }) | undefined {
  if (fact.handler !== 'exec' || fact.outcome === 'notRunning' || fact.outcome === 'canceled') return undefined;
  const found = knownInstance(history, fact.pod, fact.container);
  if (found === undefined || isTakenOver(history, found.life, found.instance)) return undefined;
  const spec = found.life.parts.get(found.instance.container)?.container;
  const probe = { startup: spec?.startupProbe, liveness: spec?.livenessProbe, readiness: spec?.readinessProbe }[
    fact.probe
  ];
  return probe === undefined ? undefined : { ...found, probe };
}

/** When the probe began. */
function beginOf(fact: ProbeFact, { at }: Context): Micros {
  return at - fact.durMs * MILLISECOND;
}

/** PROBE-TARGET: the delay. */
export const probeInitialDelay: Invariant<null> = always(
  {
    id: 'probe-initial-delay',
    sentence: 'The first command of a probe runs in a container only when its initial delay is over.',
    source: worker,
  },
  ['probe'],
  (fact, context) => {
    const found = ranIn(fact, context);
    const runningAt = found?.instance.runningAt;
    if (found === undefined || runningAt === undefined) return undefined;
    // The start of a container is known in whole seconds.
    const since = Math.floor(runningAt / SECOND) * SECOND;
    const delay = (found.probe.initialDelaySeconds ?? 0) * SECOND;
    const began = beginOf(fact, context);
    if (began >= since + delay) return kept;
    const early = seconds(since + delay - began);
    return broken(fact.pod, fact.container, `A ${fact.probe} probe of ${fact.container} began ${early} too early.`);
  },
);

/** When each probe last began, by pod, instance and probe. */
type Begun = ReadonlyMap<string, Micros>;

/** PROBE-ALIVE, the other direction. */
export const probePeriod: Invariant<Begun> = {
  id: 'probe-period',
  sentence: 'Between two commands of a liveness or startup probe there is a period.',
  kind: 'always',
  standing: 'kubernetes',
  source: worker,
  facts: ['probe/liveness', 'probe/startup', 'container/exited', 'kubelet'],
  begins: ['probe'],
  start: () => new Map(),
  step(state, fact, context): Step<Begun> {
    if (fact.kind === 'kubelet') return { state: new Map(), findings: [] };
    if (fact.kind === 'container') {
      const prefix = `${fact.pod}/${fact.container}/`;
      return { state: new Map([...state].filter(([key]) => !key.startsWith(prefix))), findings: [] };
    }
    if (fact.kind !== 'probe') return { state, findings: [] };
    const found = ranIn(fact, context);
    if (found === undefined) return { state, findings: [] };
    const key = `${fact.pod}/${fact.container}/${fact.probe}`;
    const began = beginOf(fact, context);
    const before = state.get(key);
    const next = new Map(state).set(key, began);
    if (before === undefined) return { state: next, findings: [] };
    const period = (found.probe.periodSeconds ?? 10) * SECOND;
    if (began - before >= period - MILLISECOND) return { state: next, findings: [kept] };
    const message = `A ${fact.probe} probe of ${fact.container} began ${seconds(began - before)} after the one before; its period is ${seconds(period)}.`;
    return { state: next, findings: [broken(fact.pod, fact.container, message)] };
  },
  finish: () => [],
};
