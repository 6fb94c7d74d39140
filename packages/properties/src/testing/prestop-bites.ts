import * as prestop from '../invariants/prestop.ts';
import type { Bite } from './teeth.ts';
import { all, alter, delayFrom, drop, repeat, shift } from './trace.ts';

const stop = { kind: 'cri', call: 'StopContainer', phase: 'begin' };
const preStop = { kind: 'hook', hook: 'preStop', phase: 'start' };

/** Changes that break the invariants of `invariants/prestop.ts`. */
export const preStopBites: readonly Bite[] = [
  {
    invariant: prestop.stopAfterPreStop,
    id: 'prestop-sleep',
    change: 'SIGTERM no longer waits for the hook',
    mutation: all(shift(stop, -1_000), shift({ kind: 'signal', signal: 'SIGTERM' }, -1_000)),
  },
  {
    invariant: prestop.stopAfterPreStop,
    id: 'prestop-sleep-cut-by-override',
    change: 'the hook is left half a second before its grace is used up',
    mutation: shift(stop, -500),
  },
  {
    invariant: prestop.preStopBoundedByGrace,
    id: 'prestop-sleep-cut-by-override',
    change: 'the kubelet waits for the hook one second longer than the grace',
    mutation: delayFrom(stop, 1_000),
  },
  {
    invariant: prestop.preStopOnlyOnRunning,
    id: 'prestop-leaves-one-second',
    change: 'the container exits before its hook begins',
    mutation: shift({ kind: 'container', event: 'exited' }, -15_000),
  },
  {
    invariant: prestop.preStopNeedsGrace,
    id: 'prestop-leaves-one-second',
    change: 'the kill is one without grace',
    mutation: alter({ kind: 'event', reason: 'Killing' }, { message: 'killing' }),
  },
  {
    invariant: prestop.preStopDelivered,
    id: 'prestop-leaves-one-second',
    change: 'the hook is left out',
    mutation: drop({ kind: 'hook' }),
  },
  {
    invariant: prestop.preStopDelivered,
    id: 'kubelet-restart-twice-mid-prestop',
    change: 'the last kubelet does not deliver the hook again',
    mutation: all(drop({ kind: 'hook', delivery: 2 })),
  },
  {
    invariant: prestop.preStopOncePerKill,
    id: 'prestop-leaves-one-second',
    change: 'the hook is delivered again by the same kubelet',
    mutation: repeat(preStop, 4_000, { delivery: 1 }),
  },
  {
    invariant: prestop.preStopOncePerKill,
    id: 'prestop-leaves-one-second',
    change: 'the same kubelet kills the container again while the hook runs, with a hook of its own',
    mutation: all(repeat({ kind: 'event', reason: 'Killing' }, 4_000), repeat(preStop, 4_000, { delivery: 1 })),
  },
  {
    invariant: prestop.execHookEndsWithContainer,
    id: 'container-exits-during-prestop',
    change: 'the hook goes on after its container exited',
    mutation: shift({ kind: 'hook', hook: 'preStop', phase: 'end' }, 300),
  },
  {
    invariant: prestop.killAnnounced,
    id: 'prestop-sleep',
    change: 'there is no Killing event',
    mutation: drop({ kind: 'event', reason: 'Killing' }),
  },
  {
    invariant: prestop.killAnnounced,
    id: 'prestop-sleep',
    change: 'the Killing event comes a millisecond late',
    mutation: shift({ kind: 'event', reason: 'Killing' }, 1),
  },
];
