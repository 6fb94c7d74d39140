import type { Container } from '@simlet/objects';

import type { ApiPod } from '../api-pod.ts';
import type { Features } from '../features.ts';
import type { InstanceStatus, RuntimePodStatus } from '../runtime/status.ts';
import { computeInitActions } from './init-actions.ts';
import { initContainers, isSidecar, mayRestart, mayRestartAfterExit, newestOf, restartPolicyOf } from './spec.ts';
import type { ProbeResult } from './state.ts';
import type { KillReason } from './steps.ts';

/** What one sync of a pod is to do. *Source:* kuberuntime_manager.go, computePodActions. */
export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** The sandbox that is replaced, if there was one. */
  readonly oldSandbox: string | undefined;
  readonly sandboxAttempt: number;
  readonly initToStart: readonly string[];
  readonly toStart: readonly string[];
  readonly toKill: readonly InstanceToKill[];
}

/** An instance that is killed while its pod goes on, and the text of its `Killing` event. */
export interface InstanceToKill {
  readonly instance: string;
  readonly container: string;
  readonly message: string;
  readonly reason: KillReason;
}

/** What a probe of that type has found about an instance, if anything. */
export type Verdicts = (type: 'liveness' | 'startup', instance: string) => ProbeResult | undefined;

/**
 * Decides what a sync does from spec, runtime status and probe verdicts. *Source:* kuberuntime_manager.go,
 * computePodActions.
 */
export const computeActions = (
  pod: ApiPod,
  status: RuntimePodStatus,
  verdicts: Verdicts,
  features: Features,
): PodActions => {
  const sandbox = sandboxChange(pod, status);
  if (sandbox.changed) return actionsForNewSandbox(pod, status, sandbox);
  const init = computeInitActions(pod, status, verdicts, features);
  if (init.killPod || !init.initialised) return inSandbox(sandbox, init.killPod, init.toStart, [], init.toKill);
  const { kept, toStart, toKill } = regularActions(pod, status, verdicts);
  if (kept === 0 && toStart.length === 0) return inSandbox(sandbox, true, [], [], []);
  const kills = init.toKill.length === 0 ? toKill : init.toKill.concat(toKill);
  return inSandbox(sandbox, false, init.toStart, toStart, kills);
};

/** What is to be done where the sandbox stays, or is not replaced. */
const inSandbox = (
  { attempt }: SandboxChange,
  killPod: boolean,
  initToStart: readonly string[],
  toStart: readonly string[],
  toKill: readonly InstanceToKill[],
): PodActions => ({
  killPod,
  createSandbox: false,
  oldSandbox: undefined,
  sandboxAttempt: attempt,
  initToStart,
  toStart,
  toKill,
});

interface SandboxChange {
  readonly changed: boolean;
  readonly attempt: number;
  readonly old: string | undefined;
}

/** *Source:* pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged; docs/fidelity.md 1.6.2. */
const sandboxChange = (pod: ApiPod, status: RuntimePodStatus): SandboxChange => {
  const newest = status.sandboxes[0];
  if (newest === undefined) return { changed: true, attempt: 0, old: undefined };
  const ready = status.sandboxes.filter((sandbox) => sandbox.ready).length;
  if (ready > 1 || !newest.ready) return { changed: true, attempt: newest.attempt + 1, old: newest.id };
  if (pod.spec.hostNetwork !== true && newest.ip === '')
    return { changed: true, attempt: newest.attempt + 1, old: newest.id };
  return { changed: false, attempt: newest.attempt, old: newest.id };
};

const actionsForNewSandbox = (pod: ApiPod, status: RuntimePodStatus, sandbox: SandboxChange): PodActions => {
  const inNewSandbox = (
    createSandbox: boolean,
    initToStart: readonly string[],
    toStart: readonly string[],
  ): PodActions => ({
    killPod: true,
    createSandbox,
    oldSandbox: sandbox.old,
    sandboxAttempt: sandbox.attempt,
    initToStart,
    toStart,
    toKill: [],
  });
  const restarts = anyMayRestart(pod, status);
  if (!restarts && sandbox.attempt !== 0 && status.containers.length !== 0) return inNewSandbox(false, [], []);
  const toStart = pod.spec.containers.filter((container) => !isDone(pod, container, status)).map((each) => each.name);
  if (toStart.length === 0 && hasInitialised(pod, status)) return inNewSandbox(false, [], []);
  const first = initContainers(pod.spec)[0];
  return first === undefined ? inNewSandbox(true, [], toStart) : inNewSandbox(true, [first.name], []);
};

const anyMayRestart = (pod: ApiPod, status: RuntimePodStatus): boolean =>
  restartPolicyOf(pod.spec) !== 'Never' ||
  pod.spec.containers.some(
    (container) =>
      (container.restartPolicy !== undefined || container.restartPolicyRules !== undefined) &&
      mayRestart(pod, container, status),
  );

/** A container that succeeded and is not started again in a new sandbox. */
const isDone = (pod: ApiPod, container: Container, status: RuntimePodStatus): boolean => {
  const policy = container.restartPolicy ?? restartPolicyOf(pod.spec);
  const newest = newestOf(status, container.name);
  return policy === 'OnFailure' && newest?.state === 'exited' && newest.exitCode === 0;
};

const hasInitialised = (pod: ApiPod, status: RuntimePodStatus): boolean => {
  const regular = initContainers(pod.spec).filter((container) => !isSidecar(container));
  const last = regular[regular.length - 1];
  if (last === undefined) return true;
  const newest = newestOf(status, last.name);
  const anyRegular = pod.spec.containers.some((container) => newestOf(status, container.name) !== undefined);
  return anyRegular || (newest?.state === 'exited' && newest.exitCode === 0);
};

interface RegularActions {
  readonly kept: number;
  readonly toStart: readonly string[];
  readonly toKill: readonly InstanceToKill[];
}

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions; docs/fidelity.md 1.6.3. */
const regularActions = (pod: ApiPod, status: RuntimePodStatus, verdicts: Verdicts): RegularActions => {
  const toStart: string[] = [];
  const toKill: InstanceToKill[] = [];
  let kept = 0;
  for (const container of pod.spec.containers) {
    const newest = newestOf(status, container.name);
    if (newest === undefined || newest.state !== 'running') {
      if (mayRestart(pod, container, status)) toStart.push(container.name);
      continue;
    }
    const kill = reasonToKill(container, newest, verdicts);
    if (kill === undefined) {
      kept += 1;
      continue;
    }
    const restart = kill.always || mayRestartAfterKill(pod, container);
    if (restart) toStart.push(container.name);
    toKill.push({
      instance: newest.id,
      container: container.name,
      message: restart ? `${kill.message}, will be restarted` : kill.message,
      reason: kill.reason,
    });
  }
  return { kept, toStart, toKill };
};

interface ReasonToKill {
  readonly message: string;
  readonly reason: KillReason;
  readonly always: boolean;
}

const reasonToKill = (container: Container, instance: InstanceStatus, verdicts: Verdicts): ReasonToKill | undefined => {
  if (instance.image !== container.image)
    return { message: `Container ${container.name} definition changed`, reason: 'none', always: true };
  if (verdicts('liveness', instance.id) === 'failure')
    return { message: `Container ${container.name} failed liveness probe`, reason: 'liveness', always: false };
  if (verdicts('startup', instance.id) === 'failure')
    return { message: `Container ${container.name} failed startup probe`, reason: 'startup', always: false };
  return undefined;
};

/** The rules on exit codes are not asked before the exit is known. */
const mayRestartAfterKill = (pod: ApiPod, container: Container): boolean =>
  mayRestartAfterExit(pod.spec, { ...container, restartPolicyRules: [] }, 1);
