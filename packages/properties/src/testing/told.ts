import { runScenario } from '@simlet/cluster';
import type { Action, Scenario } from '@simlet/cluster';
import { MILLISECOND } from '@simlet/core';
import type { CompactContainerStatus, ContainerBehaviour, Fact } from '@simlet/kubelet';
import type { Container, PodSpec } from '@simlet/objects';

/** A run of one pod `p` with a container `m`, where nothing else is said. */
export interface Told {
  readonly m?: Partial<Container>;
  readonly spec?: Partial<PodSpec>;
  readonly behaviour?: Readonly<Record<string, ContainerBehaviour>>;
  /** After the creation at 2 s. */
  readonly actions?: readonly Action[];
  readonly untilMs?: number;
}

/** A fact and when it was, in milliseconds. */
export interface Timed {
  readonly ms: number;
  readonly fact: Fact;
}

/** All facts of the run. */
export function factsOf({ m, spec, behaviour, actions = [], untilMs = 120_000 }: Told): readonly Timed[] {
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'm', image: 'm:1', ...m }], ...spec },
      },
    ],
    behaviour: behaviour ?? {},
    actions: [{ atMs: 2_000, op: 'create', pod: 'p' }, ...actions],
    untilMs,
  };
  const facts: Timed[] = [];
  runScenario(scenario, {
    facts: 'none',
    onFact: ({ body, time }) => facts.push({ ms: time / MILLISECOND, fact: body }),
  });
  return facts;
}

/** What a fact has to look like: the fields that are given. */
type Pattern = Readonly<Partial<Record<string, unknown>>>;

/** When the facts that fit were, in milliseconds. */
export function when(facts: readonly Timed[], pattern: Pattern): readonly number[] {
  return facts
    .filter(({ fact }) => {
      const fields: Readonly<Record<string, unknown>> = { ...fact };
      return Object.entries(pattern).every(([key, value]) => fields[key] === value);
    })
    .map(({ ms }) => ms);
}

/** What the API showed of a container, and when. */
export function shown(
  facts: readonly Timed[],
  name: string,
): readonly { readonly ms: number; readonly phase: string; readonly status: CompactContainerStatus }[] {
  return facts.flatMap(({ ms, fact }) => {
    if (fact.kind !== 'status') return [];
    const { phase, containers = [], initContainers = [] } = fact.status;
    const status = [...initContainers, ...containers].find((each) => each.name === name);
    return status === undefined ? [] : [{ ms, phase, status }];
  });
}
