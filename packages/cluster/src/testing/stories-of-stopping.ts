import { deleteAt, kubeletDown } from './scenarios.ts';
import type { Story } from './story.ts';

const exec = { exec: { command: ['/stop.sh'] } };
const preStop = { lifecycle: { preStop: exec } };
const sleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const ignoresSigterm = { sigterm: { exitAfterMs: null } };
const sidecars = {
  initContainers: [
    { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' },
    { name: 'logs', image: 'logs:1', restartPolicy: 'Always', ...preStop },
  ],
} as const;

export const storiesOfStopping: readonly Story[] = [
  {
    title: 'A pod is deleted and stops cleanly',
    given: 'PreStop sleeps 5 s, the application needs 2 s after SIGTERM; deleted with the grace of 30 s.',
    sketch: {
      main: sleep(5),
      behaviour: { main: { sigterm: { exitAfterMs: 2_000 } } },
      actions: [deleteAt(10_000)],
      untilMs: 30_000,
    },
  },
  {
    title: 'A PreStop that takes longer than the grace is cut off',
    given: 'The script needs 60 s of a grace of 30 s; the application ignores SIGTERM.',
    sketch: {
      main: preStop,
      behaviour: { main: { preStop: [{ ms: 60_000, ok: true }], ...ignoresSigterm } },
      actions: [deleteAt(10_000)],
      untilMs: 60_000,
    },
  },
  {
    title: 'A PreStop that fails ends the wait and nothing else',
    given: 'The script exits 1 after 4.2 s; the application needs 3 s after SIGTERM.',
    sketch: {
      main: preStop,
      behaviour: { main: { preStop: [{ ms: 4_200, ok: false }], sigterm: { exitAfterMs: 3_000 } } },
      actions: [deleteAt(10_000)],
      untilMs: 30_000,
    },
  },
  {
    title: 'A forced deletion still gives PreStop one second and the process two',
    given: 'PreStop sleeps 5 s; deleted with a grace of 0; the application needs 3 s after SIGTERM.',
    sketch: {
      main: sleep(5),
      behaviour: { main: { sigterm: { exitAfterMs: 3_000 } } },
      actions: [deleteAt(10_000, 0)],
      untilMs: 30_000,
    },
  },
  {
    title: 'A second deletion with less grace changes nothing that runs',
    given: 'PreStop sleeps 20 s; deleted with 30 s, and 2 s later again with 5 s.',
    sketch: { main: sleep(20), actions: [deleteAt(10_000, 30), deleteAt(12_000, 5)], untilMs: 40_000 },
  },
  {
    title: 'A pod that is deleted while PostStart runs waits for it',
    given: 'PostStart takes 20 s; deleted after 5 s with a grace of 10 s.',
    sketch: {
      main: { lifecycle: { postStart: exec } },
      behaviour: { main: { postStart: [{ ms: 20_000, ok: true }] } },
      actions: [deleteAt(5_000, 10)],
      untilMs: 40_000,
    },
  },
  {
    title: 'Sidecars stop in reverse order after the main container',
    given: 'The main container needs 3 s after SIGTERM, the PreStop of the last sidecar 5 s.',
    sketch: {
      spec: sidecars,
      behaviour: { main: { sigterm: { exitAfterMs: 3_000 } }, logs: { preStop: [{ ms: 5_000, ok: true }] } },
      actions: [deleteAt(10_000)],
      untilMs: 30_000,
    },
  },
  {
    title: 'A main container that uses up the grace leaves its sidecars two seconds',
    given: 'The main container ignores SIGTERM; grace 10 s.',
    sketch: {
      spec: { ...sidecars, terminationGracePeriodSeconds: 10 },
      behaviour: { main: ignoresSigterm, proxy: ignoresSigterm },
      actions: [deleteAt(10_000)],
      untilMs: 30_000,
    },
  },
  {
    title: 'The kubelet restarts while PreStop runs and delivers it again',
    given: 'PreStop takes 10 s; the kubelet dies 4 s into it and is back 2 s later.',
    sketch: {
      main: preStop,
      behaviour: { main: { preStop: [{ ms: 10_000, ok: true }] } },
      actions: [deleteAt(10_000), ...kubeletDown(14_000, 16_000)],
      untilMs: 50_000,
    },
  },
  {
    title: 'The kubelet restarts after SIGTERM and the process gets no second one',
    given: 'The application ignores SIGTERM; the kubelet dies between SIGTERM and SIGKILL; grace 10 s.',
    sketch: {
      spec: { terminationGracePeriodSeconds: 10 },
      behaviour: { main: ignoresSigterm },
      actions: [deleteAt(10_000), ...kubeletDown(14_000, 16_000)],
      untilMs: 50_000,
    },
  },
  {
    title: 'A pod that vanished while the kubelet was down dies as an orphan without PreStop',
    given: 'The object is removed by force while the kubelet is down for 5 s.',
    sketch: {
      main: preStop,
      behaviour: { main: ignoresSigterm },
      actions: [{ atMs: 10_000, op: 'kubeletStop' }, deleteAt(12_000, 0), { atMs: 15_000, op: 'kubeletStart' }],
      untilMs: 40_000,
    },
  },
  {
    title: 'An evicted pod has one second and keeps its object',
    given: 'PreStop sleeps 5 s; a hard eviction; the application exits 143 half a second after SIGTERM.',
    sketch: {
      main: sleep(5),
      behaviour: { main: { sigterm: { exitAfterMs: 500, exitCode: 143 } } },
      actions: [{ atMs: 10_000, op: 'evict', pod: 'web' }],
      untilMs: 30_000,
    },
  },
];
