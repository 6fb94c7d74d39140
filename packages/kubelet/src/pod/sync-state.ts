import type { PodState } from './state.ts';

/** Notes that the sync did something, so that a relist follows it. */
export const act = (pod: PodState): void => {
  if (pod.sync !== undefined) pod.sync.acted = true;
};

/** The step under way is over. */
export const stepDone = (pod: PodState): void => {
  if (pod.sync !== undefined) pod.sync.current = undefined;
};

/** Notes an error of the sync, which goes on. */
export const fail = (pod: PodState, text: string, retryAt?: number): void => {
  if (pod.sync === undefined) return;
  const error = retryAt === undefined ? { text } : { text, retryAt };
  pod.sync.errors = [...pod.sync.errors, error];
};

/** Gives up what is left of the plan. */
export const abandon = (pod: PodState): void => {
  if (pod.sync !== undefined) pod.sync.steps = [];
  stepDone(pod);
};
