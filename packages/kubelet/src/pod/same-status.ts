import type { ApiPodStatus } from '../api-pod.ts';
import type { CompactContainerStatus, CompactTermination } from '../facts.ts';

/** Whether two statuses are equal field by field, so that a write would change nothing. */
export const sameStatus = (left: ApiPodStatus, right: ApiPodStatus): boolean =>
  left === right ||
  (left.phase === right.phase &&
    left.reason === right.reason &&
    left.message === right.message &&
    left.observedGeneration === right.observedGeneration &&
    left.startTime === right.startTime &&
    left.podIP === right.podIP &&
    sameRecord(left.conditions, right.conditions) &&
    sameRecord(left.transitions, right.transitions) &&
    sameContainers(left.containers, right.containers) &&
    sameContainers(left.initContainers, right.initContainers));

type Named<Value> = Readonly<Record<string, Value>> | undefined;

/** Whether two records have the same fields, in whatever order. */
const sameRecord = <Value extends string | number>(left: Named<Value>, right: Named<Value>): boolean => {
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  let fields = 0;
  for (const key in left) {
    if (left[key] !== right[key]) return false;
    fields += 1;
  }
  for (const _key in right) fields -= 1;
  return fields === 0;
};

type Containers = readonly CompactContainerStatus[] | undefined;

const sameContainers = (left: Containers, right: Containers): boolean => {
  if (left === right) return true;
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  return left.every((status, index) => sameContainer(status, right[index]));
};

const sameContainer = (left: CompactContainerStatus, right: CompactContainerStatus | undefined): boolean =>
  left === right ||
  (right !== undefined &&
    left.name === right.name &&
    left.restartCount === right.restartCount &&
    left.ready === right.ready &&
    left.started === right.started &&
    sameTermination(left, right) &&
    (left.last === right.last ||
      (left.last !== undefined && right.last !== undefined && sameTermination(left.last, right.last))));

const sameTermination = (
  left: CompactTermination | CompactContainerStatus,
  right: CompactTermination | CompactContainerStatus,
): boolean =>
  left.id === right.id &&
  left.state === right.state &&
  left.reason === right.reason &&
  left.message === right.message &&
  left.exitCode === right.exitCode &&
  left.startedAtS === right.startedAtS &&
  left.finishedAtS === right.finishedAtS;
