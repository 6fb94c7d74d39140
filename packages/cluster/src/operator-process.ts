import { MILLISECOND } from '@simlet/core';
import type { Behaviour, Turn } from '@simlet/core';
import { API_SERVER, apiPodAddress, loopAddress, manifestsAddress, runtimeAddress } from '@simlet/kubelet';
import type { ActionFact, LoopMessage, NodeHosts, RuntimeRootMessage } from '@simlet/kubelet';

import type { ApiPodMessage } from './api-messages.ts';
import type { Action } from './scenario.ts';
import type { ManifestsMessage } from './static-files-process.ts';

export interface OperatorInput {
  /** By name of the node. */
  readonly hosts: Readonly<Record<string, NodeHosts>>;
  /** Where an action goes that names no node. */
  readonly first: string;
  readonly actions: readonly Action[];
  /** Names of the pods that are bound to a node, by its name. */
  readonly podsOf: Readonly<Record<string, readonly string[]>>;
  /** By name of the pod. */
  readonly pods: Readonly<Record<string, { readonly namespace: string; readonly node: string }>>;
}

interface OperatorMessage {
  readonly kind: 'act';
  readonly action: Action;
}

/** Does what the scenario says, when it says so. */
export const operator: Behaviour<OperatorInput, OperatorInput, OperatorMessage> = {
  kind: 'operator',
  trusted: true,
  start(input, turn) {
    for (const action of input.actions) turn.after(action.atMs * MILLISECOND, { kind: 'act', action });
    return input;
  },
  receive(state, { action }, turn) {
    turn.record(echo(action));
    act(state, action, turn);
    return state;
  },
};

const echo = (action: Action): ActionFact => ({
  kind: 'action',
  op: action.op,
  pod: 'pod' in action ? action.pod : undefined,
  container: 'container' in action ? action.container : undefined,
  node: 'node' in action ? action.node : undefined,
});

/** The hosts of the node that an action is about. */
const hostsFor = ({ hosts, first, pods }: OperatorInput, action: Action): NodeHosts => {
  const ofPod = 'pod' in action ? pods[action.pod]?.node : undefined;
  const node = 'node' in action ? action.node : ofPod;
  const found = hosts[node ?? first];
  if (found === undefined) throw new Error(`there is no node ${node ?? first}`);
  return found;
};

const act = (state: OperatorInput, action: Action, turn: Turn<OperatorMessage>): void => {
  const hosts = hostsFor(state, action);
  const toPod = (pod: string, message: ApiPodMessage): void =>
    turn.send(apiPodAddress({ api: API_SERVER }, state.pods[pod]?.namespace ?? 'default', pod), message);
  const toFiles = (message: ManifestsMessage): void => {
    const files = manifestsAddress(hosts);
    if (files !== undefined) turn.send(files, message);
  };
  const inject = (message: RuntimeRootMessage): void => turn.send(runtimeAddress(hosts), message);
  switch (action.op) {
    case 'create':
      return toPod(action.pod, { kind: 'create' });
    case 'delete':
      return toPod(action.pod, { kind: 'delete', gracePeriodSeconds: action.gracePeriodSeconds });
    case 'updateImage':
      return toPod(action.pod, { kind: 'update-image', container: action.container, image: action.image });
    case 'addStaticPod':
      return toFiles({ kind: 'add', pod: action.pod });
    case 'removeStaticPod':
      return toFiles({ kind: 'remove', pod: action.pod });
    case 'kubeletStop':
      return turn.crash(hosts.kubelet);
    case 'kubeletStart':
      return turn.boot(hosts.kubelet);
    case 'runtimeStop':
      return inject({ kind: 'runtime-down', takesContainers: action.takesContainers === true });
    case 'runtimeStart':
      return inject({ kind: 'runtime-up' });
    case 'drain':
      for (const pod of state.podsOf[action.node] ?? []) toPod(pod, { kind: 'delete', gracePeriodSeconds: undefined });
      return undefined;
    case 'killContainer': {
      const { pod, container, exitCode, reason } = action;
      return inject({ kind: 'inject', pod, event: { kind: 'kill-container', container, exitCode, reason } });
    }
    case 'sandboxDeath':
      return inject({ kind: 'inject', pod: action.pod, event: { kind: 'sandbox-death' } });
    case 'evict':
      return turn.send(loopAddress(hosts), {
        kind: 'kill-now',
        cause: 'eviction',
        pod: action.pod,
        gracePeriodSeconds: action.gracePeriodSeconds ?? 1,
        message: action.message ?? 'The node was low on resource: memory. ',
      } satisfies LoopMessage);
    case 'preempt':
      return turn.send(loopAddress(hosts), {
        kind: 'kill-now',
        cause: 'preemption',
        pod: action.pod,
        message: 'Preempted in order to admit critical pod',
      } satisfies LoopMessage);
    case 'nodeShutdown':
      return turn.send(loopAddress(hosts), shutdownOf(action));
  }
};

const shutdownOf = (action: Extract<Action, { op: 'nodeShutdown' }>): LoopMessage => {
  const criticalSeconds = action.criticalPodsSeconds ?? 0;
  return { kind: 'node-shutdown', regularSeconds: action.gracePeriodSeconds - criticalSeconds, criticalSeconds };
};
