import type { Pod } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import { newsFilter } from './routine.ts';
import { runScenario } from './run.ts';
import type { Scenario } from './scenario.ts';

const pod = (name: string, nodeName: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    nodeName,
    containers: [
      {
        name: 'main',
        image: 'web:1',
        readinessProbe: { httpGet: { port: 8080 } },
        lifecycle: { preStop: { exec: { command: ['drain'] } } },
      },
    ],
  },
});

const scenario: Scenario = {
  format: 'simlet.scenario/1',
  nodes: ['east', 'west'],
  pods: [pod('a', 'east'), pod('b', 'west'), pod('c', 'west')],
  behaviour: { main: { preStop: [{ ms: 3_000, ok: true }] } },
  actions: [
    { atMs: 1_000, op: 'create', pod: 'a' },
    { atMs: 1_000, op: 'create', pod: 'b' },
    { atMs: 1_000, op: 'create', pod: 'c' },
    { atMs: 20_000, op: 'kubeletStop', node: 'east' },
    { atMs: 22_000, op: 'kubeletStart', node: 'east' },
    { atMs: 60_000, op: 'drain', node: 'west' },
  ],
  untilMs: 120_000,
};

describe('a world of several nodes', () => {
  const { facts } = runScenario(scenario);

  test('each pod runs on the node that it is bound to', () => {
    const ran = facts.flatMap(({ host, body }) =>
      body.kind === 'container' && body.event === 'running' ? [`${body.pod} ${host}`] : [],
    );
    expect(new Set(ran)).toEqual(new Set(['a east.containerd', 'b west.containerd', 'c west.containerd']));
  });

  test('a drain ends the pods of its node with their hooks, and no others', () => {
    const hooks = facts.flatMap(({ body }) =>
      body.kind === 'hook' && body.hook === 'preStop' && body.phase === 'end' ? [`${body.pod} ${body.outcome}`] : [],
    );
    expect(new Set(hooks)).toEqual(new Set(['b ok', 'c ok']));
    const removed = facts.flatMap(({ body }) => (body.kind === 'api' && body.result === 'removed' ? [body.pod] : []));
    expect(new Set(removed)).toEqual(new Set(['b', 'c']));
  });

  test('the kubelet of one node stops without the others', () => {
    const lives = facts.flatMap(({ host, body }) => (body.kind === 'kubelet' ? [`${host} ${body.event}`] : []));
    expect(lives).toEqual([
      'east.kubelet started',
      'west.kubelet started',
      'east.kubelet stopped',
      'east.kubelet started',
    ]);
  });

  test('skipping routine leaves the news as they are', () => {
    const newsOf = (routine: 'done' | 'skipped') =>
      runScenario({ ...scenario, untilMs: 1_200_000 }, { routine })
        .facts.filter(newsFilter())
        .map(({ time, process, body }) => ({ time, process, body }));
    expect(newsOf('skipped')).toEqual(newsOf('done'));
  });
});

test('a node without pods costs the same in an hour and in a year', () => {
  const nodes = Array.from({ length: 20 }, (_, index) => `node-${index + 1}`);
  const idle = (untilMs: number): number =>
    runScenario({ format: 'simlet.scenario/1', nodes, pods: [], behaviour: {}, actions: [], untilMs }).events;
  expect(idle(365 * 86_400_000)).toBe(idle(3_600_000));
});

test('a node that is not there is named', () => {
  const wrong = { ...scenario, pods: [pod('a', 'north')] };
  expect(() => runScenario(wrong)).toThrow('the pod a is bound to the node north, which is not there');
});

test('where no node is named, all pods are on the one node whatever they say', () => {
  const { nodes: _nodes, ...plain } = scenario;
  const { facts } = runScenario({ ...plain, actions: scenario.actions.slice(0, 3) });
  const hosts = new Set(facts.flatMap(({ host, body }) => (body.kind === 'container' ? [host] : [])));
  expect([...hosts]).toEqual(['node-1.containerd']);
});
