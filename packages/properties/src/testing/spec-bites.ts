import * as conditions from '../invariants/conditions.ts';
import * as deadline from '../invariants/deadline.ts';
import * as eventTruth from '../invariants/event-truth.ts';
import * as init from '../invariants/init-order.ts';
import * as lastState from '../invariants/last-state.ts';
import * as phase from '../invariants/phase.ts';
import * as schedule from '../invariants/probe-schedule.ts';
import * as verdict from '../invariants/probe-verdict.ts';
import * as readiness from '../invariants/readiness.ts';
import * as restart from '../invariants/restart-in-time.ts';
import * as settled from '../invariants/settled-status.ts';
import * as spec from '../invariants/spec-followed.ts';
import * as order from '../invariants/start-order.ts';
import * as worker from '../invariants/worker.ts';
import type { Bite } from './teeth.ts';
import { all, alter, cutAfter, delayFrom, drop, repeat, rewrite } from './trace.ts';

const create = { kind: 'cri', call: 'CreateContainer', phase: 'begin' };

/** Changes that break the invariants about the spec being followed, probes being acted on, and the status telling all. */
export const specBites: readonly Bite[] = [
  {
    invariant: spec.handlerAsDeclared,
    id: 'prestop-sleep',
    change: 'a command is run in place of the sleep',
    mutation: alter({ kind: 'hook', hook: 'preStop', phase: 'start' }, { handler: 'exec' }),
  },
  {
    invariant: spec.imageUpdateRestarts,
    id: 'image-update',
    change: 'nothing happens after the update',
    mutation: cutAfter({ kind: 'api', op: 'updated' }),
    untilMs: 1_000_000,
  },
  {
    invariant: order.startsInSpecOrder,
    id: 'e2e-poststart-before-next-regular',
    change: 'the first container is never created',
    mutation: drop({ kind: 'cri', call: 'CreateContainer', container: 'regular-1#0' }),
  },
  {
    invariant: init.initSucceedsOnce,
    id: 'init-sequence',
    change: 'the first init container runs again before the second',
    mutation: repeat({ ...create, container: 'i1#0' }, 3_000, { container: 'i1#1', attempt: 1 }),
  },
  {
    invariant: worker.stoppedBeforeSandbox,
    id: 'delete-basic',
    change: 'the container is not told to stop and runs on',
    mutation: all(drop({ kind: 'cri', call: 'StopContainer' }), drop({ kind: 'container', event: 'exited' })),
  },
  {
    invariant: restart.restartInTime,
    id: 'restart-keeps-backoff',
    change: 'the second restart comes 40 s late',
    mutation: delayFrom({ ...create, container: 'main#2' }, 40_000),
    untilMs: 240_000,
  },
  {
    invariant: deadline.deadlineEndsPod,
    id: 'g-152',
    change: 'the pod runs on after its deadline',
    mutation: cutAfter({ kind: 'probe' }),
    untilMs: 1_000_000,
  },
  {
    invariant: schedule.probeInitialDelay,
    id: 'liveness-timeout',
    change: 'the first probe began before the container did',
    mutation: alter({ kind: 'probe' }, { durMs: 9_000 }),
  },
  {
    invariant: schedule.probePeriod,
    id: 'readiness-during-termination',
    change: 'a liveness probe comes 500 ms after another',
    mutation: repeat({ kind: 'probe', probe: 'liveness' }, 500),
  },
  {
    invariant: verdict.failedProbeEndsContainer,
    id: 'liveness-timeout',
    change: 'the container runs on',
    mutation: all(
      drop({ kind: 'event', reason: 'Killing' }),
      drop({ kind: 'cri', call: 'StopContainer' }),
      drop({ kind: 'container', event: 'exited' }),
    ),
    untilMs: 1_000_000,
  },
  {
    invariant: readiness.readyByProbe,
    id: 'readiness-flaps',
    change: 'no readiness probe succeeds',
    mutation: drop({ kind: 'probe', probe: 'readiness', outcome: 'ok' }),
  },
  {
    invariant: readiness.readyByProbe,
    id: 'g-316',
    change: 'no readiness probe of the second instance succeeds',
    mutation: drop({ kind: 'probe', probe: 'readiness', container: 'm1#1', outcome: 'ok' }),
  },
  {
    invariant: lastState.lastStateKept,
    id: 'restart-keeps-backoff',
    change: 'the last state is that of another instance',
    mutation: rewrite(0, '"id":"main#0"', '"id":"main#7"'),
  },
  {
    invariant: conditions.initializedTruth,
    id: 'init-sequence',
    change: 'the pod is Initialized from the beginning',
    mutation: rewrite(0, '"Initialized":"False:ContainersNotInitialized"', '"Initialized":"True"'),
  },
  {
    invariant: phase.failedHasACause,
    id: 'e2e-phase-after-delete-never-failed',
    change: 'the container exits with 0',
    mutation: rewrite(0, '"exitCode":1', '"exitCode":0'),
  },
  {
    invariant: settled.runningPodSaysSo,
    id: 'poststart-sleep',
    change: 'the container is never reported as ready',
    mutation: rewrite(0, '"ready":true', '"ready":false'),
    untilMs: 100_000,
  },
  {
    invariant: settled.finishedPodSaysSo,
    id: 'never-succeeds',
    change: 'the pod is never reported as Succeeded',
    mutation: rewrite(0, '"phase":"Succeeded"', '"phase":"Running"'),
    untilMs: 100_000,
  },
  {
    invariant: eventTruth.startAnnounced,
    id: 'delete-basic',
    change: 'the event Started is missing',
    mutation: drop({ kind: 'event', reason: 'Started' }),
  },
  {
    invariant: eventTruth.failedProbeAnnounced,
    id: 'liveness-http',
    change: 'the events Unhealthy are missing',
    mutation: drop({ kind: 'event', reason: 'Unhealthy' }),
  },
];
