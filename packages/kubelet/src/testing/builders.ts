import type { Container, PodSpec } from '@simlet/objects';

import type { ApiPod, ApiPodStatus } from '../api-pod.ts';
import type { CompactContainerStatus } from '../facts.ts';
import { featuresOf } from '../features.ts';
import type { Features } from '../features.ts';
import { nodeAddresses, nodeHosts, podAddresses } from '../names.ts';
import { newPod } from '../pod/new-pod.ts';
import type { PodState } from '../pod/state.ts';
import type { InstanceStatus, RuntimePodStatus, SandboxStatus } from '../runtime/status.ts';

/** The newest version, with some switches set otherwise. */
export const features = (changes: Partial<Features> = {}): Features => ({ ...featuresOf('1.36'), ...changes });

export const container = (name: string, fields: Partial<Container> = {}): Container => ({
  name,
  image: `${name}:1`,
  imagePullPolicy: 'IfNotPresent',
  ...fields,
});

/** An init container that is restarted always. */
export const sidecar = (name: string, fields: Partial<Container> = {}): Container =>
  container(name, { restartPolicy: 'Always', ...fields });

/** A spec with its defaults: one container `main`, grace 30, restart policy Always. */
export const podSpec = (fields: Partial<PodSpec> = {}): PodSpec => ({
  containers: [container('main')],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  ...fields,
});

export const apiPod = (spec: Partial<PodSpec> = {}, fields: Partial<ApiPod> = {}): ApiPod => ({
  uid: 'uid-web-0',
  name: 'web',
  namespace: 'default',
  generation: 1,
  createdAt: 0,
  spec: podSpec(spec),
  status: apiStatus(),
  ...fields,
});

/** A pod whose deletion was asked for. */
export const deletedPod = (spec: Partial<PodSpec> = {}, seconds = 30): ApiPod =>
  apiPod(spec, { deletionTimestamp: seconds * 1_000_000, deletionGracePeriodSeconds: seconds });

export const apiStatus = (fields: Partial<ApiPodStatus> = {}): ApiPodStatus => ({
  phase: 'Pending',
  conditions: {},
  ...fields,
});

export const sandbox = (attempt = 0, fields: Partial<SandboxStatus> = {}): SandboxStatus => ({
  id: `sandbox#${attempt}`,
  attempt,
  ready: true,
  ip: '10.88.0.1',
  ...fields,
});

/** A running instance; `main#2` is of the container `main` and has attempt 2. */
export const running = (id: string, fields: Partial<InstanceStatus> = {}): InstanceStatus => {
  const [name = '', attempt = '0'] = id.split('#');
  return {
    id,
    name,
    attempt: Number(attempt),
    image: `${name}:1`,
    sandbox: 'sandbox#0',
    state: 'running',
    startedAt: 1_000_000,
    ...fields,
  };
};

export const exited = (id: string, exitCode: number, fields: Partial<InstanceStatus> = {}): InstanceStatus =>
  running(id, {
    state: 'exited',
    exitCode,
    finishedAt: 5_000_000,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...fields,
  });

/** What a runtime with a ready sandbox says; instances newest first. */
export const runtimeStatus = (
  containers: readonly InstanceStatus[],
  sandboxes: readonly SandboxStatus[] = [sandbox()],
): RuntimePodStatus => ({ sandboxes, containers });

/** A container that runs, is started and is ready. */
export const runningStatus = (name: string, fields: Partial<CompactContainerStatus> = {}): CompactContainerStatus => ({
  name,
  id: `${name}#0`,
  state: 'running',
  startedAtS: 1,
  ready: true,
  started: true,
  restartCount: 0,
  ...fields,
});

export const waitingStatus = (name: string, fields: Partial<CompactContainerStatus> = {}): CompactContainerStatus => ({
  name,
  state: 'waiting',
  reason: 'ContainerCreating',
  ready: false,
  started: false,
  restartCount: 0,
  ...fields,
});

export const terminatedStatus = (
  name: string,
  exitCode: number,
  fields: Partial<CompactContainerStatus> = {},
): CompactContainerStatus => ({
  name,
  id: `${name}#0`,
  state: 'terminated',
  reason: exitCode === 0 ? 'Completed' : 'Error',
  exitCode,
  ready: false,
  started: false,
  restartCount: 0,
  ...fields,
});

/** The state of a kubelet that knows of a pod and has done nothing for it yet. */
export const podState = (api: ApiPod, fields: Partial<PodState> = {}): PodState => ({
  ...newPod({
    addresses: podAddresses(nodeAddresses(nodeHosts('node-1')), `node-1.kubelet/pod/${api.uid}`, api),
    uid: api.uid,
    name: api.name,
    namespace: api.namespace,
    kubeletStart: 0,
    generation: 0,
    features: features(),
  }),
  pod: api,
  lastPod: api,
  ...fields,
});
