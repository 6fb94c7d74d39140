import type { Deviation } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import type { Scenario } from './scenario.ts';
import { deleteAt, deliveriesOf, factsOf, goneAt, scenarioOf } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const SECOND_US = 1_000_000;

/** A pod with an init container, a sidecar and both hooks, which is deleted. */
const rich = (faults: Scenario['faults']): Scenario =>
  scenarioOf({
    main: { lifecycle: { postStart: exec, preStop: exec }, readinessProbe: { ...exec, periodSeconds: 5 } },
    spec: {
      terminationGracePeriodSeconds: 10,
      initContainers: [
        { name: 'migrate', image: 'migrate:1' },
        { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', lifecycle: { preStop: exec } },
      ],
    },
    behaviour: {
      migrate: { runMs: 1_500 },
      main: {
        postStart: [{ ms: 1_300, ok: true }],
        preStop: [{ ms: 2_300, ok: true }],
        sigterm: { exitAfterMs: 1_200 },
      },
      proxy: { preStop: [{ ms: 700, ok: true }] },
    },
    actions: [deleteAt(15_000)],
    untilMs: 90_000,
    ...(faults === undefined ? {} : { faults }),
  });

const mayCrash = { kubeletCrash: true } as const;
const calm = runScenario(rich(mayCrash), { recordAsked: true });
const steps = calm.asked.filter(({ name }) => name.startsWith('crash/'));

/** The run in which the kubelet dies `delay` microseconds after one of its steps and is back `restart` later. */
const crashedAt = (step: { name: string; occurrence: number }, delay: number, restart: number): Run => {
  const deviations: readonly Deviation[] = [
    { name: step.name, occurrence: step.occurrence, outcome: delay + 1 },
    { name: 'restart/node-1.kubelet', occurrence: 0, outcome: restart },
  ];
  return runScenario({ ...rich(mayCrash), deviations });
};

/** What a run did that no run with one crash of the kubelet may do. */
const problemsOf = (run: Run): readonly string[] => {
  const problems: string[] = [];
  if (goneAt(run) === undefined) problems.push('the pod is still there');
  const runningNow = new Set<string>();
  for (const { ms, fact } of factsOf(run)) {
    if (fact.kind !== 'container') continue;
    if (fact.event === 'exited') runningNow.delete(fact.container);
    else {
      const name = fact.container.split('#')[0] ?? '';
      if ([...runningNow].some((id) => id.startsWith(`${name}#`))) problems.push(`two ${name} run at ${ms}`);
      runningNow.add(fact.container);
    }
  }
  for (const id of runningNow) problems.push(`${id} runs at the end`);
  return [...problems, ...postStartProblems(run), ...preStopProblems(run)];
};

/** PostStart is delivered at most once to an instance, and never again. */
const postStartProblems = (run: Run): readonly string[] => {
  const deliveries = deliveriesOf(run, 'postStart');
  return new Set(deliveries).size === deliveries.length && deliveries.every((each) => each.endsWith(':0'))
    ? []
    : [`PostStart of ${deliveries.join(' ')}`];
};

/**
 * PreStop is delivered once to each instance that is killed, and once more where the kubelet died after it began and
 * the container still ran when the kubelet was back: when it looked first, 300 ms after its start.
 */
const preStopProblems = (run: Run): readonly string[] => {
  const facts = factsOf(run);
  const back = facts.find(
    ({ fact }) => fact.kind === 'kubelet' && fact.event === 'started' && fact.generation === 1,
  )?.ms;
  const died = facts.find(({ fact }) => fact.kind === 'kubelet' && fact.event === 'stopped')?.ms;
  return ['main', 'proxy'].flatMap((name) => {
    const begun = facts.filter(
      ({ fact }) =>
        fact.kind === 'hook' &&
        fact.hook === 'preStop' &&
        fact.phase === 'start' &&
        fact.container.startsWith(`${name}#`),
    );
    const exit = facts.findLast(
      ({ fact }) => fact.kind === 'container' && fact.event === 'exited' && fact.container.startsWith(`${name}#`),
    )?.ms;
    const first = begun[0]?.ms;
    if (first === undefined) return exit === undefined ? [] : [`no PreStop of ${name}`];
    const cut = died !== undefined && back !== undefined && exit !== undefined && first <= died && exit > back + 300;
    return begun.length === (cut ? 2 : 1) ? [] : [`${begun.length} PreStops of ${name}`];
  });
};

test('there are many steps to die at', () => {
  expect(steps.length).toBeGreaterThan(60);
  expect(problemsOf(calm)).toEqual([]);
});

describe('the kubelet dies at any of its steps, once, and comes back', () => {
  test.each([
    ['at once after the step, for 2 s', 0, 2 * SECOND_US],
    ['at once after the step, for 20 s', 0, 20 * SECOND_US],
    ['a millisecond after the step, and is back at once', 1_000, 0],
  ])('%s: the pod goes, and hooks are delivered as often as that explains', (_, delay, restart) => {
    const problems = steps.flatMap((step) =>
      problemsOf(crashedAt(step, delay, restart)).map((problem) => `${step.name} ${step.occurrence}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});

test('among these runs are some that deliver PreStop twice, and some that deliver PostStart never', () => {
  const runs = steps.map((step) => crashedAt(step, 0, SECOND_US));
  expect(runs.some((run) => deliveriesOf(run, 'preStop').includes('main#0:1'))).toBe(true);
  expect(runs.some((run) => deliveriesOf(run, 'postStart').length === 0)).toBe(true);
});

describe('a calm world', () => {
  test('does the same whether the kubelet could crash or not', () => {
    expect(calm.facts.map(({ time, body }) => ({ time, body }))).toEqual(
      runScenario(rich(undefined)).facts.map(({ time, body }) => ({ time, body })),
    );
  });

  test('and one with a crash have one digest, however often they are run', () => {
    expect(runScenario(rich(mayCrash)).digest).toBe(calm.digest);
    const step = steps[20] ?? { name: '', occurrence: 0 };
    const [first, second] = [crashedAt(step, 0, SECOND_US), crashedAt(step, 0, SECOND_US)];
    expect(second.digest).toBe(first.digest);
    expect(first.digest).not.toBe(calm.digest);
  });

  test('asks for nothing but the simplest', () => {
    expect(calm.deviations).toEqual([]);
  });
});
