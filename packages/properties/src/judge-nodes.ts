import { nodePlan } from '@simlet/cluster';
import type { Action, NodePlan, Scenario } from '@simlet/cluster';
import type { Micros, WorldFact } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';
import type { Invariant } from './invariant.ts';
import { judging } from './judge.ts';
import type { Judge } from './judge.ts';
import { VIOLATIONS_KEPT } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Watches a run of a world of many nodes. */
export interface NodesJudge {
  /** A fact at a time that is not before the last one. */
  observe(fact: WorldFact<Fact>): void;
  /** What all nodes together say about each invariant, in their order. Ends the run at `end`. */
  verdicts(end: Micros): readonly Verdict[];
}

/** Judges each node by its own facts: no promise of Kubernetes modelled so far is about two nodes. */
export function judgeNodes(scenario: Scenario, invariants: readonly Invariant[]): NodesJudge {
  const plan = nodePlan(scenario);
  const actionsOf = byNode(scenario.actions, plan);
  const judgeOne = judging(invariants);
  const judges = new Map<string, Judge>();
  const judgesOfHosts = new Map<string, Judge>();

  function judgeOf(node: string): Judge {
    const known = judges.get(node);
    if (known !== undefined) return known;
    const pods = plan.podsOf.get(node) ?? [];
    const made = judgeOne({ ...scenario, pods, actions: actionsOf.get(node) ?? [] });
    judges.set(node, made);
    return made;
  }

  // A node has few hosts, and nearly all facts come from one of them.
  function judgeOfHost(host: string): Judge | undefined {
    const known = judgesOfHosts.get(host);
    const dot = known === undefined ? host.lastIndexOf('.') : -1;
    if (dot < 0) return known;
    const made = judgeOf(host.slice(0, dot));
    judgesOfHosts.set(host, made);
    return made;
  }

  return {
    observe: ({ host, body, time }) => (judgeOfHost(host) ?? judgeOf(nodeNamed(body, plan))).observe(body, time),
    verdicts(end) {
      const all = [...judges.values()].map((each) => each.verdicts(end));
      return invariants.map(({ id, kind, standing }, index) => {
        const own = all.flatMap((verdicts) => verdicts[index] ?? []);
        const situations = own.reduce((sum, each) => sum + each.situations, 0);
        const broken = own.reduce((sum, each) => sum + each.broken, 0);
        const violations = own.flatMap((each) => each.violations).slice(0, VIOLATIONS_KEPT);
        const outcome = broken > 0 ? 'broken' : situations > 0 ? 'holds' : 'not met';
        return { invariant: id, kind, standing, outcome, situations, broken, violations };
      });
    },
  };
}

function byNode(actions: readonly Action[], plan: NodePlan): ReadonlyMap<string, readonly Action[]> {
  const groups = new Map<string, Action[]>();
  for (const action of actions) {
    const node = 'pod' in action ? plan.nodeOf.get(action.pod) : action.node;
    const group = groups.get(node ?? plan.first) ?? [];
    group.push(action);
    groups.set(node ?? plan.first, group);
  }
  return groups;
}

/** What the API server and the operator record is about the node of the pod they name; what a node records is about that. */
function nodeNamed(body: Fact, plan: NodePlan): string {
  const pod = 'pod' in body ? body.pod : undefined;
  const named = body.kind === 'action' ? body.node : undefined;
  return (pod === undefined ? named : plan.nodeOf.get(pod)) ?? plan.first;
}
