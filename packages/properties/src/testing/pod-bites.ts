import * as deletion from '../invariants/deletion.ts';
import * as init from '../invariants/init-order.ts';
import * as phase from '../invariants/phase.ts';
import * as worker from '../invariants/worker.ts';
import type { Bite } from './teeth.ts';
import { all, alter, drop, repeat, shift } from './trace.ts';

const create = { kind: 'cri', call: 'CreateContainer', phase: 'begin' };
const gone = { kind: 'api', by: 'kubelet', result: 'removed' };
const exit = { kind: 'container', event: 'exited' };

/** Changes that break the invariants about the order of containers, phases and the end of pods. */
export const podBites: readonly Bite[] = [
  {
    invariant: worker.oneInstance,
    id: 'poststart-fails-restart',
    change: 'the first instance never exits',
    mutation: drop({ ...exit, container: 'main#0' }),
  },
  {
    invariant: worker.noStartAfterKill,
    id: 'delete-basic',
    change: 'the container is created again after it was stopped',
    mutation: repeat(create, 8_500, { container: 'main#1', attempt: 1 }),
  },
  {
    invariant: worker.noStartAfterRestart,
    id: 'kubelet-restart-deleted-while-down',
    change: 'the new kubelet creates the container again',
    mutation: repeat(create, 18_500, { container: 'main#1', attempt: 1 }),
  },
  {
    invariant: worker.preStopsTogether,
    id: 'sidecar-prestop-runs-at-once',
    change: 'the hook of one container begins a second later',
    mutation: shift({ kind: 'hook', hook: 'preStop', phase: 'start' }, 1_000),
  },
  {
    invariant: worker.sandboxLast,
    id: 'delete-basic',
    change: 'the sandbox is stopped before the container exited',
    mutation: shift({ kind: 'cri', call: 'StopPodSandbox', phase: 'begin' }, -50),
  },
  {
    invariant: worker.attemptsCount,
    id: 'poststart-fails-restart',
    change: 'the second instance has the attempt number of the first',
    mutation: alter({ ...create, container: 'main#1' }, { attempt: 0 }),
  },
  {
    invariant: init.initOrder,
    id: 'init-sequence',
    change: 'the regular container is created while the second init container runs',
    mutation: shift({ ...create, container: 'main#0' }, -1_000),
  },
  {
    invariant: init.initOrder,
    id: 'init-sequence',
    change: 'the first init container failed',
    mutation: alter({ ...exit, container: 'i1#0' }, { exitCode: 1 }),
  },
  {
    invariant: init.initOrder,
    id: 'sidecar-start-order',
    change: 'a sidecar is never started',
    mutation: drop({ kind: 'container', event: 'running', container: 'side#0' }),
  },
  {
    invariant: init.initOnce,
    id: 'init-sequence',
    change: 'an init container is created again beside the regular one',
    mutation: repeat({ ...create, container: 'i1#0' }, 7_000, { container: 'i1#1', attempt: 1 }),
  },
  {
    invariant: init.createThenStart,
    id: 'delete-basic',
    change: 'the container is created before the pod has a sandbox',
    mutation: drop({ kind: 'cri', call: 'RunPodSandbox' }),
  },
  {
    invariant: init.createThenStart,
    id: 'delete-basic',
    change: 'the container is started before its creation ended',
    mutation: shift({ kind: 'cri', call: 'CreateContainer', phase: 'end' }, 10),
  },
  {
    invariant: phase.phaseForward,
    id: 'never-succeeds',
    change: 'a pod that succeeded is Running again',
    mutation: (trace) => {
      const last = trace.findLast((entry) => entry.kind === 'status');
      const running = trace.find(
        (entry) => entry.kind === 'status' && JSON.stringify(entry).includes('"phase":"Running"'),
      );
      if (last === undefined || running === undefined) throw new Error('The case has no such statuses.');
      return [...trace, { ...running, tMs: (trace.at(-1)?.tMs ?? 0) + 10 }];
    },
  },
  {
    invariant: phase.phaseForward,
    id: 'delete-basic',
    change: 'a pod that was Running is Pending again',
    mutation: repeat({ kind: 'status' }, 5_000),
  },
  {
    invariant: phase.terminalAfterStop,
    id: 'delete-basic',
    change: 'the container exits after the final phase was written',
    mutation: shift(exit, 60),
  },
  {
    invariant: phase.noStartAfterTerminal,
    id: 'never-succeeds',
    change: 'a container is created after the pod succeeded',
    mutation: repeat(create, 20_000, { container: 'main#1', attempt: 1 }),
  },
  {
    invariant: deletion.removedAfterStop,
    id: 'delete-basic',
    change: 'the object goes while the container still runs',
    mutation: drop(exit),
  },
  {
    invariant: deletion.removedOnlyOnRequest,
    id: 'delete-basic',
    change: 'nobody deleted the pod',
    mutation: drop({ kind: 'api', by: 'user' }),
  },
  {
    invariant: deletion.deletionOnlyShortens,
    id: 'second-delete-shorter-during-prestop',
    change: 'the second deletion makes the grace longer',
    mutation: alter({ kind: 'api', result: 'shortened' }, { deletionGracePeriodSeconds: 600 }),
  },
  {
    invariant: deletion.deletedPodGone,
    id: 'delete-basic',
    change: 'the object stays for ever',
    mutation: drop(gone),
    untilMs: 400_000,
  },
  {
    invariant: deletion.deletedPodGone,
    id: 'delete-basic',
    change: 'the container stays for ever, though the object is gone',
    mutation: all(drop(exit), drop({ kind: 'cri', call: 'RemoveContainer' })),
    untilMs: 400_000,
  },
];
