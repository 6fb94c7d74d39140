import { describe, expect, test } from 'vitest';

import type { CompactContainerStatus } from '../facts.ts';
import type { InstanceStatus } from '../runtime/status.ts';
import {
  apiPod,
  container,
  deletedPod,
  exited,
  features,
  running,
  runningStatus,
  runtimeStatus,
  terminatedStatus,
  waitingStatus,
} from '../testing/builders.ts';
import { containerStatuses } from './container-statuses.ts';
import type { StatusInputs } from './container-statuses.ts';

/** The status of `main`, given its instances (newest first) and the status before. */
const statusOf = (
  instances: readonly InstanceStatus[],
  old?: CompactContainerStatus,
  situation: Partial<StatusInputs> = {},
): CompactContainerStatus | undefined =>
  containerStatuses({
    pod: apiPod(),
    runtime: runtimeStatus(instances),
    containers: [container('main')],
    old: old === undefined ? [] : [old],
    init: false,
    hasInit: false,
    podIsTerminal: false,
    reasons: {},
    features: features(),
    ...situation,
  })[0];

describe('a container of which the runtime has nothing', () => {
  test('waits to be created, or for the init containers of its pod', () => {
    expect(statusOf([])).toMatchObject({ state: 'waiting', reason: 'ContainerCreating', restartCount: 0 });
    expect(statusOf([], undefined, { hasInit: true })).toMatchObject({ state: 'waiting', reason: 'PodInitializing' });
  });

  test('and which ran before is said to be lost, and counts as restarted', () => {
    expect(statusOf([], runningStatus('main', { restartCount: 2 }))).toMatchObject({
      state: 'waiting',
      restartCount: 3,
      last: { state: 'terminated', reason: 'ContainerStatusUnknown', exitCode: 137 },
    });
  });

  test('is not counted as restarted in a pod that is deleted', () => {
    expect(statusOf([], runningStatus('main'), { pod: deletedPod() })).toMatchObject({ restartCount: 0 });
  });

  test('keeps its end where it is an init container, or the pod is over', () => {
    const done = terminatedStatus('main', 0);
    expect(statusOf([], done, { init: true })).toBe(done);
    expect(statusOf([], done, { podIsTerminal: true })).toBe(done);
    expect(statusOf([], done)).toMatchObject({ state: 'waiting' });
  });
});

describe('a container that the runtime has', () => {
  test('runs since the second in which it started', () => {
    expect(statusOf([running('main#0', { startedAt: 2_999_999 })])).toMatchObject({
      id: 'main#0',
      state: 'running',
      startedAtS: 2,
    });
  });

  test('that was only created waits without a reason', () => {
    const status = statusOf([running('main#0', { state: 'created' })]);
    expect(status).toMatchObject({ id: 'main#0', state: 'waiting' });
    expect(status?.reason).toBeUndefined();
  });

  test('that ended tells how, in whole seconds', () => {
    expect(statusOf([exited('main#0', 3, { finishedAt: 5_999_999 })])).toMatchObject({
      state: 'terminated',
      reason: 'Error',
      exitCode: 3,
      startedAtS: 1,
      finishedAtS: 5,
    });
  });

  test('has the end of the instance before it as its last state', () => {
    expect(statusOf([running('main#1'), exited('main#0', 3)])).toMatchObject({
      state: 'running',
      restartCount: 1,
      last: { id: 'main#0', exitCode: 3 },
    });
  });

  test('takes its last state from the status before where that instance was removed', () => {
    expect(statusOf([running('main#1')], terminatedStatus('main', 7))).toMatchObject({
      last: { id: 'main#0', exitCode: 7 },
    });
  });

  test('never counts fewer restarts than the status before', () => {
    expect(statusOf([running('main#0')], runningStatus('main', { restartCount: 4 }))?.restartCount).toBe(4);
  });
});

describe('a container that could not be started', () => {
  const reasons = { main: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } };

  test('waits with the reason, and its end moves to the last state', () => {
    expect(statusOf([exited('main#0', 1)], undefined, { reasons })).toMatchObject({
      state: 'waiting',
      reason: 'CrashLoopBackOff',
      message: 'back-off 10s',
      last: { exitCode: 1 },
    });
  });

  test('shows its end where it may not restart, and its run where it runs', () => {
    const pod = apiPod({ restartPolicy: 'Never' });
    expect(statusOf([exited('main#0', 1)], undefined, { reasons, pod })).toMatchObject({ state: 'terminated' });
    expect(statusOf([running('main#1')], undefined, { reasons })).toMatchObject({ state: 'running' });
  });

  test('shows its end where it is an init container that succeeded', () => {
    expect(statusOf([exited('main#0', 0)], undefined, { reasons, init: true })).toMatchObject({ state: 'terminated' });
  });
});

test('statuses come in spec order, whatever the order of the instances', () => {
  const names = containerStatuses({
    pod: apiPod(),
    runtime: runtimeStatus([running('b#0'), running('a#0')]),
    containers: [container('a'), container('b'), container('c')],
    old: [waitingStatus('b')],
    init: false,
    hasInit: false,
    podIsTerminal: false,
    reasons: {},
    features: features(),
  }).map(({ name, state }) => `${name} ${state}`);
  expect(names).toEqual(['a running', 'b running', 'c waiting']);
});

describe('up to 1.34, of instances that the runtime has no more', () => {
  const older = { features: features({ remembersRemovedInstances: false }) };
  const ended = terminatedStatus('main', 1, { id: 'main#0', restartCount: 4 });

  test("the last termination is forgotten with them, and the count of restarts is the runtime's", () => {
    expect(statusOf([running('main#1')], ended, older)).toMatchObject({ state: 'running', restartCount: 1 });
    expect(statusOf([running('main#1')], ended, older)?.last).toBeUndefined();
    expect(statusOf([running('main#1')], ended)?.last).toMatchObject({ id: 'main#0', exitCode: 1 });
  });

  test('a container that ended keeps its status', () => {
    expect(statusOf([], ended, older)).toEqual(ended);
    expect(statusOf([], ended)).toMatchObject({ state: 'waiting' });
  });
});
