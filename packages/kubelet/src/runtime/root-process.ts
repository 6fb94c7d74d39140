import type { Behaviour, Micros, Turn } from '@simlet/core';

import type { ContainerBehaviour, RuntimeLatencies } from '../behaviour.ts';
import type { Disturbance } from '../foresight.ts';
import type { RuntimeFact } from '../facts.ts';
import type { LoopMessage, RuntimeRequest } from '../messages.ts';
import { loopAddress, runtimePodAddress } from '../names.ts';
import type { Mutants } from '../mutants.ts';
import type { NodeHosts } from '../names.ts';
import type { RuntimeFaults } from './faults.ts';
import type { ImagesMessage } from './images-process.ts';
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
  /** The runtime dies, and comes back after so long; without `backAfter` only when it is told to. */
  | { readonly kind: 'runtime-down'; readonly takesContainers: boolean; readonly backAfter?: Micros }
  | { readonly kind: 'runtime-up' }
  /** A fault for whatever pod of that name is there. */
  | { readonly kind: 'inject'; readonly pod: string; readonly event: RuntimeEvent };

const POD_PREFIX = 'pods/';

interface RuntimeState extends RuntimeInput {
  readonly down: boolean;
  /** A kubelet that started while the runtime was down learns of its pods when it is back. */
  readonly listsWhenUp: boolean;
}

type RootTurn = Turn<RuntimeRootMessage>;

const tellPods = (state: RuntimeState, turn: RootTurn, event: RuntimeEvent): void => {
  for (const key of turn.disk.keys())
    if (key.startsWith(POD_PREFIX)) turn.send(runtimePodAddress(state.hosts, key.slice(POD_PREFIX.length)), event);
};

const goDown = (
  state: RuntimeState,
  turn: RootTurn,
  { takesContainers, backAfter }: Extract<RuntimeRootMessage, { kind: 'runtime-down' }>,
): RuntimeState => {
  if (state.down) return state;
  turn.record({ kind: 'runtime', event: 'stopped', takesContainers } satisfies RuntimeFact);
  tellPods(state, turn, { kind: 'runtime-dies', takesContainers });
  turn.send(state.hosts.images, { kind: 'runtime-outage', up: false } satisfies ImagesMessage);
  turn.send(loopAddress(state.hosts), { kind: 'runtime-outage', up: false } satisfies LoopMessage);
  if (backAfter !== undefined) turn.after(backAfter, { kind: 'runtime-up' });
  return { ...state, down: true };
};

const comeBack = (state: RuntimeState, turn: RootTurn): RuntimeState => {
  if (!state.down) return state;
  turn.record({ kind: 'runtime', event: 'started' } satisfies RuntimeFact);
  tellPods(state, turn, { kind: 'runtime-returns' });
  turn.send(state.hosts.images, { kind: 'runtime-outage', up: true } satisfies ImagesMessage);
  turn.send(loopAddress(state.hosts), { kind: 'runtime-outage', up: true } satisfies LoopMessage);
  if (state.listsWhenUp) tellPods(state, turn, { kind: 'report-to-kubelet' });
  return { ...state, down: false, listsWhenUp: false };
};

/**
 * The container runtime of a node: makes a process for each pod that gets its first sandbox. Which pods it has it keeps
 * on its disk, as containerd does in its metadata store.
 */
export const runtimeRoot: Behaviour<RuntimeInput, RuntimeState, RuntimeRootMessage> = {
  kind: 'runtime',
  trusted: true,
  start: (input) => ({ ...input, down: false, listsWhenUp: false }),
  receive(state, message, turn) {
    if (message.kind === 'runtime-down') return goDown(state, turn, message);
    if (message.kind === 'runtime-up') return comeBack(state, turn);
    if (message.kind === 'list' && state.down) {
      turn.send(loopAddress(state.hosts), { kind: 'runtime-outage', up: false } satisfies LoopMessage);
      return { ...state, listsWhenUp: true };
    }
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
    const { uid, name, namespace } = message;
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
      down: state.down,
      request: message,
    };
    turn.spawn({ path: `pod/${uid}`, behaviour: runtimePod, input });
    return state;
  },
};
