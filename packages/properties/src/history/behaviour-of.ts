import type { Scenario } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import { containerName } from './pod-parts.ts';

/** How an instance (`main#2`) of a container of a pod behaves according to the scenario. */
export function behaviourOf(scenario: Scenario, pod: string, instance: string): ContainerBehaviour {
  const container = containerName(instance);
  const base = scenario.behaviour[`${pod}/${container}`] ?? scenario.behaviour[container] ?? {};
  const number = Number(instance.slice(container.length + 1));
  const own = Number.isNaN(number) ? undefined : base.attempts?.[number];
  return own === undefined ? base : { ...base, ...own };
}
