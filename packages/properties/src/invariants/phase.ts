import type { CompactContainerStatus, CompactStatus, Phase } from '@simlet/kubelet';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import type { Life } from '../history/history.ts';
import { isRunning, knownLife } from '../history/lookup.ts';
import { always } from '../rule.ts';

/** Failed and Succeeded: nothing comes after them. */
export function isTerminal(phase: Phase | undefined): boolean {
  return phase === 'Failed' || phase === 'Succeeded';
}

export function allContainers(status: CompactStatus): readonly CompactContainerStatus[] {
  return [...(status.initContainers ?? []), ...(status.containers ?? [])];
}

/** S19, PHASE-MONOTONE. */
export const phaseForward: Invariant<null> = always(
  {
    id: 'phase-forward',
    sentence:
      'The phase of a pod never runs backwards: Failed and Succeeded are final, and Running returns to Pending only when the pod is initialised anew.',
    source:
      'pkg/kubelet/kubelet_pods.go (generateAPIPodStatus, getPhase); kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (Pod phase)',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    const before = life?.status?.phase;
    const now = fact.status.phase;
    if (life === undefined || before === undefined) return undefined;
    if (isTerminal(before) && now !== before && !isRevised(fact.status, life))
      return broken(fact.pod, undefined, `The phase went from ${before} to ${now}.`);
    if (before === 'Running' && now === 'Pending' && !startsAnew(life, fact.status) && !fallsBack(life, context)) {
      return broken(
        fact.pod,
        undefined,
        'The phase went from Running to Pending though the pod was not initialised anew.',
      );
    }
    return kept;
  },
);

/**
 * The last status of a pod may make a failure of a success: its active deadline has passed meanwhile, or the record of a
 * container is gone. And it may make a success of a failure that the node had given as its reason, where the pod was
 * deleted as well. The kubelet holds the phase only against the pod object in hand, which may be from before.
 * *Source*: pkg/kubelet/kubelet_pods.go (generateAPIPodStatus), v1.36; derived from the code, not seen in a recording.
 */
function isRevised({ phase, reason, containers = [], initContainers = [] }: CompactStatus, life: Life): boolean {
  const lost = [...containers, ...initContainers].some((each) => each.reason === 'ContainerStatusUnknown');
  if (phase === 'Failed') return lost || reason === 'DeadlineExceeded';
  const deleted = life.requests.some(({ kind }) => kind === 'deletion');
  return phase === 'Succeeded' && deleted && life.requests.some(({ kind }) => kind !== 'deletion');
}

/**
 * With a new sandbox, or because the records of its containers are gone, the init containers of a pod run again; and a
 * container that was created and never started counts as one that waits.
 */
function startsAnew(life: Life, status: CompactStatus): boolean {
  if (life.sandbox.serial > 0 || life.sandbox.lostAt !== undefined) return true;
  const runsAgain = (status.initContainers ?? []).some(({ name, restartCount, state }) => {
    return restartCount > 0 && state === 'running' && life.parts.get(name)?.role === 'init';
  });
  if (runsAgain || life.recordLost) return true;
  return life.instances.some((instance) => {
    const { container, exited, attempt, createdAt, startBeganAt, runningAt, creationLost } = instance;
    const begun = startBeganAt !== undefined || creationLost;
    const unstarted = createdAt !== undefined && begun && runningAt === undefined;
    return unstarted || (life.parts.get(container)?.role === 'init' && exited === undefined && (attempt ?? 0) > 0);
  });
}

/** Before 1.33 a pod counted as Pending again while a sidecar ran and all its regular containers waited to be restarted. */
function fallsBack(life: Life, context: Context): boolean {
  return context.history.minor < 33 && [...life.parts.values()].some((part) => part.role === 'sidecar');
}

/** S19, TERMINAL-QUIET. */
export const terminalAfterStop: Invariant<null> = always(
  {
    id: 'terminal-after-stop',
    sentence:
      'A pod is reported as Failed or Succeeded only when none of its containers runs, and then it is not Ready.',
    source:
      'pkg/kubelet/status/status_manager.go (terminal phases are withheld until the pod is terminated), v1.27 and later',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    if (!isTerminal(fact.status.phase) || life === undefined) return undefined;
    const alive = life.instances.find(isRunning);
    if (alive !== undefined)
      return broken(fact.pod, alive.id, `The pod was reported as ${fact.status.phase} while ${alive.id} still ran.`);
    const ready = fact.status.conditions['Ready'];
    if (ready === 'True')
      return broken(fact.pod, undefined, `The pod was reported as ${fact.status.phase} and Ready at once.`);
    return kept;
  },
);

/** TERMINAL-QUIET, the other half. */
export const noStartAfterTerminal: Invariant<null> = always(
  {
    id: 'no-start-after-terminal',
    sentence: 'After a pod was reported as Failed or Succeeded none of its containers is created.',
    source: 'pkg/kubelet/kubelet.go (SyncPod: a terminal phase ends the pod), v1.36',
  },
  ['cri/CreateContainer/begin', 'status'],
  (fact, context) => {
    if (fact.kind === 'status') return isTerminal(fact.status.phase) ? kept : undefined;
    if (fact.pod === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || !isTerminal(life.status?.phase)) return undefined;
    return broken(
      fact.pod,
      fact.container,
      `${fact.container ?? 'A container'} was created after the pod was reported as ${life.status?.phase ?? ''}.`,
    );
  },
);

/** PHASE-TRUTH: a failure has a cause. */
export const failedHasACause: Invariant<null> = always(
  {
    id: 'failed-has-a-cause',
    sentence: 'A pod is reported as Failed only if a container of it failed or was never run, or if a reason is given.',
    source: 'pkg/kubelet/kubelet_pods.go (getPhase), v1.36; pkg/kubelet/status/status_manager.go (TerminatePod)',
  },
  ['status'],
  (fact, context) => {
    const life = knownLife(context.history, fact.pod);
    const { phase, reason } = fact.status;
    if (life === undefined || phase !== 'Failed' || life.status?.phase === 'Failed') return undefined;
    const regular = fact.status.containers ?? [];
    const fine = regular.length > 0 && regular.every(endedWell);
    const init = (fact.status.initContainers ?? []).every((each) => {
      return life.parts.get(each.name)?.role === 'sidecar' ? !isLost(each) : endedWell(each);
    });
    if (reason !== undefined || !fine || !init) return kept;
    return broken(fact.pod, undefined, 'The pod was reported as Failed though all its containers had exited with 0.');
  },
);

function endedWell({ state, exitCode }: CompactContainerStatus): boolean {
  return state === 'terminated' && exitCode === 0;
}

/**
 * A container that waited for its first start when the pod ended, as far as the kubelet knew: its records may be gone. Such a
 * pod is Pending to the last, and Failed for that, also where the container is a sidecar, whose end counts for nothing else.
 */
function isLost({ reason, last }: CompactContainerStatus): boolean {
  return reason === 'ContainerStatusUnknown' && last?.state !== 'terminated';
}
