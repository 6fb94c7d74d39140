import { createWorld, MILLISECOND, SECOND } from '@simlet/core';
import type { CrashPoints, World, WorldOptions } from '@simlet/core';
import {
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
  kubeletProcesses,
  latenciesOf,
  mutantsOf,
  nodeHosts,
  runtimeProcesses,
} from '@simlet/kubelet';
import type { Fact, KubeletFact, KubernetesVersion } from '@simlet/kubelet';

import { apiPod } from './api-pod-process.ts';
import { apiStore } from './api-store-process.ts';
import { NODE_NAME } from './node-name.ts';
import { operator } from './operator-process.ts';
import type { Scenario } from './scenario.ts';
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
 * The world that a scenario describes: an API server, one node with its container runtime and its kubelet, and the
 * operator. @throws Error where the version of Kubernetes is not modelled.
 */
export const buildWorld = (scenario: Scenario, options: WorldOptions<Fact> = {}): World<Fact> => {
  const world = createWorld<Fact>(options);
  const hosts = nodeHosts(
    NODE_NAME,
    scenario.actions.some(({ op }) => op === 'addStaticPod'),
  );
  const version = versionOf(scenario);
  const latencies = latenciesOf(scenario.runtime);
  const mutants = mutantsOf(scenario.mutants);
  const watchDelay = latencies.watchMs * MILLISECOND;
  const pods = scenario.pods.map((pod) => ({
    namespace: pod.metadata.namespace ?? 'default',
    name: pod.metadata.name ?? '',
    manifest: pod,
  }));
  world.addHost({
    name: hosts.api,
    boot: [
      {
        path: 'store',
        behaviour: apiStore,
        input: { hosts, pods: pods.map(({ namespace, name }) => ({ namespace, name })) },
      },
      ...pods.map(({ namespace, name, manifest }) => ({
        path: `pods/${namespace}/${name}`,
        behaviour: apiPod,
        input: { manifest, hosts, watchDelay, mutants, lags: scenario.faults?.lag === true },
      })),
    ],
  });
  world.addHost({
    name: hosts.runtime,
    boot: runtimeProcesses(hosts, scenario.behaviour, latencies, scenario.faults?.runtime === true, mutants),
  });
  world.addHost({
    name: hosts.kubelet,
    boot: kubeletProcesses(hosts, version, mutants),
    onCrash: (generation) => [{ kind: 'kubelet', event: 'stopped', generation } satisfies KubeletFact],
    ...(scenario.faults?.kubeletCrash === true ? { crashPoints: KUBELET_CRASHES } : {}),
  });
  if (hosts.files !== undefined) {
    const byName = Object.fromEntries(pods.map(({ name, manifest }) => [name, manifest]));
    world.addHost({
      name: hosts.files,
      boot: [{ path: 'manifests', behaviour: manifests, input: { manifests: byName } }],
    });
  }
  const namespaces = Object.fromEntries(pods.map(({ namespace, name }) => [name, namespace]));
  world.addHost({
    name: 'operator',
    boot: [{ path: 'script', behaviour: operator, input: { hosts, actions: scenario.actions, namespaces } }],
  });
  return world;
};

const versionOf = (scenario: Scenario): KubernetesVersion => {
  const asked = scenario.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const known = KUBERNETES_VERSIONS.find((version) => version === asked);
  if (known === undefined)
    throw new Error(`Kubernetes ${asked} is not modelled; known versions: ${KUBERNETES_VERSIONS.join(', ')}`);
  return known;
};
