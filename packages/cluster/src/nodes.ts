import type { Pod } from '@simlet/objects';

import { NODE_NAME } from './node-name.ts';
import type { Scenario } from './scenario.ts';

/** Who runs where. */
export interface NodePlan {
  /** All nodes, in the order of the scenario. */
  readonly nodes: readonly string[];
  /** Where an action goes that names no node. */
  readonly first: string;
  /** By name of the pod. */
  readonly nodeOf: ReadonlyMap<string, string>;
  /** By name of the node; no entry where it has none. */
  readonly podsOf: ReadonlyMap<string, readonly Pod[]>;
}

/**
 * Binds the pods of a scenario to its nodes. In a world of one node that is not named a pod's `nodeName` says nothing.
 * @throws Error where a pod or an action names a node that is not there.
 */
export const nodePlan = ({ nodes = [], pods, actions }: Pick<Scenario, 'nodes' | 'pods' | 'actions'>): NodePlan => {
  const first = nodes[0] ?? NODE_NAME;
  const named = new Set(nodes.length === 0 ? [first] : nodes);
  if (named.size < nodes.length) throw new Error('two nodes have one name');
  const nodeOf = new Map<string, string>();
  const podsOf = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { name = '' } = pod.metadata;
    const node = nodes.length === 0 ? first : (pod.spec.nodeName ?? first);
    if (!named.has(node)) throw new Error(`the pod ${name} is bound to the node ${node}, which is not there`);
    if (!nodeOf.has(name)) nodeOf.set(name, node);
    const others = podsOf.get(node);
    if (others === undefined) podsOf.set(node, [pod]);
    else others.push(pod);
  }
  for (const action of actions)
    if ('node' in action && action.node !== undefined && !named.has(action.node))
      throw new Error(`the action ${action.op} names the node ${action.node}, which is not there`);
  return { nodes: [...named], first, nodeOf, podsOf };
};
