import type { Action } from '@simlet/cluster';
import type { Pod } from '@simlet/objects';
import fc from 'fast-check';
import type { Families } from './families.ts';
import { arbitraryGrace, arbitrarySpan } from './span.ts';

/** One thing that an operator or the node does, some time after the last. */
export interface Operation {
  readonly afterMs: number;
  readonly kind: 'delete' | 'restartKubelet' | 'killContainer' | 'evict' | 'sandboxDeath' | 'updateImage' | 'recreate';
  /** Picks a pod, and a container of it. */
  readonly pick: number;
  /** Undefined: the deletion asks for none. */
  readonly graceSeconds: number | undefined;
  readonly downMs: number;
  readonly exitCode: number;
}

/** Any operation; the most common kinds first. */
export function arbitraryOperation(): fc.Arbitrary<Operation> {
  return fc.record({
    afterMs: fc.oneof(arbitrarySpan(20_000), arbitrarySpan(3_000)),
    kind: fc.oneof(
      { arbitrary: fc.constant('delete' as const), weight: 5 },
      { arbitrary: fc.constant('restartKubelet' as const), weight: 2 },
      {
        arbitrary: fc.constantFrom('killContainer', 'evict', 'sandboxDeath', 'updateImage', 'recreate'),
        weight: 5,
      },
    ),
    pick: fc.nat(11),
    graceSeconds: fc.option(arbitraryGrace(), { nil: undefined }),
    downMs: arbitrarySpan(12_000),
    exitCode: fc.constantFrom(137, 0, 1),
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
      return families.exits;
    case 'evict':
      return families.evictions;
    case 'sandboxDeath':
      return families.sandboxDeaths;
    case 'updateImage':
      return families.imageUpdates;
    case 'recreate':
      return families.recreations;
  }
}

/** The operations as actions at their times, from `startMs` on: a kubelet starts again before it stops again. */
export function actionsOf(
  operations: readonly Operation[],
  pods: readonly Pod[],
  families: Families,
  startMs: number,
): readonly Action[] {
  const actions: Action[] = [];
  const deleted = new Set<string>();
  let now = startMs;
  let upAgain = startMs;
  for (const operation of operations.filter((candidate) => isAllowed(candidate, families))) {
    now += operation.afterMs;
    const pod = pods[operation.pick % pods.length];
    const name = pod?.metadata.name;
    if (pod === undefined || name === undefined) continue;
    if (operation.kind === 'restartKubelet') {
      const atMs = Math.max(now, upAgain);
      upAgain = atMs + operation.downMs + 1;
      actions.push({ atMs, op: 'kubeletStop' }, { atMs: upAgain, op: 'kubeletStart' });
      continue;
    }
    if (operation.kind === 'delete') {
      if (deleted.has(name) && !families.repeatedDeletions) continue;
      deleted.add(name);
    }
    actions.push(...actionsOn(operation, pod, name, now));
  }
  return actions.toSorted((one, other) => one.atMs - other.atMs);
}

function actionsOn(operation: Operation, pod: Pod, name: string, atMs: number): readonly Action[] {
  const { graceSeconds, exitCode, pick } = operation;
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const container = containers[pick % containers.length]?.name ?? '';
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  switch (operation.kind) {
    case 'delete':
      return [{ atMs, op: 'delete', pod: name, ...grace }];
    case 'killContainer':
      // A process whose child is killed for its memory may end with 0 by itself.
      return [
        {
          atMs,
          op: 'killContainer',
          pod: name,
          container,
          exitCode,
          ...(exitCode === 1 ? {} : { reason: 'OOMKilled' }),
        },
      ];
    case 'evict':
      return [{ atMs, op: 'evict', pod: name, ...grace }];
    case 'sandboxDeath':
      return [{ atMs, op: 'sandboxDeath', pod: name }];
    case 'updateImage':
      return [{ atMs, op: 'updateImage', pod: name, container, image: `img-${name}-${container}:2` }];
    case 'recreate':
      return [
        { atMs, op: 'delete', pod: name, gracePeriodSeconds: 0 },
        { atMs: atMs + 1, op: 'create', pod: name },
      ];
    case 'restartKubelet':
      return [];
  }
}
