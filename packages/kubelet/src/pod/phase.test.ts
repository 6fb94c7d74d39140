import type { PodSpec } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import type { CompactContainerStatus, Phase } from '../facts.ts';
import type { Features } from '../features.ts';
import {
  container,
  features,
  podSpec,
  runningStatus,
  sidecar,
  terminatedStatus,
  waitingStatus,
} from '../testing/builders.ts';
import { phaseOf } from './phase.ts';

interface Situation {
  readonly init?: readonly CompactContainerStatus[];
  readonly regular: readonly CompactContainerStatus[];
  readonly begun?: boolean;
  readonly podIsTerminal?: boolean;
  readonly features?: Partial<Features>;
}

const phase = (spec: PodSpec, situation: Situation): Phase =>
  phaseOf(
    spec,
    { init: situation.init ?? [], regular: situation.regular },
    situation.begun ?? false,
    situation.podIsTerminal ?? false,
    features(situation.features),
  );

const never = podSpec({ restartPolicy: 'Never' });
const onFailure = podSpec({ restartPolicy: 'OnFailure' });
/** Waiting in back-off after an end. */
const inBackoff = (name: string, exitCode: number): CompactContainerStatus =>
  waitingStatus(name, { reason: 'CrashLoopBackOff', last: { state: 'terminated', exitCode } });

describe('regular containers', () => {
  test('one that waits for its first start makes the pod Pending, whatever else runs', () => {
    const two = podSpec({ containers: [container('main'), container('helper')] });
    expect(phase(two, { regular: [runningStatus('main'), waitingStatus('helper')] })).toBe('Pending');
  });

  test('one that runs makes the pod Running', () => {
    const two = podSpec({ restartPolicy: 'Never', containers: [container('main'), container('helper')] });
    expect(phase(two, { regular: [runningStatus('main'), terminatedStatus('helper', 1)] })).toBe('Running');
  });

  test('one without a status makes the pod Pending', () => {
    expect(phase(podSpec(), { regular: [] })).toBe('Pending');
  });

  test.each([
    ['Always', 0, 'Running'],
    ['Always', 1, 'Running'],
    ['OnFailure', 0, 'Succeeded'],
    ['OnFailure', 1, 'Running'],
    ['Never', 0, 'Succeeded'],
    ['Never', 1, 'Failed'],
  ] as const)('under %s a pod whose only container exited %i is %s', (restartPolicy, exitCode, expected) => {
    expect(phase(podSpec({ restartPolicy }), { regular: [terminatedStatus('main', exitCode)] })).toBe(expected);
  });

  test('one in back-off leaves the pod Running', () => {
    expect(phase(podSpec(), { regular: [inBackoff('main', 1)] })).toBe('Running');
  });

  test('one failure among successes makes a pod that is over Failed', () => {
    const two = podSpec({ restartPolicy: 'Never', containers: [container('main'), container('helper')] });
    expect(phase(two, { regular: [terminatedStatus('main', 0), terminatedStatus('helper', 2)] })).toBe('Failed');
  });
});

describe('a pod that the kubelet brings to an end', () => {
  test('is Succeeded when all exited 0, and else Failed, though it would restart', () => {
    expect(phase(podSpec(), { regular: [terminatedStatus('main', 0)], podIsTerminal: true })).toBe('Succeeded');
    expect(phase(podSpec(), { regular: [terminatedStatus('main', 143)], podIsTerminal: true })).toBe('Failed');
  });

  test('is Failed where a container was in back-off, even after an exit of 0', () => {
    expect(phase(podSpec(), { regular: [inBackoff('main', 0)], podIsTerminal: true })).toBe('Failed');
  });
});

describe('init containers', () => {
  const init = [container('migrate')];

  test.each([
    ['missing', []],
    ['running', [runningStatus('migrate')]],
    ['waiting for its first start', [waitingStatus('migrate')]],
  ] as const)('one that is %s makes the pod Pending', (_, statuses) => {
    expect(phase(podSpec({ initContainers: init }), { init: statuses, regular: [waitingStatus('main')] })).toBe(
      'Pending',
    );
  });

  test('one that failed makes the pod Failed under Never, and else leaves it Pending', () => {
    const failed = { init: [terminatedStatus('migrate', 1)], regular: [waitingStatus('main')] };
    expect(phase({ ...never, initContainers: init }, failed)).toBe('Failed');
    expect(phase({ ...onFailure, initContainers: init }, failed)).toBe('Pending');
  });

  test('one that exited 0 no longer counts', () => {
    const done = { init: [terminatedStatus('migrate', 0)], regular: [runningStatus('main')] };
    expect(phase(podSpec({ initContainers: init }), done)).toBe('Running');
  });
});

describe('sidecars', () => {
  const spec = podSpec({ initContainers: [sidecar('proxy')] });

  test('one that has not started keeps the pod Pending until a regular container was begun', () => {
    const notStarted = [runningStatus('proxy', { started: false })];
    expect(phase(spec, { init: notStarted, regular: [runningStatus('main')] })).toBe('Pending');
    expect(phase(spec, { init: notStarted, regular: [runningStatus('main')], begun: true })).toBe('Running');
  });

  test('one that still runs keeps a pod Running whose containers are done', () => {
    const done = { init: [runningStatus('proxy')], regular: [terminatedStatus('main', 0)], begun: true };
    expect(phase({ ...spec, restartPolicy: 'Never' }, done)).toBe('Running');
  });

  test('its exit code does not make a pod Failed', () => {
    const done = { init: [terminatedStatus('proxy', 137)], regular: [terminatedStatus('main', 0)], begun: true };
    expect(phase({ ...spec, restartPolicy: 'Never' }, done)).toBe('Succeeded');
  });
});

describe('init containers that run again', () => {
  const regularAgain = podSpec({ initContainers: [container('migrate')] });
  const sidecarAgain = podSpec({ initContainers: [sidecar('proxy')] });
  const main = [inBackoff('main', 1)];

  test.each([
    ['all', 'Pending'],
    ['all-until-started', 'Running'],
    ['regular', 'Pending'],
  ] as const)('a regular one, where %s count, leaves a pod that had begun %s', (pendingInit, expected) => {
    const init = [runningStatus('migrate')];
    expect(phase(regularAgain, { init, regular: main, begun: true, features: { pendingInit } })).toBe(expected);
  });

  test.each([
    ['all', 'Pending'],
    ['all-until-started', 'Running'],
    ['regular', 'Running'],
  ] as const)('a sidecar, where %s count, leaves a pod that had begun %s', (pendingInit, expected) => {
    const init = [runningStatus('proxy', { started: false })];
    expect(phase(sidecarAgain, { init, regular: main, begun: true, features: { pendingInit } })).toBe(expected);
  });
});
