import type { ContainerBehaviour, RuntimeLatencies } from '../behaviour.ts';
import type { Disturbance } from '../foresight.ts';
import type { RuntimeRequest } from '../messages.ts';
import type { Mutants } from '../mutants.ts';
import { podAddress } from '../names.ts';
import type { NodeHosts } from '../names.ts';
import type { RuntimeFaults } from './faults.ts';
import type { RuntimePod } from './state.ts';
import { EMPTY_RUNTIME_STATUS } from './status.ts';

export interface RuntimePodInput {
  readonly hosts: NodeHosts;
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly behaviours: Readonly<Record<string, ContainerBehaviour>>;
  readonly latencies: Required<RuntimeLatencies>;
  readonly faults: RuntimeFaults;
  readonly mutants: Mutants;
  /** What will be done to the pod, where that is known beforehand and routine may be skipped. */
  readonly disturbances: readonly Disturbance[] | undefined;
  readonly down: boolean;
  /** The RunPodSandbox call that brought the pod here. */
  readonly request: Extract<RuntimeRequest, { kind: 'run-sandbox' }>;
}

/** What the runtime knows of a pod that has nothing yet. */
export const newRuntimePod = (input: RuntimePodInput): RuntimePod => ({
  hosts: input.hosts,
  uid: input.uid,
  name: input.name,
  namespace: input.namespace,
  kubelet: podAddress(input.hosts, input.uid),
  behaviours: input.behaviours,
  latencies: input.latencies,
  faults: input.faults,
  mutants: input.mutants,
  disturbances: input.disturbances,
  down: input.down,
  sandboxes: [],
  instances: [],
  calls: [],
  reported: EMPTY_RUNTIME_STATUS,
});

/** A copy for a turn to change, field by field for the reason that `copyOfPod` of the kubelet has. */
export const copyOfRuntimePod = (pod: RuntimePod): RuntimePod => ({
  hosts: pod.hosts,
  uid: pod.uid,
  name: pod.name,
  namespace: pod.namespace,
  kubelet: pod.kubelet,
  behaviours: pod.behaviours,
  latencies: pod.latencies,
  faults: pod.faults,
  mutants: pod.mutants,
  disturbances: pod.disturbances,
  down: pod.down,
  sandboxes: pod.sandboxes,
  instances: pod.instances,
  calls: pod.calls,
  reported: pod.reported,
});
