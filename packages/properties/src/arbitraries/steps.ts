import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';

/** From a change in the API to what the kubelet does about it, in a calm world. */
const NOTICE_MS = 9;
/** RunPodSandbox, CreateContainer and StartContainer in a calm world. */
const SANDBOX_MS = 160;
const CREATE_AND_START_MS = 70;
const PULL_MS = 400;

/** The steps of a pod in a calm world, in milliseconds. */
export interface Steps {
  /** From the creation of the pod: the end of each pull, start and hook; from a deletion: of each hook, stop signal and exit. */
  readonly all: readonly number[];
  /** From the creation of the pod until each container runs, in the order of the spec. */
  readonly running: readonly number[];
}

/** Where something of the pod is at a turn, as its behaviour says. */
export function stepsOf(pod: Pod, behaviours: Readonly<Record<string, ContainerBehaviour>>): Steps {
  const init = pod.spec.initContainers ?? [];
  const grace = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1_000;
  const all = [NOTICE_MS, NOTICE_MS + grace, NOTICE_MS + grace + 2_000];
  const running: number[] = [];
  let started = NOTICE_MS + SANDBOX_MS;
  for (const container of [...init, ...pod.spec.containers]) {
    const behaviour = behaviours[`${pod.metadata.name ?? ''}/${container.name}`] ?? {};
    const pulled = started + (behaviour.pullMs ?? PULL_MS);
    const runs = pulled + CREATE_AND_START_MS;
    const hooked = runs + (behaviour.postStart?.[0]?.ms ?? 0);
    const drained = NOTICE_MS + Math.min(behaviour.preStop?.[0]?.ms ?? 0, grace);
    all.push(started, pulled, pulled + 30, runs, hooked, drained, drained + (behaviour.sigterm?.exitAfterMs ?? 100));
    running.push(runs);
    started = hooked + (init.includes(container) ? (behaviour.runMs ?? 0) : 0);
  }
  return { all, running };
}
