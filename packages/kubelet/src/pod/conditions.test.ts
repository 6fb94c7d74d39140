import type { PodSpec } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import type { CompactContainerStatus, Phase } from '../facts.ts';
import type { Features } from '../features.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import {
  container,
  features,
  podSpec,
  runningStatus,
  runtimeStatus,
  sandbox,
  sidecar,
  terminatedStatus,
  waitingStatus,
} from '../testing/builders.ts';
import { conditionsOf } from './conditions.ts';

interface Situation {
  readonly init?: readonly CompactContainerStatus[];
  readonly regular: readonly CompactContainerStatus[];
  readonly phase?: Phase;
  readonly runtime?: RuntimePodStatus;
  readonly features?: Partial<Features>;
  readonly old?: Readonly<Record<string, string>>;
}

const conditions = (spec: PodSpec, situation: Situation): Readonly<Record<string, string>> =>
  conditionsOf(
    spec,
    { init: situation.init ?? [], regular: situation.regular },
    situation.phase ?? 'Running',
    situation.runtime ?? runtimeStatus([]),
    features(situation.features),
    situation.old,
  );

test('a pod whose containers are all ready is ready in every respect', () => {
  expect(conditions(podSpec(), { regular: [runningStatus('main')] })).toEqual({
    ContainersReady: 'True',
    Initialized: 'True',
    PodReadyToStartContainers: 'True',
    PodScheduled: 'True',
    Ready: 'True',
  });
});

describe('ContainersReady and Ready', () => {
  test('are False while a container is not ready', () => {
    expect(conditions(podSpec(), { regular: [runningStatus('main', { ready: false })] })).toMatchObject({
      ContainersReady: 'False:ContainersNotReady',
      Ready: 'False:ContainersNotReady',
    });
  });

  test('a sidecar counts, a regular init container does not', () => {
    const spec = podSpec({ initContainers: [container('migrate'), sidecar('proxy')] });
    const init = [terminatedStatus('migrate', 0), runningStatus('proxy', { ready: false })];
    expect(conditions(spec, { init, regular: [runningStatus('main')] })['Ready']).toBe('False:ContainersNotReady');
    const ready = [terminatedStatus('migrate', 0), runningStatus('proxy')];
    expect(conditions(spec, { init: ready, regular: [runningStatus('main')] })['Ready']).toBe('True');
  });

  test.each([
    ['Succeeded', 'False:PodCompleted'],
    ['Failed', 'False:PodFailed'],
  ] as const)('of a pod in phase %s say so', (phase, word) => {
    expect(conditions(podSpec(), { regular: [terminatedStatus('main', 0)], phase })).toMatchObject({
      ContainersReady: word,
      Ready: word,
    });
  });

  test('readiness gates hold back Ready alone', () => {
    const gated = podSpec({ readinessGates: [{ conditionType: 'example.com/ready' }] });
    expect(conditions(gated, { regular: [runningStatus('main')] })).toMatchObject({
      ContainersReady: 'True',
      Ready: 'False:ReadinessGatesNotReady',
    });
  });
});

describe('Initialized', () => {
  const spec = podSpec({ initContainers: [container('migrate'), sidecar('proxy')] });
  const waiting = [waitingStatus('main')];

  test('is False until regular init containers are done and sidecars are started', () => {
    const half = [{ ...terminatedStatus('migrate', 0), ready: true }, runningStatus('proxy', { started: false })];
    expect(conditions(spec, { init: half, regular: waiting })['Initialized']).toBe('False:ContainersNotInitialized');
    const done = [{ ...terminatedStatus('migrate', 0), ready: true }, runningStatus('proxy', { ready: false })];
    expect(conditions(spec, { init: done, regular: waiting })['Initialized']).toBe('True');
  });

  test('is True once a regular container was begun, whatever the init containers do', () => {
    expect(conditions(spec, { init: [], regular: [runningStatus('main')] })['Initialized']).toBe('True');
  });

  test('stays True once it was, since 1.36', () => {
    const situation: Situation = { init: [], regular: waiting, old: { Initialized: 'True' } };
    expect(conditions(spec, situation)['Initialized']).toBe('True');
    expect(conditions(spec, { ...situation, features: { initializedStays: false } })['Initialized']).toBe(
      'False:ContainersNotInitialized',
    );
  });

  test('of a pod that succeeded says so', () => {
    expect(conditions(spec, { regular: [terminatedStatus('main', 0)], phase: 'Succeeded' })['Initialized']).toBe(
      'True:PodCompleted',
    );
  });
});

describe('PodReadyToStartContainers', () => {
  test('is that of the newest sandbox', () => {
    const lost = runtimeStatus([], [sandbox(1, { ready: false }), sandbox(0)]);
    expect(conditions(podSpec(), { regular: [], runtime: lost })['PodReadyToStartContainers']).toBe('False');
    expect(conditions(podSpec(), { regular: [], runtime: runtimeStatus([], []) })['PodReadyToStartContainers']).toBe(
      'False',
    );
  });

  test('is not written by versions that do not know it', () => {
    const old = conditions(podSpec(), { regular: [], features: { sandboxCondition: false } });
    expect('PodReadyToStartContainers' in old).toBe(false);
  });
});
