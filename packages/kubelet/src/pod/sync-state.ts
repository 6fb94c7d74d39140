import type { PodState } from './state.ts';

export const act = (pod: PodState): void => {
  if (pod.sync !== undefined) pod.sync = { ...pod.sync, acted: true };
};

export const stepDone = (pod: PodState): void => {
  if (pod.sync === undefined) return;
  pod.sync = { ...pod.sync, current: undefined };
};

export const fail = (pod: PodState, text: string, retryAt?: number): void => {
  if (pod.sync === undefined) return;
  const error = retryAt === undefined ? { text } : { text, retryAt };
  pod.sync = { ...pod.sync, errors: [...pod.sync.errors, error] };
};

/** Gives up what is left of the plan. */
export const abandon = (pod: PodState): void => {
  if (pod.sync !== undefined) pod.sync = { ...pod.sync, steps: [] };
  stepDone(pod);
};
