import type { Address, Micros, Turn } from '@simlet/core';

import { RUNTIME_DOWN_AFTER } from './constants.ts';
import type { LoopMessage } from './messages.ts';
import type { Outage, PodMessage } from './pod/state.ts';

type Pods = Iterable<{ readonly address: Address }>;

/** Whether there is no runtime now; where `since` is given, whether there has been none since then. */
export const isOutage = (outage: Outage | undefined, since: Micros | undefined = outage?.from): boolean =>
  outage !== undefined && outage.to === undefined && outage.from === since;

/**
 * Without a runtime no relist succeeds, and after 30 s the loop does nothing any more. *Source:*
 * pkg/kubelet/kubelet.go, syncLoop and updateRuntimeUp; docs/fidelity.md 1.2.2.
 */
export const outageBegins = (pods: Pods, turn: Turn<LoopMessage>): Outage => {
  tell(pods, turn, false);
  turn.after(RUNTIME_DOWN_AFTER, { kind: 'runtime-error', since: turn.now });
  return { from: turn.now, to: undefined };
};

/** The runtime is back: what became of the pods the next relist finds. */
export const outageEnds = (pods: Pods, turn: Turn<LoopMessage>, before: Outage | undefined): Outage => {
  tell(pods, turn, true);
  const from: Micros = before?.from ?? turn.now;
  return { from, to: turn.now };
};

const tell = (pods: Pods, turn: Turn<LoopMessage>, up: boolean): void => {
  for (const { address } of pods) turn.send(address, { kind: 'runtime-outage', up } satisfies PodMessage);
};
