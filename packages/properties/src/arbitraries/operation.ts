import type { Action } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import fc from 'fast-check';
import type { Families } from './families.ts';
import { actionsOn } from './operation-actions.ts';
import { arbitraryGrace, arbitrarySpan } from './span.ts';
import { stepsOf } from './steps.ts';

/** One thing that an operator or the node does, some time after the last. */
export interface Operation {
  readonly afterMs: number;
  readonly kind: OperationKind;
  /** Picks a pod, and a container of it. */
  readonly pick: number;
  /** Undefined: the deletion asks for none. */
  readonly graceSeconds: number | undefined;
  readonly downMs: number;
  readonly exitCode: number;
  /** Picks a step of the pod to be aimed at, and how far from it the operation comes. */
  readonly aim: { readonly step: number; readonly offMs: number } | undefined;
}

export type OperationKind =
  | 'delete'
  | 'restartKubelet'
  | 'killContainer'
  | 'evict'
  | 'preempt'
  | 'sandboxDeath'
  | 'updateImage'
  | 'recreate'
  | 'deleteMirror'
  | 'shutDownNode'
  | 'reboot';

/** Any operation; the most common kinds first. */
export function arbitraryOperation(): fc.Arbitrary<Operation> {
  return fc.record({
    // Some come so soon after the one before that nothing has been done about that yet.
    afterMs: fc.oneof(
      { arbitrary: arbitrarySpan(20_000), weight: 2 },
      { arbitrary: arbitrarySpan(3_000), weight: 2 },
      { arbitrary: fc.nat(30), weight: 1 },
    ),
    kind: fc.oneof(
      { arbitrary: fc.constant('delete' as const), weight: 5 },
      { arbitrary: fc.constant('restartKubelet' as const), weight: 2 },
      {
        arbitrary: fc.constantFrom('killContainer', 'evict', 'sandboxDeath', 'updateImage', 'recreate'),
        weight: 5,
      },
      // Most runs leave them out.
      { arbitrary: fc.constantFrom('preempt', 'shutDownNode', 'reboot', 'deleteMirror'), weight: 4 },
    ),
    pick: fc.nat(11),
    graceSeconds: fc.option(arbitraryGrace(), { nil: undefined }),
    downMs: arbitrarySpan(12_000),
    exitCode: fc.constantFrom(137, 0, 1),
    aim: fc.option(
      fc.record({ step: fc.nat(50), offMs: fc.constantFrom(0, 1, -1, 5, -5, 100, -100, 300, 1_000, -1_000) }),
      { nil: undefined },
    ),
  });
}

/** Whether the families allow the operation. Deletions always are: what a second one needs is looked at where they stand. */
function isAllowed(operation: Operation, families: Families): boolean {
  switch (operation.kind) {
    case 'delete':
      return true;
    case 'restartKubelet':
      return families.kubeletRestarts;
    case 'killContainer':
      return families.exits || families.recoveries;
    case 'evict':
    case 'preempt':
      return families.evictions;
    case 'sandboxDeath':
      return families.sandboxDeaths;
    case 'updateImage':
      return families.imageUpdates;
    case 'recreate':
      return families.recreations;
    case 'deleteMirror':
      return families.staticPods;
    case 'shutDownNode':
      return families.nodeShutdowns;
    case 'reboot':
      return families.reboots;
  }
}

/** What operations are done to. */
export interface Field {
  readonly pods: readonly Pod[];
  readonly behaviour: Readonly<Record<string, ContainerBehaviour>>;
  readonly families: Families;
  /** The pod that comes from a manifest on the node, by name. */
  readonly staticPod: string | undefined;
  /** When each pod is created, in their order. */
  readonly createdMs: readonly number[];
}

/** The operations as actions at their times, from `startMs` on: a kubelet starts again before it stops again. */
export function actionsOf(operations: readonly Operation[], field: Field, startMs: number): readonly Action[] {
  const { pods, families } = field;
  const actions: Action[] = [];
  const deleted = new Set<string>();
  let now = startMs;
  let upAgain = startMs;
  for (const operation of operations.filter((candidate) => isAllowed(candidate, families))) {
    const pod = pods[operation.pick % pods.length];
    const name = pod?.metadata.name;
    if (pod === undefined || name === undefined) continue;
    // What is aimed before anything else has happened is aimed at the start of its pod.
    const createdMs =
      actions.length === 0 && isAimed(operation, families) ? field.createdMs[pods.indexOf(pod)] : undefined;
    now = (createdMs ?? now) + spanBefore(operation, pod, field);
    if (operation.kind === 'restartKubelet' || operation.kind === 'reboot') {
      const atMs = Math.max(now, upAgain);
      upAgain = atMs + operation.downMs + 1;
      const dying = operation.kind === 'reboot' ? pods : [];
      const deaths = dying.map(({ metadata }) => ({ atMs, op: 'sandboxDeath', pod: metadata.name ?? '' }) as const);
      actions.push({ atMs, op: 'kubeletStop' }, ...deaths, { atMs: upAgain, op: 'kubeletStart' });
      continue;
    }
    if (operation.kind === 'delete') {
      if (deleted.has(name) && !families.repeatedDeletions) continue;
      deleted.add(name);
    }
    actions.push(...actionsOn(operation, pod, name, now, name === field.staticPod));
  }
  return actions.toSorted((one, other) => one.atMs - other.atMs);
}

function isAimed({ aim }: Operation, { aims }: Families): boolean {
  return aim !== undefined && aims;
}

/** How long after the last operation this one comes: as drawn, or with a step of the pod. */
function spanBefore({ aim, afterMs, kind, pick }: Operation, pod: Pod, { families, behaviour }: Field): number {
  if (aim === undefined || !families.aims) return afterMs;
  const { all, running } = stepsOf(pod, behaviour);
  // A process is killed while it runs.
  if (kind === 'killContainer') return (running[pick % running.length] ?? 0) + Math.abs(aim.offMs);
  return Math.max(0, (all[aim.step % all.length] ?? 0) + aim.offMs);
}
