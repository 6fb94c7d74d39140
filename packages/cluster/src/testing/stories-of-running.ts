import { deleteAt, kubeletDown } from './scenarios.ts';
import type { Story } from './story.ts';

const exec = { exec: { command: ['/check.sh'] } };
const postStart = { lifecycle: { postStart: exec } };
const proxy = { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' } as const;

export const storiesOfRunning: readonly Story[] = [
  {
    title: 'A pod starts and is shown as running when PostStart is over',
    given: 'PostStart takes 2.5 s.',
    sketch: { main: postStart, behaviour: { main: { postStart: [{ ms: 2_500, ok: true }] } }, untilMs: 10_000 },
  },
  {
    title: 'A PostStart that fails kills its container again and again',
    given: 'PostStart exits 1 after half a second, each time; restart policy Always.',
    sketch: { main: postStart, behaviour: { main: { postStart: [{ ms: 500, ok: false }] } }, untilMs: 20_000 },
  },
  {
    title: 'A container that crashes is restarted at once and then with back-off',
    given: 'The application exits 1 after 2 s, each time.',
    sketch: { behaviour: { main: { runMs: 2_000, exitCode: 1 } }, untilMs: 45_000 },
  },
  {
    title: 'A failing liveness probe kills with PreStop and restarts in the same sync',
    given: 'The probe fails from 10 s on; PreStop takes 3 s; a threshold of 2 and a period of 5 s.',
    sketch: {
      main: {
        lifecycle: { preStop: exec },
        livenessProbe: { ...exec, periodSeconds: 5, failureThreshold: 2 },
      },
      behaviour: {
        main: { preStop: [{ ms: 3_000, ok: true }], attempts: [{ liveness: { timeline: [[10_000, 'fail']] } }] },
      },
      untilMs: 35_000,
    },
  },
  {
    title: 'A container becomes ready when its probe says so and not before',
    given: 'The readiness probe fails for the first 7 s; a period of 5 s; deleted at 20 s, where it stays ready.',
    sketch: {
      main: { readinessProbe: { ...exec, periodSeconds: 5 }, lifecycle: { preStop: { sleep: { seconds: 6 } } } },
      behaviour: {
        main: {
          readiness: {
            timeline: [
              [0, 'fail'],
              [7_000, 'ok'],
            ],
          },
        },
      },
      actions: [deleteAt(20_000)],
      untilMs: 35_000,
    },
  },
  {
    title: 'Init containers and a sidecar start one after another',
    given: 'An init container of 1 s, a sidecar whose startup probe passes after 3 s, then the main container.',
    sketch: {
      spec: {
        initContainers: [
          { name: 'migrate', image: 'migrate:1' },
          { ...proxy, startupProbe: { ...exec, periodSeconds: 1, failureThreshold: 10 } },
        ],
      },
      behaviour: {
        migrate: { runMs: 1_000 },
        proxy: {
          startup: {
            timeline: [
              [0, 'fail'],
              [3_000, 'ok'],
            ],
          },
        },
      },
      untilMs: 15_000,
    },
  },
  {
    title: 'A Job with a sidecar succeeds when its main container is done',
    given: 'The main container exits 0 after 5 s; the sidecar exits 143 after SIGTERM; restart policy Never.',
    sketch: {
      spec: { restartPolicy: 'Never', initContainers: [proxy] },
      behaviour: { main: { runMs: 5_000 }, proxy: { sigterm: { exitAfterMs: 500, exitCode: 143 } } },
      untilMs: 20_000,
    },
  },
  {
    title: 'An image that cannot be pulled at first is tried again after a back-off',
    given: 'The first two pulls fail.',
    sketch: { behaviour: { main: { pullErrors: 2 } }, untilMs: 50_000 },
  },
  {
    title: 'A pod whose sandbox is lost is made anew',
    given: 'The sandbox dies at 5 s.',
    sketch: { actions: [{ atMs: 5_000, op: 'sandboxDeath', pod: 'web' }], untilMs: 15_000 },
  },
  {
    title: 'A kubelet that dies while PostStart runs never delivers it again',
    given: 'PostStart takes 5 s; the kubelet dies 2 s into it and is back 2 s later.',
    sketch: {
      main: postStart,
      behaviour: { main: { postStart: [{ ms: 5_000, ok: true }] } },
      actions: kubeletDown(3_300, 5_300),
      untilMs: 15_000,
    },
  },
];
