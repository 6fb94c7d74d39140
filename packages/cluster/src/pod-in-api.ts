import type { World } from '@simlet/core';
import { API_SERVER, apiPodAddress } from '@simlet/kubelet';
import type { ApiPod, Fact } from '@simlet/kubelet';

import type { ApiPodState } from './api-pod-process.ts';

/** The pod that the API server of a world stores under a name at this instant; undefined where there is none. */
export const podInApi = (world: World<Fact>, namespace: string, name: string): ApiPod | undefined => {
  const state = world.stateOf(apiPodAddress({ api: API_SERVER }, namespace, name)) as ApiPodState | undefined;
  return state?.pod;
};
