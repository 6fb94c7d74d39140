import type { AnyProcessSpec } from '@simlet/core';

import type { ContainerBehaviour, RuntimeLatencies } from './behaviour.ts';
import { featuresOf } from './features.ts';
import type { KubernetesVersion } from './features.ts';
import type { KubeletLimits } from './kubelet-limits.ts';
import { kubeletLoop } from './loop-process.ts';
import type { LoopInput } from './loop-process.ts';
import { NO_MUTANTS } from './mutants.ts';
import type { Mutants } from './mutants.ts';
import { statusClientAddress } from './names.ts';
import type { NodeHosts } from './names.ts';
import { puller } from './puller-process.ts';
import { statusClient } from './status-client-process.ts';
import { statusWriter } from './status-writer-process.ts';
import type { RuntimeFaults } from './runtime/faults.ts';
import { runtimeImages } from './runtime/images-process.ts';
import type { ImagesInput } from './runtime/images-process.ts';
import { runtimeRoot } from './runtime/root-process.ts';
import type { Foresight } from './runtime/root-process.ts';

/** What boots on the kubelet's host. */
export const kubeletProcesses = (
  hosts: NodeHosts,
  version: KubernetesVersion,
  mutants: Mutants = NO_MUTANTS,
  limits: KubeletLimits = {},
  statusTrouble = false,
): readonly AnyProcessSpec[] => {
  const client = statusTrouble ? statusClientAddress(hosts) : undefined;
  const input: LoopInput = { hosts, features: featuresOf(version, mutants) };
  return [
    { path: 'loop', behaviour: kubeletLoop, input },
    { path: 'puller', behaviour: puller, input: { hosts, limits } },
    { path: 'status-writer', behaviour: statusWriter, input: { version, client } },
    ...(statusTrouble ? [{ path: 'status-client', behaviour: statusClient, input: undefined }] : []),
  ];
};

/** What boots on the host of the container runtime. */
export const runtimeProcesses = (
  hosts: NodeHosts,
  behaviours: Readonly<Record<string, ContainerBehaviour>>,
  latencies: Required<RuntimeLatencies>,
  faults: RuntimeFaults,
  mutants: Mutants = NO_MUTANTS,
  foresight?: Foresight,
): readonly AnyProcessSpec[] => {
  const { kubelet } = hosts;
  const images: ImagesInput = { kubelet, behaviours, pullMs: latencies.pullMs, losesAnswers: faults.answers };
  return [
    { path: 'runtime', behaviour: runtimeRoot, input: { hosts, behaviours, latencies, faults, mutants, foresight } },
    { path: 'images', behaviour: runtimeImages, input: images },
  ];
};
