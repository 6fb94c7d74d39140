import { SECOND } from '@simlet/core';
import type { CompactContainerStatus, CompactStatus } from '@simlet/kubelet';
import type { Instance, Life } from '../history/history.ts';
import { isRunning, newestOf, openKill } from '../history/lookup.ts';
import type { Part } from '../history/pod-parts.ts';
import { awaitsAnswer, isWithoutRuntime, statusesLag } from '../history/standstill.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { eventually } from '../rule.ts';
import { isDeceived } from './init-order.ts';
import { allContainers, isTerminal } from './phase.ts';

/** After so long without anything happening, the status says what is. */
const QUIET = 30 * SECOND;

/** Pods that nobody ends and to which nothing happens any more, seen by one kubelet. */
export function settled(context: Context): readonly (Life & { readonly status: CompactStatus })[] {
  const { kubelet, lives } = context.history;
  if (isWithoutRuntime(context.history, context.at, QUIET)) return [];
  if (!kubelet.up || context.at - kubelet.startedAt < QUIET || statusesLag(context.scenario)) return [];
  return [...lives.values()].flatMap((life) => {
    const { status } = life;
    if (status === undefined || life.overlapped || life.removed !== undefined || life.requests.length > 0) return [];
    if (life.pod.spec.activeDeadlineSeconds !== undefined || life.createdAt < kubelet.startedAt) return [];
    if (context.at - Math.max(life.lastProgressAt, life.createdAt) < QUIET) return [];
    return awaitsAnswer(life, context) || life.instances.some((instance) => isBusy(instance, context))
      ? []
      : [{ ...life, status }];
  });
}

function isBusy(instance: Instance, { history }: Context): boolean {
  const hook = instance.postStart;
  return (hook !== undefined && hook.endedAt === undefined) || openKill(history, instance) !== undefined;
}

function lasting(life: Life): readonly Part[] {
  return [...life.parts.values()].filter(({ role }) => role !== 'init');
}

function runs(life: Life, name: string): boolean {
  const newest = newestOf(life, name);
  return newest !== undefined && isRunning(newest);
}

/** PHASE-TRUTH and READY-TRUTH at rest. */
export const runningPodSaysSo: Invariant<null> = eventually(
  {
    id: 'running-pod-says-so',
    sentence:
      'A pod all of whose containers run and have no startup or readiness probe is reported in the end as Running and Ready.',
    source: 'pkg/kubelet/kubelet_pods.go (getPhase), pkg/kubelet/status/generate.go, v1.36',
  },
  (context) =>
    settled(context).flatMap((life): readonly Finding[] => {
      const parts = lasting(life);
      const probed = parts.some(({ container }) => container.startupProbe ?? container.readinessProbe);
      if (probed || !parts.every(({ container }) => runs(life, container.name))) return [];
      if (life.status.phase !== 'Running' && isDeceived(life, context)) return [];
      if (life.status.phase !== 'Running')
        return [broken(life.name, undefined, `All containers run, and the pod is reported as ${life.status.phase}.`)];
      const unready = shown(life, parts).find(({ ready }) => !ready);
      if (unready !== undefined)
        return [broken(life.name, unready.id, `${unready.name} runs without a probe, and is not reported as ready.`)];
      if (life.status.conditions['Ready'] === 'True') return [kept];
      return [broken(life.name, undefined, 'All containers are ready, and the pod is not reported as Ready.')];
    }),
);

function shown(
  life: Life & { readonly status: CompactStatus },
  parts: readonly Part[],
): readonly CompactContainerStatus[] {
  const names = new Set(parts.map(({ container }) => container.name));
  return allContainers(life.status).filter(({ name }) => names.has(name));
}

/** PHASE-TRUTH: a pod comes to its end. */
export const finishedPodSaysSo: Invariant<null> = eventually(
  {
    id: 'finished-pod-says-so',
    sentence:
      'A pod whose containers have all exited and may not be started again is reported in the end as Succeeded or Failed.',
    source: 'pkg/kubelet/kubelet_pods.go (getPhase), pkg/kubelet/pod_workers.go, v1.36',
  },
  (context) =>
    settled(context).flatMap((life): readonly Finding[] => {
      const regular = lasting(life).filter(({ role }) => role === 'regular');
      if (!regular.every((part) => isOver(life, part))) return [];
      if (isTerminal(life.status.phase)) return [kept];
      if (awaitsSidecar(life)) return [];
      return [
        broken(
          life.name,
          undefined,
          `All containers are over for good, and the pod is still reported as ${life.status.phase}.`,
        ),
      ];
    }),
);

/**
 * Regular containers that have exited do not show that the pod was initialised, and a sidecar that does only while it runs: where
 * the last of the init containers is one that exits again and again, the kubelet never looks at the regular ones.
 * *Source*: pkg/kubelet/kuberuntime/kuberuntime_container.go (computeInitContainerActions), v1.36.
 */
function awaitsSidecar(life: Life): boolean {
  const last = life.pod.spec.initContainers?.at(-1);
  return last?.restartPolicy === 'Always' && !runs(life, last.name);
}

function isOver(life: Life, { container }: Part): boolean {
  const newest = newestOf(life, container.name);
  const code = newest?.exited?.code;
  if (newest?.exited === undefined || code === undefined || container.restartPolicyRules !== undefined) return false;
  const policy = container.restartPolicy ?? life.pod.spec.restartPolicy ?? 'Always';
  return policy === 'Never' || (policy === 'OnFailure' && code === 0);
}
