import * as probes from '../invariants/probes.ts';
import * as restart from '../invariants/restart.ts';
import * as status from '../invariants/status-truth.ts';
import type { Bite } from './teeth.ts';
import { all, alter, drop, insert, repeat, rewrite, shift } from './trace.ts';

const create = { kind: 'cri', call: 'CreateContainer', phase: 'begin' };

/** Changes that break the invariants about probes, restarts and what the status says. */
export const kubeletBites: readonly Bite[] = [
  {
    invariant: probes.startupGate,
    id: 'startup-gates-others',
    change: 'no startup probe succeeds',
    mutation: drop({ kind: 'probe', probe: 'startup', outcome: 'ok' }),
  },
  {
    invariant: probes.startupGate,
    id: 'g-165',
    change: 'no startup probe of the second instance succeeds',
    mutation: drop({ kind: 'probe', probe: 'startup', container: 'm2#1', outcome: 'ok' }),
  },
  {
    invariant: probes.startupProbeOver,
    id: 'startup-gates-others',
    change: 'one more startup probe runs after the success',
    mutation: repeat({ kind: 'probe', probe: 'startup', outcome: 'ok' }, 2_000),
  },
  {
    invariant: probes.probeOnlyRunning,
    id: 'readiness-during-termination',
    change: 'the container exits early, and its probe goes on to succeed',
    mutation: alter({ kind: 'container', event: 'exited' }, { tMs: 4_000 }),
  },
  {
    invariant: probes.probeTimeout,
    id: 'liveness-timeout',
    change: 'a probe goes on after its timeout',
    mutation: alter({ kind: 'probe', outcome: 'timeout' }, { durMs: 2_200 }),
  },
  {
    invariant: probes.probeThreshold,
    id: 'liveness-http',
    change: 'the first of the failures was a success',
    mutation: all(
      alter({ kind: 'probe', probe: 'liveness', outcome: 'fail' }, { outcome: 'ok' }),
      drop({ kind: 'event', reason: 'Unhealthy' }),
    ),
  },
  {
    invariant: probes.noProbeKillWhileTerminating,
    id: 'prestop-leaves-one-second',
    change: 'a liveness kill follows while the pod is being ended',
    mutation: repeat({ kind: 'event', reason: 'Killing' }, 1_000, {
      message: 'Container main failed liveness probe, will be restarted',
    }),
  },
  {
    invariant: restart.restartPolicyKept,
    id: 'init-fails-always',
    change: 'the init container that is started again had exited with 0',
    mutation: alter({ kind: 'container', event: 'exited', container: 'i1#0' }, { exitCode: 0 }),
  },
  {
    invariant: restart.backOff,
    id: 'poststart-fails-runs-prestop',
    change: 'the second restart comes 5 s early',
    mutation: shift({ ...create, container: 'main#2' }, -5_000),
  },
  {
    invariant: status.readyNeedsRunning,
    id: 'delete-basic',
    change: 'a waiting container is reported as ready',
    mutation: rewrite(0, '"ready":false', '"ready":true'),
  },
  {
    invariant: status.readyNeedsRunning,
    id: 'readiness-flaps',
    change: 'the pod is Ready while its container is not',
    mutation: rewrite(0, '"Ready":"False:ContainersNotReady"', '"Ready":"True"'),
  },
  {
    invariant: status.restartCount,
    id: 'poststart-fails-runs-prestop',
    change: 'the count falls back to nothing',
    mutation: rewrite(23_000, '"restartCount":2', '"restartCount":0'),
  },
  {
    invariant: status.exitCodeTruth,
    id: 'delete-basic',
    change: 'another exit code is reported',
    mutation: rewrite(0, '"exitCode":0', '"exitCode":137'),
  },
  {
    invariant: status.succeededMeansZero,
    id: 'never-succeeds',
    change: 'the container failed, and the pod is reported as Succeeded',
    mutation: rewrite(0, '"exitCode":0', '"exitCode":1'),
  },
  {
    invariant: status.statusCatchesUp,
    id: 'readiness-flaps',
    change: 'the container exits, and no status says so',
    mutation: insert(20_000, {
      kind: 'container',
      pod: 'p',
      container: 'main#0',
      event: 'exited',
      exitCode: 1,
      cause: 'self',
    }),
    untilMs: 200_000,
  },
];
