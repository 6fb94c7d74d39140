import type { Instance } from './instance.ts';
import type { RuntimePod } from './state.ts';

export const findInstance = (pod: RuntimePod, id: string): Instance | undefined =>
  pod.instances.find((instance) => instance.id === id);

/** Puts what a change makes of an instance in its place. */
export const changeInstance = (pod: RuntimePod, id: string, change: (instance: Instance) => Instance): void => {
  pod.instances = pod.instances.map((instance) => (instance.id === id ? change(instance) : instance));
};
