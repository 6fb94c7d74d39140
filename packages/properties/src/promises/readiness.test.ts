import type { Scenario } from '@simlet/cluster';
import type { Pod } from '@simlet/objects';
import { expect, test } from 'vitest';
import { trial } from '../testing/suite.ts';
import { becomesReady } from './readiness.ts';

function pod(name: string, container: string): Pod {
  const readinessProbe = { tcpSocket: { port: 80 } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: container, image: 'web:1', readinessProbe }] },
  };
}

function messages(actions: Scenario['actions']): readonly string[] {
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [pod('one', 'quick'), pod('two', 'late'), pod('three', 'quick')],
    behaviour: { late: { readiness: { timeline: [[0, 'fail']] } } },
    actions,
    untilMs: 900_000,
  };
  const { violations } = trial(scenario, undefined, [becomesReady]);
  return violations.map(({ pod: name, message }) => `${name}: ${message}`);
}

test('of several pods each is judged by its own state: the one that is late is named, with its own container', () => {
  expect(
    messages([
      { atMs: 1_000, op: 'create', pod: 'one' },
      { atMs: 2_000, op: 'create', pod: 'two' },
      { atMs: 700_000, op: 'create', pod: 'three' },
    ]),
  ).toEqual(['two: The pod is not Ready 898 s after it was created: late is running and not ready.']);
});

test('a pod that is deleted after it was Ready, and one that comes too late to be judged, break nothing', () => {
  const told = messages([
    { atMs: 1_000, op: 'create', pod: 'one' },
    { atMs: 100_000, op: 'delete', pod: 'one' },
    { atMs: 700_000, op: 'create', pod: 'two' },
  ]);
  expect(told).toEqual([]);
});

test('a pod that comes while its predecessor of the same name still runs is not said to be late', () => {
  const told = messages([
    { atMs: 1_000, op: 'create', pod: 'one' },
    { atMs: 20_000, op: 'delete', pod: 'one', gracePeriodSeconds: 0 },
    { atMs: 20_001, op: 'create', pod: 'one' },
  ]);
  expect(told).toEqual([]);
});
