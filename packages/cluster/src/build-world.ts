import { createWorld, MILLISECOND, SECOND } from '@simlet/core';
import type { CrashPoints, World, WorldOptions } from '@simlet/core';
import {
  DEFAULT_KUBERNETES_VERSION,
  API_SERVER,
  KUBERNETES_VERSIONS,
  kubeletProcesses,
  latenciesOf,
  loopAddress,
  mutantsOf,
  nodeHosts,
  runtimeProcesses,
} from '@simlet/kubelet';
import type {
  Fact,
  Foresight,
  KubeletFact,
  KubernetesVersion,
  Mutants,
  NodeHosts,
  RuntimeFaults,
} from '@simlet/kubelet';
import { withDefaults } from '@simlet/objects';
import type { Pod, PodSpec } from '@simlet/objects';

import { apiPod } from './api-pod-process.ts';
import { apiStore } from './api-store-process.ts';
import { foresee } from './foresee.ts';
import { nodePlan } from './nodes.ts';
import type { NodePlan } from './nodes.ts';
import { operator } from './operator-process.ts';
import type { OperatorInput } from './operator-process.ts';
import type { FaultBudget, Scenario } from './scenario.ts';
import { manifests } from './static-files-process.ts';

/** After any step of the kubelet: not at all, or up to a minute later; a little later it is back. */
const KUBELET_CRASHES: CrashPoints = {
  delay: {
    simplest: 0,
    min: 0,
    max: 60 * SECOND,
    interesting: [1],
    distribution: { kind: 'heavy-tailed', odds: [1, 150] },
  },
  restartAfter: {
    simplest: 2 * SECOND,
    min: 0,
    max: 120 * SECOND,
    interesting: [],
    distribution: { kind: 'heavy-tailed', odds: [1, 2] },
  },
};

/**
 * The world that a scenario describes: an API server, nodes with a container runtime and a kubelet each, and the
 * operator. @throws Error where the version of Kubernetes is not modelled, or a node is named that is not there.
 */
export const buildWorld = (
  scenario: Scenario,
  options: WorldOptions<Fact> = {},
  routine: 'done' | 'skipped' = 'done',
): World<Fact> => {
  const ties = options.ties ?? scenario.faults?.ties ?? false;
  const world = createWorld<Fact>({ ...options, ties });
  const plan = nodePlan(scenario);
  const foresight = routine === 'skipped' && !ties ? foresee(scenario, plan) : undefined;
  const mutants = mutantsOf(scenario.mutants);
  const withFiles = new Set(
    scenario.actions.flatMap((action) => (action.op === 'addStaticPod' ? [plan.nodeOf.get(action.pod)] : [])),
  );
  const hostsOf = new Map(plan.nodes.map((node) => [node, nodeHosts(node, withFiles.has(node))]));
  addApiServer(world, scenario, plan, hostsOf, mutants);
  for (const [node, hosts] of hostsOf) addNode(world, scenario, hosts, plan.podsOf.get(node) ?? [], foresight?.(node));
  world.addHost({
    name: 'operator',
    boot: [{ path: 'script', behaviour: operator, input: operatorInput(scenario, plan, hostsOf) }],
  });
  return world;
};

type HostsOf = ReadonlyMap<string, NodeHosts>;

const identityOf = (pod: Pod) => ({
  namespace: pod.metadata.namespace ?? 'default',
  name: pod.metadata.name ?? '',
});

const addApiServer = (
  world: World<Fact>,
  scenario: Scenario,
  plan: NodePlan,
  hostsOf: HostsOf,
  mutants: Mutants,
): void => {
  const watchDelay = latenciesOf(scenario.runtime).watchMs * MILLISECOND;
  const lags = scenario.faults?.lag === true;
  const specs = new Map<PodSpec, PodSpec>();
  // What is posted alike is stored once.
  const specOf = (pod: Pod): PodSpec => {
    const spec = specs.get(pod.spec) ?? withDefaults(pod).spec;
    specs.set(pod.spec, spec);
    return spec;
  };
  const podsOf = Object.fromEntries(
    [...hostsOf].map(([node, hosts]) => [loopAddress(hosts), (plan.podsOf.get(node) ?? []).map(identityOf)]),
  );
  world.addHost({
    name: API_SERVER,
    boot: [
      { path: 'store', behaviour: apiStore, input: { podsOf } },
      ...scenario.pods.map((pod) => {
        const { namespace, name } = identityOf(pod);
        const input = { namespace, name, spec: specOf(pod), watchDelay, mutants, lags };
        return { path: `pods/${namespace}/${name}`, behaviour: apiPod, input };
      }),
    ],
  });
};

const addNode = (
  world: World<Fact>,
  scenario: Scenario,
  hosts: NodeHosts,
  pods: readonly Pod[],
  foresight: Foresight | undefined,
): void => {
  const { behaviour, faults } = scenario;
  const mutants = mutantsOf(scenario.mutants);
  const latencies = latenciesOf(scenario.runtime);
  world.addHost({
    name: hosts.runtime,
    boot: runtimeProcesses(hosts, behaviour, latencies, runtimeFaults(faults), mutants, foresight),
  });
  world.addHost({
    name: hosts.kubelet,
    boot: kubeletProcesses(hosts, versionOf(scenario), mutants, scenario.kubelet, faults?.statusWrites === true),
    onCrash: (generation) => [{ kind: 'kubelet', event: 'stopped', generation } satisfies KubeletFact],
    ...(faults?.kubeletCrash === true ? { crashPoints: KUBELET_CRASHES } : {}),
  });
  if (hosts.files === undefined) return;
  const byName = Object.fromEntries(pods.map((pod) => [pod.metadata.name ?? '', pod]));
  world.addHost({
    name: hosts.files,
    boot: [{ path: 'manifests', behaviour: manifests, input: { manifests: byName } }],
  });
};

const runtimeFaults = (faults: FaultBudget | undefined): RuntimeFaults => ({
  calls: faults?.runtime === true,
  answers: faults?.lostAnswers === true,
  crashes: faults?.runtimeCrash === true,
});

const operatorInput = ({ actions, pods }: Scenario, plan: NodePlan, hostsOf: HostsOf): OperatorInput => ({
  hosts: Object.fromEntries(hostsOf),
  first: plan.first,
  actions,
  podsOf: Object.fromEntries([...plan.podsOf].map(([node, bound]) => [node, bound.map((pod) => identityOf(pod).name)])),
  pods: Object.fromEntries(
    pods.map((pod) => {
      const { namespace, name } = identityOf(pod);
      return [name, { namespace, node: plan.nodeOf.get(name) ?? plan.first }];
    }),
  ),
});

const versionOf = (scenario: Scenario): KubernetesVersion => {
  const asked = scenario.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const known = KUBERNETES_VERSIONS.find((version) => version === asked);
  if (known === undefined)
    throw new Error(`Kubernetes ${asked} is not modelled; known versions: ${KUBERNETES_VERSIONS.join(', ')}`);
  return known;
};
