import type { Micros } from '@simlet/core';

import type { Kill, PodState } from './state.ts';

/** The kill of an instance as it begins, without a grace yet. */
export const newKill = (instance: string, container: string, ordered: boolean, now: Micros): Kill => ({
  id: instance,
  name: container,
  grace: 0,
  override: undefined,
  stage: 'preStop',
  message: undefined,
  stageSince: now,
  ordered,
  timer: undefined,
  hookCall: undefined,
});

/** The kill of an instance that is under way. */
export const killOf = (pod: PodState, instance: string): Kill | undefined =>
  pod.kills.find((kill) => kill.id === instance);

/** Puts a kill in the place of the one of its instance, or behind the others where there is none. */
export const setKill = (pod: PodState, kill: Kill): void => {
  const index = pod.kills.findIndex((each) => each.id === kill.id);
  pod.kills = index < 0 ? [...pod.kills, kill] : pod.kills.with(index, kill);
};

export const removeKill = (pod: PodState, instance: string): void => {
  pod.kills = pod.kills.filter((kill) => kill.id !== instance);
};
