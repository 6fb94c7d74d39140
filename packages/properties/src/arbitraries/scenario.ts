import type { Action, FaultBudget, Scenario } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import fc from 'fast-check';
import { arbitraryFamilies } from './families.ts';
import type { Families } from './families.ts';
import { actionsOf, arbitraryOperation } from './operation.ts';
import type { Operation, OperationKind } from './operation.ts';
import { arbitraryPod, podOf } from './pod.ts';
import type { PodShape } from './pod.ts';

export interface ScenarioOptions {
  /** Families that every scenario has, or has not; the others are drawn. */
  readonly families?: Partial<Families>;
  /** The faults that every scenario allows. Default: none. */
  readonly faults?: FaultBudget;
  /** How many operations there are at most besides the creation of the pods. Default 6, of which the families leave some out. */
  readonly operations?: number;
}

interface ScenarioShape {
  readonly families: Families;
  readonly pods: readonly PodShape[];
  readonly operations: readonly Operation[];
  /** How long the pods are left alone at first. */
  readonly startMs: number;
  /** 0: the pods are left alone in the end, and not deleted. */
  readonly deletion: number;
  /** When the last deletion comes, after all that went before. */
  readonly restMs: number;
  /** How much longer the pods are left alone then, where the families have long runs; three times that where they have crash loops. */
  readonly longRestMs: number;
}

/** The kubelet has started and its loops have turned when the first pod is created. */
const FIRST_CREATION_MS = 2_017;
/** What is waited for after the slowest chain of steps: two and a half times what an invariant waits at most. */
const SETTLE_MS = 300_000;

/**
 * Any valid scenario: container names are unique, a sleep hook is no longer than the grace period, init containers end,
 * and the run is long enough for everything to come to rest. Shrinks to fewer families, pods, containers and operations.
 */
export function arbitraryScenario(options: ScenarioOptions = {}): fc.Arbitrary<Scenario> {
  const shape: fc.Arbitrary<ScenarioShape> = fc.record({
    families: arbitraryFamilies(options.families),
    pods: fc.array(arbitraryPod(), { minLength: 1, maxLength: 2 }),
    operations: fc.array(arbitraryOperation(), { maxLength: options.operations ?? 6 }),
    startMs: fc.oneof(fc.nat(15_000), fc.nat(3_000)),
    deletion: fc.nat(3),
    restMs: fc.oneof(fc.nat(20_000), fc.nat(90_000)),
    longRestMs: fc.nat(700_000),
  });
  return shape.map((drawn) => scenarioOf(drawn, options.faults));
}

function scenarioOf(shape: ScenarioShape, faults: FaultBudget | undefined): Scenario {
  const { families } = shape;
  const behaved = shape.pods
    .slice(0, families.secondPod ? shape.pods.length : 1)
    .map((pod, index) => podOf(pod, index === 0 ? 'p' : 'q', families));
  const pods = behaved.map(({ pod }) => pod);
  const behaviour: Readonly<Record<string, ContainerBehaviour>> = Object.fromEntries(
    behaved.flatMap((one) => Object.entries(one.behaviour)),
  );
  const staticPod = families.staticPods ? pods.at(-1)?.metadata.name : undefined;
  const createdMs = pods.map((_pod, index) => FIRST_CREATION_MS + 400 * index);
  const creations = pods.map(({ metadata }, index): Action => {
    const name = metadata.name ?? '';
    const op = name === staticPod ? 'addStaticPod' : 'create';
    return { atMs: createdMs[index] ?? FIRST_CREATION_MS, op, pod: name };
  });
  const startMs = FIRST_CREATION_MS + 400 * pods.length + shape.startMs;
  const operations = actionsOf(
    families.recoveries ? recovering(shape.operations) : shape.operations,
    { pods, behaviour, families, staticPod, createdMs },
    startMs,
  );
  const lastMs = Math.max(startMs, ...operations.map(({ atMs }) => atMs));
  const restMs =
    shape.restMs + (families.longRuns ? shape.longRestMs : 0) + (families.crashLoops ? 3 * shape.longRestMs : 0);
  const deletions =
    shape.deletion === 0 || families.recoveries
      ? []
      : pods.map(({ metadata }): Action => {
          const name = metadata.name ?? '';
          return { atMs: lastMs + restMs, op: name === staticPod ? 'removeStaticPod' : 'delete', pod: name };
        });
  const slowest =
    pods.length *
    slowestChain(
      Object.values(behaviour),
      pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 30),
    );
  return {
    format: 'simlet.scenario/1',
    pods,
    behaviour,
    actions: [...creations, ...operations, ...deletions].toSorted((one, other) => one.atMs - other.atMs),
    untilMs: lastMs + restMs + slowest + SETTLE_MS,
    ...(faults === undefined ? {} : { faults }),
  };
}

/** A restart of the kubelet, and then only what a pod survives. */
function recovering(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation, index) => {
    if (index === 0) return { ...operation, kind: 'restartKubelet' };
    return SURVIVED.has(operation.kind) ? operation : { ...operation, kind: 'killContainer' };
  });
}

const SURVIVED: ReadonlySet<OperationKind> = new Set([
  'killContainer',
  'sandboxDeath',
  'updateImage',
  'restartKubelet',
]);

/** The time in milliseconds that all steps of a pod take one after the other, twice. */
function slowestChain(behaviours: readonly ContainerBehaviour[], graces: readonly number[]): number {
  const steps = behaviours.map((behaviour) => {
    const hooks = [...(behaviour.postStart ?? []), ...(behaviour.preStop ?? [])].map(({ ms }) => ms ?? 0);
    return (behaviour.pullMs ?? 400) + Math.max(0, ...hooks) + 12_000;
  });
  return 2 * (steps.reduce((sum, step) => sum + step, 0) + Math.max(...graces) * 1_000);
}
