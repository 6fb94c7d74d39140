import { validatePod } from '@simlet/objects';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsOnlyValidValues, samples, shrunk } from './law-kit.ts';
import type { Laws } from './law-kit.ts';
import { arbitraryContainer } from './container.ts';
import type { ContainerShape } from './container.ts';
import { arbitraryFamilies } from './families.ts';
import { arbitraryFaults } from './faults.ts';
import { arbitraryHook } from './hook.ts';
import type { HookShape } from './hook.ts';
import { arbitraryOperation } from './operation.ts';
import { arbitraryPod, podOf } from './pod.ts';
import { arbitraryProbe } from './probe.ts';
import type { ProbeShape } from './probe.ts';
import { arbitraryProcess } from './process.ts';
import { arbitraryGrace, arbitrarySpan } from './span.ts';

/** What is outside of its range, by name. */
function outside(
  ranges: Readonly<Record<string, readonly [value: number, least: number, most: number]>>,
): readonly string[] {
  return Object.entries(ranges).flatMap(([name, [value, least, most]]) =>
    Number.isInteger(value) && value >= least && value <= most ? [] : [`${name} is ${value}`],
  );
}

function truths(flags: object): number {
  return Object.values(flags).filter((flag) => flag === true).length;
}

const sizeOfHook = ({ deliveries, sleepSeconds }: HookShape): number =>
  sleepSeconds + deliveries.reduce((sum, { ms, outcome }) => sum + 1 + ms + (outcome === 'ok' ? 0 : 1), 0);

const sizeOfProbe = ({ outcomes, periodSeconds, failureThreshold, initialDelaySeconds }: ProbeShape): number =>
  periodSeconds + failureThreshold + initialDelaySeconds + outcomes.length;

function sizeOfContainer(shape: ContainerShape): number {
  const { postStart, preStop, liveness, readiness, startup, instances } = shape;
  return (
    [postStart, preStop, liveness, readiness, startup].filter((part) => part !== undefined).length + instances.length
  );
}

const problemsOfProbe = (shape: ProbeShape): readonly string[] =>
  outside({
    periodSeconds: [shape.periodSeconds, 1, 10],
    timeoutSeconds: [shape.timeoutSeconds, 1, 2],
    failureThreshold: [shape.failureThreshold, 1, 3],
    successThreshold: [shape.successThreshold, 1, 2],
    graceSeconds: [shape.graceSeconds ?? 1, 1, 12],
  });

/** A law kit with its types put away. */
interface Subject {
  readonly noun: string;
  readonly valid: () => void;
  readonly sample: (seed: number) => readonly string[];
  readonly sizes: () => { readonly first: number; readonly last: number; readonly least: number };
}

/** `least`: the size of the simplest value. */
function subject<Value>(noun: string, least: number, laws: Laws<Value>): Subject {
  return {
    noun,
    valid: () => holdsOnlyValidValues(laws, 300),
    sample: (seed) => samples(laws, seed, 30),
    sizes: () => {
      const { first, last } = shrunk(laws, () => true);
      return { first: laws.size(first), last: laws.size(last), least };
    },
  };
}

const all = fc.sample(arbitraryFamilies(), { seed: 1, numRuns: 1 })[0];
const GRACES = [30, 10, 20, 5, 3, 2, 1, 0];

const subjects: readonly Subject[] = [
  subject('span', 0, {
    arbitrary: arbitrarySpan(12_000),
    problems: (ms) => outside({ ms: [ms, 0, 12_000] }),
    size: (ms) => ms,
  }),
  subject('grace', 0, {
    arbitrary: arbitraryGrace(),
    problems: (seconds) => outside({ seconds: [seconds, 0, 30] }),
    size: (seconds) => GRACES.indexOf(seconds),
  }),
  subject('families', 0, { arbitrary: arbitraryFamilies(), problems: () => [], size: truths }),
  subject('faults', 0, { arbitrary: arbitraryFaults(), problems: () => [], size: truths }),
  subject('hook', 1, {
    arbitrary: arbitraryHook(),
    problems: ({ sleepSeconds, deliveries }) =>
      outside({ sleepSeconds: [sleepSeconds, 0, 12], deliveries: [deliveries.length, 1, 2] }),
    size: sizeOfHook,
  }),
  subject('probe', 2, { arbitrary: arbitraryProbe(), problems: problemsOfProbe, size: sizeOfProbe }),
  subject('process', 0, {
    arbitrary: arbitraryProcess(),
    problems: ({ runMs, exitCode }) => outside({ runMs: [runMs, 0, 20_000], exitCode: [exitCode, 0, 255] }),
    size: ({ runMs, endsByItself }) => runMs + (endsByItself ? 1 : 0),
  }),
  subject('container', 1, {
    arbitrary: arbitraryContainer(),
    problems: ({ instances, liveness }) => [
      ...outside({ instances: [instances.length, 1, 3] }),
      ...(liveness === undefined ? [] : problemsOfProbe(liveness)),
    ],
    size: sizeOfContainer,
  }),
  subject('operation', 0, {
    arbitrary: arbitraryOperation(),
    problems: ({ afterMs, downMs }) => outside({ afterMs: [afterMs, 0, 20_000], downMs: [downMs, 0, 12_000] }),
    size: ({ afterMs, downMs, aim }) => afterMs + downMs + (aim === undefined ? 0 : 1),
  }),
  subject('pod', 1, {
    arbitrary: arbitraryPod(),
    problems: (shape) =>
      all === undefined ? [] : validatePod(podOf(shape, 'p', all).pod).map(({ message }) => message),
    size: ({ containers, initContainers }) => containers.length + initContainers.length,
  }),
];

describe.each(subjects)('an arbitrary $noun', ({ valid, sample, sizes }) => {
  test('is valid', () => {
    expect(valid).not.toThrow();
  });

  test('is the same for the same seed, and another for another', () => {
    expect(sample(5)).toEqual(sample(5));
    expect(sample(5)).not.toEqual(sample(6));
  });

  test('shrinks to the simplest', () => {
    const { first, last, least } = sizes();
    expect(last).toBeLessThanOrEqual(first);
    expect(last).toBe(least);
  });
});
