import type { Instance } from './instance.ts';
import type { RuntimePod } from './state.ts';

export const findInstance = (pod: RuntimePod, id: string): Instance | undefined =>
  pod.instances.find((instance) => instance.id === id);

export const changeInstance = (pod: RuntimePod, id: string, change: Partial<Instance>): void => {
  pod.instances = pod.instances.map((instance) => (instance.id === id ? { ...instance, ...change } : instance));
};
