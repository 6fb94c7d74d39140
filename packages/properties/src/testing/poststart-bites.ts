import { failedHookEvent } from '../invariants/hook-events.ts';
import * as poststart from '../invariants/poststart.ts';
import type { Bite } from './teeth.ts';
import { all, alter, drop, insert, repeat, shift, withContainer } from './trace.ts';

const begun = { kind: 'hook', hook: 'postStart', phase: 'start' };
const ended = { kind: 'hook', hook: 'postStart', phase: 'end' };
const failing = 'poststart-fails-runs-prestop';

/** Changes that break the invariants of `invariants/poststart.ts` and `invariants/hook-events.ts`. */
export const postStartBites: readonly Bite[] = [
  {
    invariant: poststart.postStartOnce,
    id: 'e2e-poststart-before-next-regular',
    change: 'the hook is delivered a second time',
    mutation: repeat(begun, 500, { delivery: 1 }),
  },
  {
    invariant: poststart.postStartOnce,
    id: 'e2e-poststart-before-next-regular',
    change: 'the hook begins before its container runs',
    mutation: shift(begun, -20),
  },
  {
    invariant: poststart.postStartBeforeNext,
    id: 'e2e-poststart-before-next-regular',
    change: 'the next container is created half a second early',
    mutation: shift({ kind: 'cri', call: 'CreateContainer', container: 'regular-2#0', phase: 'begin' }, -500),
  },
  {
    invariant: poststart.postStartBeforeNext,
    id: 'e2e-poststart-before-next-regular',
    change: 'the image of the next container is pulled while the hook runs',
    mutation: shift({ kind: 'cri', call: 'PullImage', image: 'img-regular-2:1', phase: 'begin' }, -1),
  },
  {
    invariant: poststart.postStartBlocksStop,
    id: 'poststart-slow-then-delete',
    change: 'the deletion interrupts the hook',
    mutation: shift({ kind: 'cri', call: 'StopContainer', phase: 'begin' }, -3_000),
  },
  {
    invariant: poststart.runningAfterPostStart,
    id: 'poststart-sleep',
    change: 'the hook ends after the container was reported as running',
    mutation: shift(ended, 100),
  },
  {
    invariant: poststart.failedPostStartKills,
    id: failing,
    change: 'nothing follows the failure',
    mutation: all(drop({ kind: 'hook', hook: 'preStop' }), drop({ kind: 'cri', call: 'StopContainer' })),
  },
  {
    invariant: poststart.failedPostStartKills,
    id: failing,
    change: 'the kill comes 2 ms late',
    mutation: shift({ kind: 'hook', hook: 'preStop', phase: 'start' }, 2),
  },
  {
    invariant: poststart.failedPostStartNeverReady,
    id: failing,
    change: 'the container is reported as running and ready',
    mutation: insert(4_000, {
      kind: 'status',
      pod: 'p',
      status: {
        phase: 'Running',
        conditions: { Ready: 'True' },
        containers: [{ name: 'main', id: 'main#0', state: 'running', ready: true, started: true, restartCount: 0 }],
      },
    }),
  },
  {
    invariant: failedHookEvent,
    id: failing,
    change: 'the event is missing',
    mutation: drop({ kind: 'event', reason: 'FailedPostStartHook', count: 1 }),
  },
  {
    invariant: failedHookEvent,
    id: failing,
    change: 'the hook succeeded, and the event came all the same',
    mutation: alter(ended, { outcome: 'ok' }),
  },
  {
    invariant: failedHookEvent,
    id: 'prestop-http-refused',
    change: 'the event of the PreStop hook is missing',
    mutation: drop({ kind: 'event', reason: 'FailedPreStopHook' }),
  },
  {
    invariant: failedHookEvent,
    id: 'prestop-fails',
    change: 'the event names another container',
    mutation: withContainer({ kind: 'event', reason: 'FailedPreStopHook' }, 'other'),
  },
];
