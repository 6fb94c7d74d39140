import { validatePod } from '@simlet/objects';
import type { Scenario } from '@simlet/cluster';
import { describe, expect, test } from 'vitest';
import { holdsOnlyValidValues, samples, shrunk } from './law-kit.ts';
import type { Laws } from './law-kit.ts';
import { arbitraryScenario } from './scenario.ts';

/** What is wrong with a scenario. */
function problemsOf(scenario: Scenario): readonly string[] {
  const pods = scenario.pods.flatMap((pod) =>
    validatePod(pod).map(({ message }) => `${pod.metadata.name ?? ''}: ${message}`),
  );
  const times = scenario.actions.map(({ atMs }) => atMs);
  const unordered = times.some((time, index) => time < (times[index - 1] ?? 0))
    ? ['the actions are not in the order of time']
    : [];
  const known = new Set(scenario.pods.map(({ metadata }) => metadata.name));
  const strangers = scenario.actions.flatMap((action) =>
    'pod' in action && !known.has(action.pod) ? [`there is no pod ${action.pod}`] : [],
  );
  const late = times.some((time) => time > scenario.untilMs - 100_000 || time < 0) ? ['the run ends too early'] : [];
  return [...pods, ...unordered, ...strangers, ...late, ...kubeletProblems(scenario), ...creationProblems(scenario)];
}

function kubeletProblems({ actions }: Scenario): readonly string[] {
  const turns = actions.filter(({ op }) => op === 'kubeletStop' || op === 'kubeletStart').map(({ op }) => op);
  const wrong = turns.some((op, index) => op !== (index % 2 === 0 ? 'kubeletStop' : 'kubeletStart'));
  return wrong || turns.length % 2 === 1 ? ['the kubelet does not stop and start in turn'] : [];
}

/** A pod is created when there is none of its name: at first, and right after a deletion without grace. */
function creationProblems({ actions }: Scenario): readonly string[] {
  return actions.flatMap((action, index) => {
    if (
      action.op !== 'create' ||
      !actions.slice(0, index).some((other) => other.op === 'create' && other.pod === action.pod)
    )
      return [];
    const forced = actions.slice(0, index).some((other) => {
      return (
        other.op === 'delete' &&
        other.pod === action.pod &&
        other.gracePeriodSeconds === 0 &&
        other.atMs === action.atMs - 1
      );
    });
    return forced ? [] : [`${action.pod} is created while it is there`];
  });
}

function sizeOf(scenario: Scenario): number {
  const containers = scenario.pods.flatMap(({ spec }) => [...(spec.initContainers ?? []), ...spec.containers]);
  return scenario.pods.length + containers.length + scenario.actions.length;
}

const laws: Laws<Scenario> = { arbitrary: arbitraryScenario(), problems: problemsOf, size: sizeOf };

describe('arbitraryScenario', () => {
  test('holds only valid scenarios', () => {
    holdsOnlyValidValues(laws, 1_000);
  });

  test('gives the same scenarios for the same seed, and others for another', () => {
    expect(samples(laws, 5, 20)).toEqual(samples(laws, 5, 20));
    expect(samples(laws, 5, 20)).not.toEqual(samples(laws, 6, 20));
  });

  test('shrinks to a scenario that is no larger, down to what is needed', () => {
    const hasPreStop = (scenario: Scenario): boolean => JSON.stringify(scenario.pods).includes('preStop');
    const { first, last } = shrunk(laws, hasPreStop);
    expect(sizeOf(last)).toBeLessThanOrEqual(sizeOf(first));
    expect(hasPreStop(last)).toBe(true);
    expect(last.pods.map(({ spec }) => spec.containers.length + (spec.initContainers?.length ?? 0))).toEqual([1]);
    expect(last.actions.length).toBeLessThanOrEqual(2);
  });

  test('leaves out the families that it is told to leave out', () => {
    const arbitrary = arbitraryScenario({
      families: { preStop: false, kubeletRestarts: false, reboots: false, secondPod: false },
    });
    const values = samples({ ...laws, arbitrary }, 3, 200).join('\n');
    expect(values).not.toContain('preStop":{');
    expect(values).not.toContain('kubeletStop');
    expect(values).not.toContain('"name":"q"');
    expect(values).toContain('postStart');
  });
});

test('every kind of action and of behaviour is drawn', () => {
  const values = samples(laws, 11, 1_500).join('\n');
  const operations =
    'create delete addStaticPod removeStaticPod kubeletStop kubeletStart killContainer sandboxDeath evict preempt nodeShutdown updateImage';
  const wanted = operations.split(' ').map((op) => `"op":"${op}"`);
  const graces = [0, 1, 2].map((seconds) => `"terminationGracePeriodSeconds":${seconds}`);
  const other = [
    '"successThreshold":2',
    '"runMs":595',
    '"OOMKilled"',
    '"Never"',
    '"OnFailure"',
    '"name":"m4"',
    '"exitAfterMs":null',
  ];
  const handlers = ['"sleep":{', '"httpGet":{', '"tcpSocket":{', '"exec":{', '"ms":null', '"httpStatus":500', '"hang"'];
  expect([...wanted, ...graces, ...other, ...handlers].filter((text) => !values.includes(text))).toEqual([]);
});
