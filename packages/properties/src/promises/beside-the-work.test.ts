import type { Scenario } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Container } from '@simlet/objects';
import { expect, test } from 'vitest';
import { trial } from '../testing/suite.ts';
import { jobCompletes } from './job.ts';
import { proxyOutlivesApp } from './proxy.ts';

const PROXY: Container = { name: 'proxy', image: 'docker.io/istio/proxyv2:1.27.0' };

function messages(
  containers: readonly Container[],
  initContainers: readonly Container[],
  behaviour: Readonly<Record<string, ContainerBehaviour>>,
  restartPolicy: 'Always' | 'Never',
  deleteMs?: number,
): readonly string[] {
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { restartPolicy, containers, initContainers } },
    ],
    behaviour,
    actions: [
      { atMs: 1_000, op: 'create', pod: 'web' },
      ...(deleteMs === undefined ? [] : [{ atMs: deleteMs, op: 'delete' as const, pod: 'web' }]),
    ],
    untilMs: 120_000,
  };
  return trial(scenario, undefined, [jobCompletes, proxyOutlivesApp]).violations.map(({ message }) => message);
}

const stopsIn = (exitAfterMs: number): ContainerBehaviour => ({ sigterm: { exitAfterMs, exitCode: 0 } });

test('a proxy that is gone before its application breaks it, one that stays longer or goes with it does not', () => {
  const app = { name: 'app', image: 'app:1' };
  const stopped = (proxy: number): readonly string[] =>
    messages([app, PROXY], [], { app: stopsIn(9_000), proxy: stopsIn(proxy) }, 'Always', 20_000);
  expect(stopped(5_000)).toEqual([
    'proxy is gone 4 s before app, whose traffic it carries: regular containers are stopped all at once.',
  ]);
  expect(stopped(9_000)).toEqual([]);
  expect(stopped(10_000)).toEqual([]);
  expect(
    messages(
      [app],
      [{ ...PROXY, restartPolicy: 'Always' }],
      { app: stopsIn(9_000), proxy: stopsIn(5) },
      'Always',
      20_000,
    ),
  ).toEqual([]);
});

test('a container that never ends keeps a Job from completing, as a sidecar it does not', () => {
  const work = { name: 'work', image: 'work:1' };
  const behaviour = { work: { runMs: 5_000, exitCode: 0 } };
  expect(messages([PROXY, work], [], behaviour, 'Never')).toEqual([
    'The pod cannot end: work has exited with 0, and proxy never exits by itself.',
  ]);
  expect(messages([work], [{ ...PROXY, restartPolicy: 'Always' }], behaviour, 'Never')).toEqual([]);
  expect(messages([PROXY, work], [], behaviour, 'Never', 20_000)).toEqual([]);
});

test('work that fails does not complete', () => {
  expect(messages([{ name: 'work', image: 'work:1' }], [], { work: { runMs: 5_000, exitCode: 3 } }, 'Never')).toEqual([
    'The pod ends as Failed: a container of it exits with something else than 0.',
  ]);
});

test('of several pods each ends or does not end by itself', () => {
  const pod = (name: string, containers: readonly Container[]): Scenario['pods'][number] => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { restartPolicy: 'Never', containers },
  });
  const work = { name: 'work', image: 'work:1' };
  const scenario: Scenario = {
    format: 'simlet.scenario/1',
    pods: [pod('alone', [work]), pod('beside', [PROXY, work])],
    behaviour: { work: { runMs: 5_000, exitCode: 0 } },
    actions: [
      { atMs: 1_000, op: 'create', pod: 'alone' },
      { atMs: 2_000, op: 'create', pod: 'beside' },
    ],
    untilMs: 120_000,
  };
  const told = trial(scenario, undefined, [jobCompletes]).violations.map(
    ({ pod: name, message }) => `${name}: ${message}`,
  );
  expect(told).toEqual(['beside: The pod cannot end: work has exited with 0, and proxy never exits by itself.']);
});
