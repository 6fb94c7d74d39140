import { MILLISECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import type { Disturbance } from '../foresight.ts';
import type { Instance } from './instance.ts';
import type { RuntimePod } from './state.ts';

/** What will disturb a pod as far as it can be told: what is done to it, and what its containers do by themselves. */
export const foreseen = (pod: RuntimePod, done: readonly Disturbance[]): readonly Disturbance[] => {
  let all = done;
  for (const instance of pod.instances)
    for (const at of turningPoints(instance)) all = all.concat([{ from: at, to: at + 1 }]);
  return all;
};

const NONE: readonly Micros[] = [];

/** When the entry point of an instance ends by itself or because a hook has told it to, and when its probes begin to answer otherwise. */
const turningPoints = ({ state, startedAt, endsAt, behaviour }: Instance): readonly Micros[] => {
  if (state !== 'running' || startedAt === undefined) return NONE;
  const { runMs, startup, readiness, liveness } = behaviour;
  const lives = endsAt === undefined && (runMs === undefined || runMs === null);
  // Most have none, and this is asked with every change of a pod.
  if (lives && startup === undefined && readiness === undefined && liveness === undefined) return NONE;
  const answers = [startup, readiness, liveness].flatMap((probe) => (probe?.timeline ?? []).map(([fromMs]) => fromMs));
  const all = runMs === undefined || runMs === null ? answers : [...answers, runMs];
  const points = all.map((ms) => startedAt + ms * MILLISECOND);
  return endsAt === undefined ? points : [...points, endsAt];
};
