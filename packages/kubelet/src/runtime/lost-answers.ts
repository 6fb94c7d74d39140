import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import { CRI_DEADLINE } from '../constants.ts';
import { unreachable } from '../unreachable.ts';
import type { CallUnderWay, PendingCall, RuntimePod, RuntimeTurn } from './state.ts';

/**
 * What becomes of the answer to a call: it comes, or the connection breaks as the call ends, or the answer is never
 * sent and the kubelet gives up at the deadline, or the connection breaks as the call begins. In all of them the call
 * has its effect: the runtime does not take back what it has begun.
 */
export type Answer = (typeof ANSWERS)[number];

const ANSWERS = ['answered', 'lost as it ends', 'lost until its deadline', 'lost as it begins'] as const;

const OF_STARTS = ['answered', 'lost as it ends', 'lost until its deadline'] as const;

/** Whether the answer to a call that begins is lost, and how. Always answered where the fault budget has no lost answers. */
export const answerTo = (pod: RuntimePod, turn: RuntimeTurn, kind: PendingCall['kind']): Answer => {
  if (!pod.faults.answers || kind === 'hook' || kind === 'probe') return 'answered';
  const name = `runtime.answer/${kind}/${pod.name}`;
  return turn.decide.oneOf(name, kind === 'start-container' ? OF_STARTS : ANSWERS, [1, 20]);
};

/** Whether the answer to a command or a pull that has ended is lost: as it ends, since neither has a deadline. */
export const answerIsLost = (
  answers: boolean,
  turn: Pick<RuntimeTurn, 'decide'>,
  kind: 'hook' | 'pull-image',
  pod: string,
): boolean => answers && turn.decide.oneOf(`runtime.answer/${kind}/${pod}`, OF_ENDS, [1, 20]) !== 'answered';

const OF_ENDS = ['answered', 'lost as it ends'] as const;

const LATEST: Micros = 30 * SECOND;

/** How much longer a call takes whose caller is gone: long enough that the kubelet may try again before it is done. */
export const lateness = (pod: RuntimePod, turn: RuntimeTurn, kind: PendingCall['kind']): Micros =>
  turn.decide.integer(`runtime.late/${kind}/${pod.name}`, {
    simplest: 0,
    min: 0,
    max: LATEST,
    interesting: [15 * SECOND, LATEST],
    distribution: { kind: 'heavy-tailed', unit: MILLISECOND, odds: [1, 2] },
  });

/**
 * How long the kubelet waits for an answer. *Source:* cri-client remote_runtime.go; docs/fidelity.md 6: RunPodSandbox has
 * twice the deadline, StopContainer its own time on top.
 */
export const deadlineOf = ({ pending, since }: CallUnderWay): Micros => {
  switch (pending.kind) {
    case 'run-sandbox':
      return since + 2 * CRI_DEADLINE;
    case 'stop-container':
      return since + CRI_DEADLINE + pending.timeoutSeconds * SECOND;
    case 'stop-sandbox':
    case 'create-container':
    case 'start-container':
      return since + CRI_DEADLINE;
    case 'hook':
    case 'probe':
      return Number.POSITIVE_INFINITY;
    default:
      return unreachable(pending);
  }
};

/** What the kubelet's client says of a connection that broke. *Source:* grpc-go, as the kubelet's logs show it. */
export const CONNECTION_LOST = 'rpc error: code = Unavailable desc = error reading from server: EOF';
/** What it says while there is no runtime. *Source:* as above. */
export const CONNECTION_REFUSED: string =
  'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: ' +
  'dial unix /run/containerd/containerd.sock: connect: connection refused"';
/** What it says of a call that took too long. *Source:* as above; kubernetes/kubernetes issue 139670. */
export const DEADLINE_EXCEEDED = 'rpc error: code = DeadlineExceeded desc = context deadline exceeded';

/** What the runtime says where a call of the same name goes on. *Source:* containerd internal/cri/server/container_create.go, sandbox_run.go. */
export const nameIsReserved = (what: 'container' | 'sandbox', name: string, holder: string): string =>
  `rpc error: code = Unknown desc = failed to reserve ${what} name "${name}": name "${name}" is reserved for "${holder}"`;

/** On the disk of the runtime while the sandbox of a pod is made although its caller is gone. */
export const lateKey = (uid: string): string => `late/${uid}`;
