import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceCase, Scenario } from '@simlet/cluster';
import { expect, test } from 'vitest';
import type { Invariant } from './invariant.ts';
import { promises } from './promises.ts';
import { becomesReady, noCrashLoop } from './promises/readiness.ts';
import { hooksSucceed } from './promises/hooks.ts';
import { postStartCompletes, postStartDelivered } from './promises/poststart.ts';
import { preStopCompletes, preStopOnce } from './promises/prestop.ts';
import { exitsBeforeSigkill, notKilledByProbe, sidecarOutlivesApp } from './promises/stop.ts';
import { trial } from './testing/suite.ts';
import { casesOf, drop, judgeCase } from './testing/trace.ts';
import type { Mutation } from './testing/trace.ts';

const cases = casesOf(readFileSync(join(import.meta.dirname, '../../cluster/conformance/named.jsonl'), 'utf8'));

function caseOf(id: string): ConformanceCase {
  const found = cases.find(({ scenario }) => scenario.id === id);
  if (found === undefined) throw new Error(`There is no case ${id}.`);
  return found;
}

function outcomeOf(promise: Invariant, id: string): string | undefined {
  return judgeCase(caseOf(id), [promise])[0]?.outcome;
}

function messageOf(promise: Invariant, recorded: ConformanceCase): string | undefined {
  return judgeCase(recorded, [promise])[0]?.violations[0]?.message;
}

test.each([
  { promise: preStopCompletes, id: 'prestop-sleep' },
  { promise: preStopOnce, id: 'prestop-sleep' },
  { promise: exitsBeforeSigkill, id: 'delete-basic' },
  { promise: sidecarOutlivesApp, id: 'sidecar-prestop-runs-at-once' },
  { promise: postStartDelivered, id: 'poststart-sleep' },
  { promise: postStartCompletes, id: 'poststart-sleep' },
  { promise: hooksSucceed, id: 'poststart-http-500-counts-as-success' },
  { promise: notKilledByProbe, id: 'startup-gates-others' },
  { promise: noCrashLoop, id: 'delete-basic' },
  { promise: becomesReady, id: 'delete-basic' },
])('$promise.id holds in the recording $id', ({ promise, id }) => {
  expect(outcomeOf(promise, id)).toBe('holds');
});

test.each([
  {
    promise: preStopCompletes,
    id: 'prestop-sleep-cut-by-override',
    message:
      'The PreStop hook of main needs 10 s, but is cut off after 3 s, and the container gets 2 s from SIGTERM to SIGKILL.',
  },
  {
    promise: preStopOnce,
    id: 'kubelet-restart-twice-mid-prestop',
    message:
      'The PreStop hook of main is delivered a second time, 5.448 s after the delivery before: the kubelet restarted in between and does not know of it.',
  },
  {
    promise: exitsBeforeSigkill,
    id: 'prestop-leaves-one-second',
    message: 'main is killed by SIGKILL 11.5 s after its stop began: 2 s after SIGTERM it still runs.',
  },
  {
    promise: sidecarOutlivesApp,
    id: 'sidecar-grace-exhausted',
    message: 'The sidecar s1 is told to stop while m1 still runs: the grace period is used up.',
  },
  {
    promise: postStartCompletes,
    id: 'kubelet-restart-mid-poststart',
    message:
      'The PostStart hook of main#0 is cut off by the death of the kubelet 2.761 s after it began, and is not delivered again.',
  },
  { promise: hooksSucceed, id: 'prestop-fails', message: 'The preStop hook of main#0 failed: it did not succeed.' },
  {
    promise: notKilledByProbe,
    id: 'liveness-http',
    message: 'main is killed because its liveness probe failed, 9.376 s after it was started.',
  },
  {
    promise: noCrashLoop,
    id: 'poststart-fails-runs-prestop',
    message: 'The next start of main is put off, because it has exited too often.',
  },
])('$promise.id is broken in the recording $id, and says so with its numbers', ({ promise, id, message }) => {
  expect(messageOf(promise, caseOf(id))).toBe(message);
});

test('poststart-delivered is broken when a container is reported as running without its hook', () => {
  const recorded = caseOf('poststart-sleep');
  const changed = { ...recorded, trace: drop({ kind: 'hook' })(recorded.trace) };
  expect(messageOf(postStartDelivered, changed)).toBe(
    'main runs and is reported as running, but its PostStart hook was never delivered: the kubelet died right after it had started the container.',
  );
});

test('becomes-ready is broken when a pod is not Ready after ten minutes, and names the container that is late', () => {
  const recorded = caseOf('readiness-flaps');
  const neverReady: Mutation = (trace) => trace.filter((entry) => !JSON.stringify(entry).includes('"Ready":"True"'));
  const scenario = { ...recorded.scenario, untilMs: 700_000 };
  const changed = { ...recorded, scenario, trace: neverReady(recorded.trace) };
  expect(messageOf(becomesReady, changed)).toBe(
    'The pod is not Ready 697.983 s after it was created: main is running and not ready.',
  );
});

test('becomes-ready says nothing about a pod that had no time to become Ready', () => {
  const recorded = caseOf('delete-basic');
  const changed = { ...recorded, trace: recorded.trace.filter((entry) => entry.kind !== 'status') };
  expect(judgeCase(changed, [becomesReady])[0]?.outcome).toBe('not met');
});

test('a hook of 60 s in a grace period of 30 s is cut off, and the container is dead by 32 s', () => {
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'memcached' },
        spec: {
          containers: [
            { name: 'memcached', image: 'memcached:1', lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } },
          ],
        },
      },
    ],
    behaviour: { memcached: { preStop: [{ ms: 60_000, ok: true }], sigterm: { exitAfterMs: null } } },
    actions: [
      { atMs: 2_000, op: 'create', pod: 'memcached' },
      { atMs: 10_000, op: 'delete', pod: 'memcached' },
    ],
    untilMs: 120_000,
  };
  const { violations } = trial(scenario, undefined, promises);
  expect(violations.map(({ invariant, message }) => [invariant, message])).toEqual([
    [
      'prestop-completes',
      'The PreStop hook of memcached needs 60 s, but is cut off after 30 s, and the container gets 2 s from SIGTERM to SIGKILL.',
    ],
    [
      'exits-before-sigkill',
      'memcached is killed by SIGKILL 32 s after its stop began: 2 s after SIGTERM it still runs.',
    ],
  ]);
});

test('each promise is explained: what it means, why it matters, how to mend what breaks it', () => {
  const unexplained = promises.filter(({ explain = '' }) => {
    return !/^What it means: [^]+\n\nWhy it matters: [^]+\n\nHow to fix it: [^]+$/.test(explain);
  });
  expect(unexplained.map(({ id }) => id)).toEqual([]);
});
