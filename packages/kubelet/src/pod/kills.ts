import { appended } from '../appended.ts';
import type { Micros } from '@simlet/core';

import type { Writable } from '../writable.ts';
import type { Kill, PodState } from './state.ts';

/** The kill of an instance as it begins, without a grace yet. */
export const newKill = (instance: string, container: string, ordered: boolean, now: Micros): Writable<Kill> => ({
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

/** A copy of a kill in another stage, which begins now, with nothing that it waits for. */
export const inStage = (kill: Kill, stage: Kill['stage'], grace: number, now: Micros): Writable<Kill> => ({
  id: kill.id,
  name: kill.name,
  grace,
  override: kill.override,
  stage,
  message: kill.message,
  stageSince: now,
  ordered: kill.ordered,
  timer: undefined,
  hookCall: undefined,
});

/** Puts a kill in the place of the one of its instance, or behind the others where there is none. */
export const setKill = (pod: PodState, kill: Kill): void => {
  const index = pod.kills.findIndex((each) => each.id === kill.id);
  pod.kills = index < 0 ? appended(pod.kills, kill) : pod.kills.with(index, kill);
};

export const removeKill = (pod: PodState, instance: string): void => {
  pod.kills = pod.kills.filter((kill) => kill.id !== instance);
};
