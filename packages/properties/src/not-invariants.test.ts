import { describe, expect, test } from 'vitest';
import { factsOf, shown, when } from './testing/told.ts';
import type { Timed, Told } from './testing/told.ts';

/** Something that looks like an invariant, and a run in which the real system, and so the model, does otherwise. */
interface Tempting {
  /** Numbers of claims that look like invariants, in the study that docs/fidelity.md follows (section 10.4). */
  readonly id: string;
  readonly claim: string;
  readonly told: Told;
  /** Whether the run contradicts the claim. */
  readonly contradicts: (facts: readonly Timed[]) => boolean;
}

const hang = { exec: { command: ['hang'] } };
const preStop = (ms: number | null): NonNullable<Told['behaviour']> => ({
  m: { preStop: [{ ms, ok: true }], sigterm: { exitAfterMs: null } },
});
const deleted = (atMs: number, gracePeriodSeconds?: number) =>
  ({ atMs, op: 'delete', pod: 'p', ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }) }) as const;
const first = (times: readonly number[]): number => times[0] ?? Number.NaN;
const last = (times: readonly number[]): number => times.at(-1) ?? Number.NaN;
const start = (hook: string) => ({ kind: 'hook', hook, phase: 'start' });
const sidecar = { name: 's', image: 's:1', restartPolicy: 'Always' as const, lifecycle: { preStop: hang } };

const tempting: readonly Tempting[] = [
  {
    id: 'N1, N2',
    claim: 'a container is dead when its grace period is over',
    told: { m: { lifecycle: { preStop: hang } }, behaviour: preStop(null), actions: [deleted(10_000, 5)] },
    contradicts: (facts) => last(when(facts, { signal: 'SIGKILL' })) >= 17_000,
  },
  {
    id: 'N4',
    claim: 'PreStop is delivered at least once to each container that ends',
    told: { m: { lifecycle: { preStop: hang } }, behaviour: { m: { runMs: 3_000 } } },
    contradicts: (facts) => when(facts, { event: 'exited' }).length > 0 && when(facts, start('preStop')).length === 0,
  },
  {
    id: 'N5',
    claim: 'PreStop is delivered at most once',
    told: {
      m: { lifecycle: { preStop: hang } },
      behaviour: preStop(20_000),
      actions: [deleted(10_000), { atMs: 12_000, op: 'kubeletStop' }, { atMs: 13_000, op: 'kubeletStart' }],
    },
    contradicts: (facts) => when(facts, start('preStop')).length === 2,
  },
  {
    id: 'N6, N8',
    claim: 'a container that runs in the API had its PostStart',
    told: {
      m: { lifecycle: { postStart: hang } },
      behaviour: { m: { startMs: 1_000, postStart: [{ ms: 60_000, ok: true }] } },
      actions: [
        { atMs: 5_000, op: 'kubeletStop' },
        { atMs: 6_000, op: 'kubeletStart' },
      ],
      untilMs: 40_000,
    },
    contradicts: (facts) =>
      shown(facts, 'm').some(({ status }) => status.state === 'running') &&
      when(facts, { ...start('postStart'), phase: 'end', outcome: 'ok' }).length === 0,
  },
  {
    id: 'N10',
    claim: 'an HTTP hook that is answered with 500 has failed',
    told: {
      m: { lifecycle: { postStart: { httpGet: { path: '/', port: 80 } } } },
      behaviour: { m: { postStart: [{ ms: 10, ok: false, httpStatus: 500 }] } },
    },
    contradicts: (facts) =>
      when(facts, start('postStart')).length === 1 && when(facts, { reason: 'FailedPostStartHook' }).length === 0,
  },
  {
    id: 'N11',
    claim: 'a tcpSocket hook works, or is refused',
    told: { m: { lifecycle: { postStart: { tcpSocket: { port: 80 } } } }, untilMs: 10_000 },
    contradicts: (facts) => when(facts, { reason: 'FailedPostStartHook' }).length > 0,
  },
  {
    id: 'N13',
    claim: 'a PreStop that is cut off by the grace is visible',
    told: {
      m: { lifecycle: { preStop: hang } },
      behaviour: { m: { preStop: [{ ms: null, ok: true }] } },
      actions: [deleted(10_000, 3)],
    },
    contradicts: (facts) => {
      const told = when(facts, { reason: 'FailedPreStopHook' });
      return told.every((ms) => ms > first(when(facts, { signal: 'SIGTERM' })));
    },
  },
  {
    id: 'N14',
    claim: 'a second deletion with less grace speeds the stop up',
    told: {
      behaviour: { m: { sigterm: { exitAfterMs: null } } },
      actions: [deleted(10_000, 60), deleted(20_000, 5)],
    },
    contradicts: (facts) => last(when(facts, { signal: 'SIGKILL' })) >= 70_000,
  },
  {
    id: 'N15',
    claim: 'a force deletion kills at once',
    told: {
      m: { lifecycle: { preStop: hang } },
      behaviour: preStop(500),
      actions: [deleted(10_000, 0)],
    },
    contradicts: (facts) =>
      when(facts, start('preStop')).length === 1 && last(when(facts, { signal: 'SIGKILL' })) >= 12_400,
  },
  {
    id: 'N16',
    claim: 'an eviction kills at once',
    told: {
      behaviour: { m: { sigterm: { exitAfterMs: null } } },
      actions: [{ atMs: 10_000, op: 'evict', pod: 'p' }],
    },
    contradicts: (facts) => last(when(facts, { signal: 'SIGKILL' })) >= 12_000,
  },
  {
    id: 'N17',
    claim: 'a deletion interrupts PostStart, and no further container is started',
    told: {
      spec: {
        containers: [
          { name: 'm', image: 'm:1', lifecycle: { postStart: hang } },
          { name: 'n', image: 'n:1' },
        ],
      },
      behaviour: { m: { postStart: [{ ms: 10_000, ok: true }] } },
      actions: [deleted(5_000)],
    },
    contradicts: (facts) => first(when(facts, { event: 'running', container: 'n#0' })) > 12_000,
  },
  {
    id: 'N19',
    claim: 'a deleted pod is not Ready any more',
    told: { behaviour: { m: { sigterm: { exitAfterMs: 20_000 } } }, actions: [deleted(10_000)] },
    contradicts: (facts) =>
      shown(facts, 'm').every(({ ms, status }) => ms < 10_000 || ms >= 30_000 || status.ready) &&
      shown(facts, 'm').some(({ ms, status }) => ms < 10_000 && status.ready),
  },
  {
    id: 'N21',
    claim: 'each container is shown as terminated when it exits',
    told: {
      spec: {
        containers: [
          { name: 'm', image: 'm:1' },
          { name: 'n', image: 'n:1' },
        ],
      },
      behaviour: { m: { sigterm: { exitAfterMs: 20_000 } } },
      actions: [deleted(10_000)],
    },
    contradicts: (facts) =>
      first(when(facts, { event: 'exited', container: 'n#0' })) < 11_000 &&
      shown(facts, 'n').every(({ ms, status }) => ms < 10_000 || ms > 30_000 || status.state === 'running'),
  },
  {
    id: 'N23',
    claim: 'the PreStop of a sidecar waits for the regular containers',
    told: {
      spec: { initContainers: [sidecar], containers: [{ name: 'm', image: 'm:1' }] },
      behaviour: { m: { sigterm: { exitAfterMs: 10_000 } }, s: { preStop: [{ ms: 1_000, ok: true }] } },
      actions: [deleted(10_000)],
    },
    contradicts: (facts) =>
      first(when(facts, start('preStop'))) < first(when(facts, { event: 'exited', container: 'm#0' })),
  },
  {
    id: 'N24',
    claim: 'a kill for a liveness probe has the grace of the pod',
    told: {
      m: {
        livenessProbe: {
          exec: { command: ['x'] },
          periodSeconds: 1,
          failureThreshold: 1,
          terminationGracePeriodSeconds: 4,
        },
      },
      behaviour: { m: { liveness: { timeline: [[0, 'fail']] } } },
      untilMs: 20_000,
    },
    contradicts: (facts) => when(facts, { call: 'StopContainer', phase: 'begin', timeoutSeconds: 4 }).length > 0,
  },
  {
    id: 'N25, N29',
    claim: 'the first restart waits for ten seconds',
    told: { behaviour: { m: { runMs: 1_000, exitCode: 1 } }, untilMs: 12_000 },
    contradicts: (facts) => when(facts, { call: 'CreateContainer', phase: 'begin', container: 'm#1' }).length === 1,
  },
  {
    id: 'N30',
    claim: 'a pod whose PostStart failed has failed',
    told: {
      m: { lifecycle: { postStart: hang } },
      spec: { restartPolicy: 'Never' },
      behaviour: { m: { postStart: [{ ms: 10, ok: false }] } },
    },
    contradicts: (facts) => shown(facts, 'm').some(({ phase }) => phase === 'Succeeded'),
  },
  {
    id: 'N34',
    claim: 'a restart of the kubelet is not to be seen: back-off goes on',
    told: {
      behaviour: { m: { runMs: 100, exitCode: 1 } },
      actions: [
        { atMs: 30_000, op: 'kubeletStop' },
        { atMs: 31_000, op: 'kubeletStart' },
      ],
      untilMs: 34_000,
    },
    contradicts: (facts) => last(when(facts, { call: 'CreateContainer', phase: 'begin' })) > 31_000,
  },
  {
    id: 'N38',
    claim: 'an eviction deletes the pod',
    told: { actions: [{ atMs: 10_000, op: 'evict', pod: 'p' }] },
    contradicts: (facts) =>
      when(facts, { kind: 'api', op: 'delete' }).length === 0 &&
      shown(facts, 'm').some(({ phase, ms }) => ms > 10_000 && (phase === 'Failed' || phase === 'Succeeded')),
  },
  {
    id: 'N40',
    claim: '137 means that memory ran out',
    told: { behaviour: { m: { sigterm: { exitAfterMs: null } } }, actions: [deleted(10_000, 2)] },
    contradicts: (facts) => when(facts, { event: 'exited', exitCode: 137, cause: 'SIGKILL' }).length === 1,
  },
  {
    id: 'N44',
    claim: 'an instance that is shown as running does run',
    told: {
      actions: [{ atMs: 10_000, op: 'updateImage', pod: 'p', container: 'm', image: 'm:2' }],
      behaviour: { m: { pullMs: 5_000 } },
    },
    contradicts: (facts) => {
      const exit = first(when(facts, { event: 'exited', container: 'm#0' }));
      const then = shown(facts, 'm').findLast(({ ms }) => ms <= exit + 3_000)?.status;
      return then?.id === 'm#0' && then.state === 'running';
    },
  },
  {
    id: 'N46',
    claim: 'nothing runs in a pod that is Pending',
    told: {
      m: { lifecycle: { postStart: hang } },
      behaviour: { m: { postStart: [{ ms: 10_000, ok: true }] } },
      untilMs: 10_000,
    },
    contradicts: (facts) =>
      when(facts, { event: 'running' }).length === 1 && shown(facts, 'm').every(({ phase }) => phase === 'Pending'),
  },
];

describe('what looks like an invariant and is not', () => {
  test.each(tempting)('$id: it is not so that $claim', ({ told, contradicts }) => {
    expect(contradicts(factsOf(told))).toBe(true);
  });
});
