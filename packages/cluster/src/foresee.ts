import { HOUR, MILLISECOND, SECOND } from '@simlet/core';
import type { Disturbance, Foresight } from '@simlet/kubelet';

import type { NodePlan } from './nodes.ts';
import type { Action, Scenario } from './scenario.ts';

/** So long after an action, and what its news take, its effects may still be under way to the pod. */
const SETTLING = 10 * SECOND;
/** Beyond the end of a run nothing need be left as it would be. */
const BEYOND = 2 * HOUR;

/**
 * What a scenario will do to the pods of each node, for those who skip routine; undefined where the decisions of the run
 * may ask what a skipped step would have asked, so that nothing may be left out.
 */
export const foresee = (scenario: Scenario, plan: NodePlan): ((node: string) => Foresight) | undefined => {
  const { faults, mutants = [], deviations = [] } = scenario;
  if (faults?.kubeletCrash === true || faults?.runtimeCrash === true || mutants.length > 0) return undefined;
  if (scenario.actions.some(({ op }) => op === 'runtimeStop')) return undefined;
  if (deviations.some(({ name }) => name.startsWith('kubelet.jitter/'))) return undefined;
  const settling = SETTLING + (scenario.runtime?.watchMs ?? 0) * MILLISECOND;
  const end = { from: scenario.untilMs * MILLISECOND + BEYOND, to: Number.POSITIVE_INFINITY };
  const ofNodes = new Map<string, Disturbance[]>();
  const ofPods = new Map<string, Disturbance[]>();
  for (const action of scenario.actions) {
    // A pod that is at rest is there already: to create it again changes nothing about it.
    if (action.op === 'create') continue;
    const from = action.atMs * MILLISECOND;
    const disturbance = { from, to: endOf(action, from + settling) };
    if ('pod' in action) put(ofPods, action.pod, disturbance);
    else put(ofNodes, action.node ?? plan.first, disturbance);
  }
  return (node) => ({
    ofNode: [end, ...(ofNodes.get(node) ?? [])],
    ofPods: Object.fromEntries(
      (plan.podsOf.get(node) ?? []).map(({ metadata: { name = '' } }) => [name, ofPods.get(name) ?? []]),
    ),
  });
};

const put = (rows: Map<string, Disturbance[]>, key: string, disturbance: Disturbance): void => {
  const row = rows.get(key);
  if (row === undefined) rows.set(key, [disturbance]);
  else row.push(disturbance);
};

/** A shutdown comes to critical pods when it is over with the others. */
const endOf = (action: Action, settled: number): number =>
  action.op === 'nodeShutdown' ? Number.POSITIVE_INFINITY : settled;
