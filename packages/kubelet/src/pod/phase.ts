import type { PodSpec } from '@simlet/objects';

import type { CompactContainerStatus, Phase } from '../facts.ts';
import type { Features } from '../features.ts';
import { unreachable } from '../unreachable.ts';
import { initContainers, isSidecar, mayRestartAfterExit } from './spec.ts';

interface Counts {
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
}

/** *Source:* pkg/kubelet/kubelet_pods.go, getPhase; docs/fidelity.md 7.2. */
export const phaseOf = (
  spec: PodSpec,
  statuses: { readonly init: readonly CompactContainerStatus[]; readonly regular: readonly CompactContainerStatus[] },
  begun: boolean,
  podIsTerminal: boolean,
  features: Features,
): Phase => {
  const init = lookAtInit(spec, statuses.init, features);
  const counts: Counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, succeeded: 0 };
  for (const container of initContainers(spec))
    if (isSidecar(container))
      count(
        counts,
        statuses.init.find((status) => status.name === container.name),
        true,
      );
  for (const container of spec.containers)
    count(
      counts,
      statuses.regular.find((status) => status.name === container.name),
      false,
    );

  if (init.failed && !restartsInit(spec)) return 'Failed';
  if (isInitPending(init, begun, features)) return 'Pending';
  if (counts.waiting > 0) return 'Pending';
  if (counts.running > 0 && counts.unknown === 0) return 'Running';
  if (counts.running === 0 && counts.stopped > 0 && counts.unknown === 0)
    return stoppedPhase(spec, statuses.regular, counts, podIsTerminal);
  return 'Pending';
};

const restartsInit = (spec: PodSpec): boolean => (spec.restartPolicy ?? 'Always') !== 'Never';

interface InitLook {
  failed: boolean;
  /** A regular init container is missing, runs or waits for its first start. */
  pending: boolean;
  sidecarPending: boolean;
}

const isInitPending = (init: InitLook, begun: boolean, features: Features): boolean => {
  switch (features.pendingInit) {
    case 'all':
      return init.pending || init.sidecarPending;
    case 'all-until-started':
      return (init.pending || init.sidecarPending) && !begun;
    case 'regular':
      return init.pending || (init.sidecarPending && !begun);
    default:
      return unreachable(features.pendingInit);
  }
};

const lookAtInit = (spec: PodSpec, statuses: readonly CompactContainerStatus[], features: Features): InitLook => {
  const look: InitLook = { failed: false, pending: false, sidecarPending: false };
  for (const container of initContainers(spec)) {
    const status = statuses.find((each) => each.name === container.name);
    if (isSidecar(container)) {
      if (status?.state === 'running' && !status.started) look.sidecarPending = true;
      if (status?.state === 'waiting' && status.last?.state !== 'terminated') look.sidecarPending = true;
      continue;
    }
    if (status === undefined || status.state === 'running') look.pending = true;
    else if (status.state === 'terminated') {
      if (status.exitCode !== 0) look.failed = true;
    } else if (status.last?.state !== 'terminated') look.pending = true;
    else if (status.last.exitCode !== 0) look.failed = true;
    else if (features.remembersRemovedInstances) look.pending = true;
  }
  return look;
};

const count = (counts: Counts, status: CompactContainerStatus | undefined, sidecar: boolean): void => {
  if (status === undefined) {
    counts.unknown += 1;
    return;
  }
  if (status.state === 'running') counts.running += 1;
  else if (status.state === 'terminated') {
    if (sidecar) return;
    counts.stopped += 1;
    if (status.exitCode === 0) counts.succeeded += 1;
  } else if (status.last?.state !== 'terminated') counts.waiting += 1;
  else if (!sidecar) counts.stopped += 1;
};

const stoppedPhase = (
  spec: PodSpec,
  statuses: readonly CompactContainerStatus[],
  counts: Counts,
  podIsTerminal: boolean,
): Phase => {
  const ended: Phase = counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
  if (podIsTerminal) return ended;
  const restarts = spec.containers.some((container) => {
    const status = statuses.find((each) => each.name === container.name);
    const exitCode = status?.state === 'terminated' ? status.exitCode : status?.last?.exitCode;
    return mayRestartAfterExit(spec, container, exitCode ?? 0);
  });
  return restarts ? 'Running' : ended;
};
