import type { Writable } from '../writable.ts';
import type { Instance } from './instance.ts';
import type { RuntimePod } from './state.ts';

export const findInstance = (pod: RuntimePod, id: string): Instance | undefined =>
  pod.instances.find((instance) => instance.id === id);

/** Puts a changed copy of an instance in its place. */
export const changeInstance = (pod: RuntimePod, id: string, change: (next: Writable<Instance>) => void): void => {
  const index = pod.instances.findIndex((instance) => instance.id === id);
  const instance = pod.instances[index];
  if (instance === undefined) return;
  const next = copyOfInstance(instance);
  change(next);
  pod.instances = pod.instances.with(index, next);
};

const copyOfInstance = (instance: Instance): Writable<Instance> => ({
  id: instance.id,
  name: instance.name,
  attempt: instance.attempt,
  image: instance.image,
  sandbox: instance.sandbox,
  state: instance.state,
  startedAt: instance.startedAt,
  finishedAt: instance.finishedAt,
  exitCode: instance.exitCode,
  reason: instance.reason,
  behaviour: instance.behaviour,
  createdAt: instance.createdAt,
  signalled: instance.signalled,
  killed: instance.killed,
  postStarts: instance.postStarts,
  preStops: instance.preStops,
  endsAt: instance.endsAt,
});
