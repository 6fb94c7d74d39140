import { sidecarOrder } from '../invariants/sidecar-order.ts';
import * as stop from '../invariants/stop.ts';
import type { Bite } from './teeth.ts';
import { all, alter, delayFrom, drop, matches, repeat, shift } from './trace.ts';

const begin = { kind: 'cri', call: 'StopContainer', phase: 'begin' };
const sigkill = { kind: 'signal', signal: 'SIGKILL' };
const sigterm = { kind: 'signal', signal: 'SIGTERM' };

/** Changes that break the invariants of `invariants/stop.ts`. */
export const stopBites: readonly Bite[] = [
  {
    invariant: stop.stopTimeout,
    id: 'prestop-leaves-one-second',
    change: 'the second that the hook left is all that the container gets',
    mutation: alter(begin, { timeoutSeconds: 1 }),
  },
  {
    invariant: stop.stopTimeout,
    id: 'prestop-leaves-one-second',
    change: 'the time of the hook is not taken off the grace',
    mutation: alter(begin, { timeoutSeconds: 10 }),
  },
  {
    invariant: stop.stopTimeout,
    id: 'evict-hard',
    change: 'the grace of an eviction is that of the spec',
    mutation: alter(begin, { timeoutSeconds: 30 }),
  },
  {
    invariant: stop.stopTimeout,
    id: 'liveness-kill-runs-prestop',
    change: 'a liveness kill gets one second more than its grace has left',
    mutation: alter(begin, { timeoutSeconds: 9 }),
  },
  {
    invariant: stop.stopWithoutDelay,
    id: 'prestop-leaves-one-second',
    change: 'the stop comes 10 ms after the end of the hook',
    mutation: shift(begin, 10),
  },
  {
    invariant: stop.killNotEarly,
    id: 'prestop-leaves-one-second',
    change: 'SIGKILL comes 100 ms early',
    mutation: shift(sigkill, -100),
  },
  {
    invariant: stop.killNotEarly,
    id: 'delete-sigterm-ignored',
    change: 'the runtime is asked for a second less',
    mutation: all(alter(begin, { timeoutSeconds: 1 }), shift(sigkill, -2_000)),
  },
  {
    invariant: stop.killNotLate,
    id: 'delete-sigterm-ignored',
    change: 'SIGKILL comes 3 s late',
    mutation: delayFrom(sigkill, 3_000),
  },
  {
    invariant: stop.killNotLate,
    id: 'delete-sigterm-ignored',
    change: 'SIGKILL never comes',
    mutation: all(
      drop(sigkill),
      drop({ kind: 'container', event: 'exited' }),
      drop({ kind: 'cri', call: 'StopContainer', phase: 'end' }),
      drop({ kind: 'cri', call: 'StopPodSandbox' }),
      drop({ kind: 'cri', call: 'RemoveContainer' }),
      drop({ kind: 'api', by: 'kubelet' }),
    ),
  },
  {
    invariant: stop.twoSecondsAfterSignal,
    id: 'delete-grace-one',
    change: 'SIGKILL follows a second after SIGTERM',
    mutation: shift(sigkill, -1_000),
  },
  { invariant: stop.sigtermOnce, id: 'delete-basic', change: 'SIGTERM is sent again', mutation: repeat(sigterm, 10) },
  { invariant: stop.sigtermOnce, id: 'delete-basic', change: 'nobody stopped the container', mutation: drop(begin) },
  {
    invariant: sidecarOrder,
    id: 'e2e-sidecar-terminate-reverse-order-delete',
    change: 'the first sidecar is told to stop when the end of the pod begins',
    mutation: (trace) => {
      const first = trace.findIndex((entry) => matches(entry, begin));
      const sidecars = trace.filter((entry) => matches(entry, begin)).slice(1);
      const early = sidecars.map((entry) => ({ ...entry, tMs: trace[first]?.tMs ?? 0 }));
      return [...trace.filter((entry) => !sidecars.includes(entry)), ...early].toSorted(
        (one, other) => one.tMs - other.tMs,
      );
    },
  },
];
