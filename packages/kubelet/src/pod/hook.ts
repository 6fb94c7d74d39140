import type { Container, LifecycleHandler } from '@simlet/objects';

import type { HandlerKind, HookName } from '../facts.ts';
import type { RuntimeAnswer } from '../messages.ts';
import { ask, nextCall } from './calls.ts';
import { formatPod } from './spec.ts';
import type { PodState, PodTurn } from './state.ts';

const handlerKind = (handler: LifecycleHandler): HandlerKind => {
  if (handler.exec !== undefined) return 'exec';
  if (handler.httpGet !== undefined) return 'httpGet';
  if (handler.sleep !== undefined) return 'sleep';
  return 'tcpSocket';
};

/** The handler of a hook of a container, if it has one. */
export const hookOf = (container: Container | undefined, hook: HookName): LifecycleHandler | undefined =>
  container?.lifecycle?.[hook];

/** Whether the handler can run at all: `tcpSocket` is accepted by the API and fails always. */
export const isRunnable = (handler: LifecycleHandler): boolean => handlerKind(handler) !== 'tcpSocket';

/** Sends a hook to its container; the answer comes as a continuation `hook`. */
export const sendHook = (
  pod: PodState,
  turn: PodTurn,
  hook: HookName,
  handler: LifecycleHandler,
  container: string,
  instance: string,
): string => {
  const call = nextCall(pod, { kind: 'hook', hook, instance, container });
  ask(pod, turn, {
    kind: 'hook',
    call,
    hook,
    handler: handlerKind(handler),
    container,
    id: instance,
    seconds: handler.sleep?.seconds,
  });
  return call;
};

/**
 * Whether the kubelet takes a hook for successful: a command by its exit code, a request by any answer at all.
 * *Source:* pkg/kubelet/lifecycle/handlers.go; docs/fidelity.md 3.7.
 */
export const hookSucceeded = (answer: RuntimeAnswer): boolean => answer.ok || answer.httpStatus !== undefined;

/** What the kubelet says of a failed hook. *Source:* pkg/kubelet/lifecycle/handlers.go; docs/fidelity.md 2.3. */
export const hookFailure = (
  pod: PodState,
  container: Container,
  handler: LifecycleHandler,
  answer: RuntimeAnswer | undefined,
): string => {
  const place = `for Container "${container.name}" in Pod "${formatPod(pod)}" failed - error: `;
  if (handler.exec !== undefined) {
    const command = (handler.exec.command ?? []).join(' ');
    return `Exec lifecycle hook ([${command}]) ${place}${execError(command, answer)}, message: ""`;
  }
  if (handler.httpGet !== undefined) {
    const path = handler.httpGet.path ?? '/';
    const body = pod.features.messages.httpHookFailureHasBody ? ', message: ""' : '';
    return `HTTP lifecycle hook (${path}) ${place}${httpError(pod, container, handler, answer)}${body}`;
  }
  if (handler.sleep !== undefined)
    return `Sleep lifecycle hook (${handler.sleep.seconds}) ${place}${answer?.error ?? ''}`;
  return `Cannot run handler: invalid handler: ${JSON.stringify(handler)}`;
};

export const NOT_RUNNING =
  'rpc error: code = Unknown desc = failed to exec in container: container is in CONTAINER_EXITED state';

const execError = (command: string, answer: RuntimeAnswer | undefined): string =>
  answer?.outcome === 'lost'
    ? (answer.error ?? '')
    : answer?.outcome === 'notRunning'
      ? NOT_RUNNING
      : `command '${command}' exited with ${answer?.exitCode ?? 1}: `;

/** What the client says of a request that nobody answered. */
export const httpError = (
  pod: PodState,
  container: Container,
  handler: LifecycleHandler,
  answer: RuntimeAnswer | undefined,
): string => {
  const get = handler.httpGet;
  const address = `${get?.host ?? podIp(pod)}:${portNumber(container, get?.port ?? 0)}`;
  const path = get?.path ?? '/';
  const url = pod.features.plainHttpHooks
    ? `http://${address}/${path}`
    : `${(get?.scheme ?? 'HTTP').toLowerCase()}://${address}${path}`;
  if (answer?.outcome === 'containerExited') return `Get "${url}": EOF`;
  return `Get "${url}": dial tcp ${address}: connect: connection refused`;
};

/** The address of the newest sandbox. */
export const podIp = (pod: PodState): string => pod.runtime.sandboxes[0]?.ip ?? '';

/** A port by number, by number in a string, or by the name of a port of the container. */
export const portNumber = (container: Container, port: number | string): number => {
  if (typeof port === 'number') return port;
  const named = container.ports?.find((each) => each.name === port);
  return named?.containerPort ?? Number(port);
};
