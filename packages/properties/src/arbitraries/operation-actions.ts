import type { Action } from '@simlet/cluster';
import type { Pod } from '@simlet/objects';
import type { Operation } from './operation.ts';

/** What an operation on one pod comes to. A static pod is changed through its manifest only; what is deleted in the API is its mirror. */
export function actionsOn(
  operation: Operation,
  pod: Pod,
  name: string,
  atMs: number,
  isStatic: boolean,
): readonly Action[] {
  const { graceSeconds, exitCode, pick } = operation;
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const container = containers[pick % containers.length]?.name ?? '';
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  switch (operation.kind) {
    case 'delete':
      return isStatic ? [{ atMs, op: 'removeStaticPod', pod: name }] : [{ atMs, op: 'delete', pod: name, ...grace }];
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
    case 'preempt':
      return [{ atMs, op: 'preempt', pod: name }];
    case 'sandboxDeath':
      return [{ atMs, op: 'sandboxDeath', pod: name }];
    case 'updateImage':
      if (isStatic) return [{ atMs, op: 'addStaticPod', pod: name }];
      return [{ atMs, op: 'updateImage', pod: name, container, image: `img-${name}-${container}:2` }];
    case 'recreate':
      return isStatic ? putBack(name, atMs, operation.downMs) : forced(name, atMs);
    case 'deleteMirror':
      return isStatic ? [{ atMs, op: 'delete', pod: name, ...grace }] : [];
    case 'shutDownNode':
      return [{ atMs, op: 'nodeShutdown', gracePeriodSeconds: graceSeconds ?? 30 }];
    case 'restartKubelet':
    case 'reboot':
      return [];
  }
}

function forced(pod: string, atMs: number): readonly Action[] {
  return [
    { atMs, op: 'delete', pod, gracePeriodSeconds: 0 },
    { atMs: atMs + 1, op: 'create', pod },
  ];
}

function putBack(pod: string, atMs: number, awayMs: number): readonly Action[] {
  return [
    { atMs, op: 'removeStaticPod', pod },
    { atMs: atMs + awayMs + 1, op: 'addStaticPod', pod },
  ];
}
