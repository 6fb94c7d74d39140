import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';

/** From a change in the API to what the kubelet does about it, in a calm world. */
const NOTICE_MS = 9;
/** RunPodSandbox, CreateContainer and StartContainer in a calm world. */
const SANDBOX_MS = 160;
const CREATE_AND_START_MS = 70;
const PULL_MS = 400;

/**
 * Spans in milliseconds after which something of the pod is at a turn, as its behaviour says: from the creation of the pod,
 * the end of each pull, start and hook; from a deletion, the end of each hook, the stop signal and the exit.
 */
export function stepsOf(pod: Pod, behaviours: Readonly<Record<string, ContainerBehaviour>>): readonly number[] {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const grace = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1_000;
  const steps = [NOTICE_MS, NOTICE_MS + grace, NOTICE_MS + grace + 2_000];
  let started = NOTICE_MS + SANDBOX_MS;
  for (const { name } of containers) {
    const behaviour = behaviours[`${pod.metadata.name ?? ''}/${name}`] ?? {};
    const pulled = started + (behaviour.pullMs ?? PULL_MS);
    const running = pulled + CREATE_AND_START_MS;
    const hooked = running + (behaviour.postStart?.[0]?.ms ?? 0);
    steps.push(started, pulled, pulled + 30, running, hooked);
    started =
      hooked + (pod.spec.initContainers?.some((each) => each.name === name) === true ? (behaviour.runMs ?? 0) : 0);
    const drained = NOTICE_MS + Math.min(behaviour.preStop?.[0]?.ms ?? 0, grace);
    steps.push(drained, drained + (behaviour.sigterm?.exitAfterMs ?? 100));
  }
  return steps;
}
