import type { Action, Scenario } from '@simlet/cluster';
import { BEHAVIOUR, nodeName, podsOn } from './pods.ts';
import type { Limit, ScaleName, ScaleWorkload, Size } from './workload.ts';

type Pod = Scenario['pods'][number];

/** The first pod of a node comes earlier, so that its image is there when the others come. */
const FIRST_MS = 1_000;
const OTHERS_MS = 3_000;
/** What the last pod takes to become ready, or to be gone, and more. */
const SETTLE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** What a busy API server takes in in a second; a pod is created and deleted at that rate. */
const API_RATE = { one: 1_000, many: 5_000 };

/** A workload as a scenario. `without` names the limits that it is free of. */
export const scaleWorkload = (name: ScaleName, size: Size, without: readonly Limit[]): ScaleWorkload => {
  const { nodes } = size;
  const base = {
    format: 'simlet.scenario/1' as const,
    nodes: Array.from({ length: nodes }, (_, index) => nodeName(index)),
    behaviour: BEHAVIOUR,
    kubelet: {
      serializeImagePulls: !without.includes('serial-image-pulls'),
      ...(without.includes('registry-limit') ? {} : { registryPullQPS: 5, registryBurst: 10 }),
    },
  };
  const rate = without.includes('api-rate') ? Number.POSITIVE_INFINITY : nodes > 1 ? API_RATE.many : API_RATE.one;
  const plan = PLANS[name](size, rate);
  return { name, size, scenario: { ...base, ...plan.does }, restAtMs: plan.restAtMs };
};

interface Plan {
  readonly does: Pick<Scenario, 'pods' | 'actions' | 'untilMs'>;
  readonly restAtMs: number;
}

const PLANS: Readonly<Record<ScaleName, (size: Size, rate: number) => Plan>> = {
  node: (size, rate) => filled(size, rate, false),
  'node-crash': (size, rate) => filled(size, rate, true),
  rolling: (size, rate) => rolled(size, rate),
  cluster: (size, rate) => drained(size, rate),
  idle: ({ hours }) => ({ does: { pods: [], actions: [], untilMs: hours * HOUR_MS }, restAtMs: SETTLE_MS }),
};

const nameOf = ({ metadata }: Pod): string => metadata.name ?? '';

/** One after another at the rate of the API server, from a time on. */
const each = (op: 'create' | 'delete', pods: readonly Pod[], fromMs: number, rate: number): readonly Action[] =>
  pods.map((pod, index) => ({ atMs: fromMs + Math.floor((index * 1_000) / rate), op, pod: nameOf(pod) }));

const created = (pods: readonly Pod[], nodes: number, rate: number): readonly Action[] => [
  ...each('create', pods.slice(0, nodes), FIRST_MS, Number.POSITIVE_INFINITY),
  ...each('create', pods.slice(nodes), OTHERS_MS, rate),
];

const took = (pods: number, rate: number): number => Math.ceil((pods * 1_000) / rate);

/** Pods are created, become ready, run, and are deleted; where it crashes, five times on the way in and five on the way out. */
const filled = ({ nodes, pods: count, hours }: Size, rate: number, crashes: boolean): Plan => {
  const pods = podsOn('web', count, nodes);
  const restAtMs = OTHERS_MS + took(count, rate) + SETTLE_MS * (crashes ? 2 : 1);
  const endMs = restAtMs + hours * HOUR_MS;
  const actions = [...created(pods, nodes, rate), ...each('delete', pods, endMs, rate)];
  // PostStart begins some 0.3 s after the creation of a pod, PreStop at once with the news of its deletion.
  const crashed = [OTHERS_MS + 500, endMs + 500].flatMap((fromMs) =>
    Array.from({ length: 5 }, (_, index) => fromMs + index * Math.max(4_000, Math.floor(took(count, rate) / 5))),
  );
  const untilMs = endMs + took(count, rate) + SETTLE_MS * (crashes ? 3 : 1);
  if (!crashes) return { does: { pods, actions, untilMs }, restAtMs };
  const faults = crashed.flatMap((atMs): readonly Action[] => [
    { atMs, op: 'kubeletStop' },
    { atMs: atMs + 1_000, op: 'kubeletStart' },
  ]);
  return { does: { pods, actions: [...actions, ...faults], untilMs }, restAtMs };
};

/** All pods are replaced, a tenth at a time: new ones are created, and the old ones deleted once these are ready. */
const rolled = ({ nodes, pods: count }: Size, rate: number): Plan => {
  const old = podsOn('old', count, nodes);
  const young = podsOn('new', count, nodes);
  const tenth = Math.ceil(count / 10);
  const restAtMs = OTHERS_MS + took(count, rate) + SETTLE_MS;
  const turnMs = took(2 * tenth, rate) + 2 * SETTLE_MS;
  const turns = Array.from({ length: 10 }, (_, index) => {
    const [from, to, atMs] = [index * tenth, (index + 1) * tenth, restAtMs + index * turnMs];
    const readyMs = atMs + took(tenth, rate) + SETTLE_MS;
    return [
      ...each('create', young.slice(from, to), atMs, rate),
      ...each('delete', old.slice(from, to), readyMs, rate),
    ];
  });
  const actions = [...created(old, nodes, rate), ...turns.flat()];
  return { does: { pods: [...old, ...young], actions, untilMs: restAtMs + 10 * turnMs + SETTLE_MS }, restAtMs };
};

/** A cluster is filled and runs; then a tenth of its nodes is drained, one a second. */
const drained = ({ nodes, pods: count, hours }: Size, rate: number): Plan => {
  const pods = podsOn('web', count, nodes);
  const restAtMs = OTHERS_MS + took(count, rate) + SETTLE_MS;
  const endMs = restAtMs + hours * HOUR_MS;
  const leaving = Math.ceil(nodes / 10);
  const drains = Array.from({ length: leaving }, (_, index): Action => {
    return { atMs: endMs + index * 1_000, op: 'drain', node: nodeName(index * 10) };
  });
  const untilMs = endMs + leaving * 1_000 + SETTLE_MS;
  return { does: { pods, actions: [...created(pods, nodes, rate), ...drains], untilMs }, restAtMs };
};
