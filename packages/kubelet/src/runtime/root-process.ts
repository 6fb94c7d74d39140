import type { Behaviour } from '@simlet/core';

import type { ContainerBehaviour, RuntimeLatencies } from '../behaviour.ts';
import type { Disturbance } from '../foresight.ts';
import type { RuntimeRequest } from '../messages.ts';
import { runtimePodAddress } from '../names.ts';
import type { Mutants } from '../mutants.ts';
import type { NodeHosts } from '../names.ts';
import type { RuntimeFaults } from './faults.ts';
import { lateKey } from './lost-answers.ts';
import { runtimePod } from './pod-process.ts';
import type { RuntimePodInput } from './new-pod.ts';
import type { RuntimeEvent } from './state.ts';

export interface RuntimeInput {
  readonly hosts: NodeHosts;
  readonly behaviours: Readonly<Record<string, ContainerBehaviour>>;
  readonly latencies: Required<RuntimeLatencies>;
  /** What may go wrong with its calls. */
  readonly faults: RuntimeFaults;
  readonly mutants: Mutants;
  /** By name of the pod, where it is known and routine may be skipped. */
  readonly foresight: Foresight | undefined;
}

/** What the scenario will do, told to those who skip routine: by name of the pod, and to all pods of the node. */
export interface Foresight {
  readonly ofNode: readonly Disturbance[];
  readonly ofPods: Readonly<Record<string, readonly Disturbance[]>>;
}

export type RuntimeRootMessage =
  | Extract<RuntimeRequest, { kind: 'run-sandbox' }>
  /** The kubelet is done with a pod of which the runtime has nothing. */
  | { readonly kind: 'forget'; readonly uid: string }
  /** Every pod reports itself to the kubelet that starts. */
  | { readonly kind: 'list' }
  /** A fault for whatever pod of that name is there. */
  | { readonly kind: 'inject'; readonly pod: string; readonly event: RuntimeEvent };

const POD_PREFIX = 'pods/';

/**
 * The container runtime of a node: makes a process for each pod that gets its first sandbox. Which pods it has it keeps
 * on its disk, as containerd does in its metadata store.
 */
export const runtimeRoot: Behaviour<RuntimeInput, RuntimeInput, RuntimeRootMessage> = {
  kind: 'runtime',
  trusted: true,
  start: (input) => input,
  receive(state, message, turn) {
    if (message.kind === 'forget') {
      const key = `${POD_PREFIX}${message.uid}`;
      if (turn.disk.read(key) === undefined || turn.disk.read(lateKey(message.uid)) !== undefined) return state;
      turn.disk.remove(key);
      turn.disk.sync();
      turn.stop(runtimePodAddress(state.hosts, message.uid));
      return state;
    }
    if (message.kind !== 'run-sandbox') {
      const event: RuntimeEvent = message.kind === 'list' ? { kind: 'report-to-kubelet' } : message.event;
      for (const key of turn.disk.keys()) {
        if (!key.startsWith(POD_PREFIX)) continue;
        const wanted = message.kind === 'list' || turn.disk.read(key) === message.pod;
        if (wanted) turn.send(runtimePodAddress(state.hosts, key.slice(POD_PREFIX.length)), event);
      }
      return state;
    }
    const key = `${POD_PREFIX}${message.uid}`;
    if (turn.disk.read(key) !== undefined) {
      turn.send(runtimePodAddress(state.hosts, message.uid), message);
      return state;
    }
    turn.disk.write(key, message.name);
    turn.disk.sync();
    const { uid, name, namespace, call } = message;
    const { hosts, behaviours, latencies, faults, mutants, foresight } = state;
    const disturbances = foresight === undefined ? undefined : foresight.ofNode.concat(foresight.ofPods[name] ?? []);
    const input: RuntimePodInput = {
      hosts,
      behaviours,
      latencies,
      faults,
      mutants,
      disturbances,
      uid,
      name,
      namespace,
      call,
    };
    turn.spawn({ path: `pod/${uid}`, behaviour: runtimePod, input });
    return state;
  },
};
