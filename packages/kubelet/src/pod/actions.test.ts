import { describe, expect, test } from 'vitest';

import type { ApiPod } from '../api-pod.ts';
import type { RuntimePodStatus } from '../runtime/status.ts';
import { apiPod, container, exited, features, running, runtimeStatus, sandbox, sidecar } from '../testing/builders.ts';
import { computeActions } from './actions.ts';
import type { PodActions, Verdicts } from './actions.ts';

/** Verdicts of probes by `type/instance`. */
type Given = Readonly<Record<string, 'success' | 'failure'>>;

const verdictsOf =
  (given: Given): Verdicts =>
  (type, instance) =>
    given[`${type}/${instance}`];

const actions = (pod: ApiPod, status: RuntimePodStatus, given: Given = {}): PodActions =>
  computeActions(pod, status, verdictsOf(given), features());

const two = { containers: [container('main'), container('helper')] };

describe('the sandbox', () => {
  test('of a new pod is made, with all containers behind it in spec order', () => {
    expect(actions(apiPod(two), runtimeStatus([], []))).toMatchObject({
      killPod: true,
      createSandbox: true,
      oldSandbox: undefined,
      sandboxAttempt: 0,
      toStart: ['main', 'helper'],
    });
  });

  test('of a pod with init containers is made with the first of them behind it', () => {
    const pod = apiPod({ initContainers: [container('migrate'), sidecar('proxy')] });
    expect(actions(pod, runtimeStatus([], []))).toMatchObject({ initToStart: ['migrate'], toStart: [] });
  });

  test('that is not ready is replaced by the next attempt, and what ran in it is killed', () => {
    const lost = runtimeStatus([exited('main#0', 137)], [sandbox(0, { ready: false })]);
    expect(actions(apiPod(), lost)).toMatchObject({
      killPod: true,
      createSandbox: true,
      oldSandbox: 'sandbox#0',
      sandboxAttempt: 1,
      toStart: ['main'],
    });
  });

  test('is replaced where two are ready', () => {
    expect(actions(apiPod(), runtimeStatus([], [sandbox(1), sandbox(0)])).sandboxAttempt).toBe(2);
  });

  test('without an address is replaced, but for a pod in the network of the host', () => {
    const bare = runtimeStatus([running('main#0')], [sandbox(0, { ip: '' })]);
    expect(actions(apiPod(), bare).createSandbox).toBe(true);
    expect(actions(apiPod({ hostNetwork: true }), bare).createSandbox).toBe(false);
  });

  test('that is lost is not replaced where nothing may restart: the pod is killed', () => {
    const lost = runtimeStatus([exited('main#0', 137)], [sandbox(0, { ready: false })]);
    expect(actions(apiPod({ restartPolicy: 'Never' }), lost)).toMatchObject({ killPod: true, createSandbox: false });
  });

  test('that is lost is not replaced for containers that have all succeeded', () => {
    const lost = runtimeStatus([exited('main#0', 0)], [sandbox(0, { ready: false })]);
    expect(actions(apiPod({ restartPolicy: 'OnFailure' }), lost)).toMatchObject({
      killPod: true,
      createSandbox: false,
    });
  });

  test('that is lost is replaced without the containers that have succeeded', () => {
    const pod = apiPod({ restartPolicy: 'OnFailure', ...two });
    const lost = runtimeStatus([exited('main#0', 0), exited('helper#0', 137)], [sandbox(0, { ready: false })]);
    expect(actions(pod, lost)).toMatchObject({ createSandbox: true, toStart: ['helper'] });
  });
});

describe('a regular container', () => {
  test('that runs is kept', () => {
    expect(actions(apiPod(), runtimeStatus([running('main#0')]))).toMatchObject({
      killPod: false,
      toStart: [],
      toKill: [],
    });
  });

  test('that is missing, was only created, or ended, is started', () => {
    const missing = apiPod(two);
    expect(actions(missing, runtimeStatus([running('main#0')])).toStart).toEqual(['helper']);
    const created = runtimeStatus([running('main#0', { state: 'created' })]);
    expect(actions(apiPod(), created)).toMatchObject({ toStart: ['main'], toKill: [] });
    expect(actions(apiPod(), runtimeStatus([exited('main#0', 0)])).toStart).toEqual(['main']);
  });

  test('whose image changed is killed and started again, whatever the policy', () => {
    const old = runtimeStatus([running('main#0', { image: 'main:0' })]);
    expect(actions(apiPod({ restartPolicy: 'Never' }), old)).toMatchObject({
      toStart: ['main'],
      toKill: [{ instance: 'main#0', message: 'Container main definition changed, will be restarted', reason: 'none' }],
    });
  });

  test.each([
    ['liveness', 'Container main failed liveness probe, will be restarted'],
    ['startup', 'Container main failed startup probe, will be restarted'],
  ] as const)('whose %s probe failed is killed and started again', (type, message) => {
    const result = actions(apiPod(two), runtimeStatus([running('helper#0'), running('main#0')]), {
      [`${type}/main#0`]: 'failure',
    });
    expect(result).toMatchObject({ toStart: ['main'], toKill: [{ instance: 'main#0', message, reason: type }] });
  });

  test('a changed image is told before a failed probe', () => {
    const old = runtimeStatus([running('main#0', { image: 'main:0' })]);
    const { toKill } = actions(apiPod(), old, { 'liveness/main#0': 'failure' });
    expect(toKill.map((kill) => kill.reason)).toEqual(['none']);
  });

  test('whose probe failed before it was replaced is left alone: the verdict is of another instance', () => {
    expect(actions(apiPod(), runtimeStatus([running('main#1')]), { 'liveness/main#0': 'failure' }).toKill).toEqual([]);
  });

  test('that fails liveness under Never beside another one is killed and not started again', () => {
    const pod = apiPod({ restartPolicy: 'Never', ...two });
    const result = actions(pod, runtimeStatus([running('helper#0'), running('main#0')]), {
      'liveness/main#0': 'failure',
    });
    expect(result).toMatchObject({
      killPod: false,
      toStart: [],
      toKill: [{ message: 'Container main failed liveness probe', reason: 'liveness' }],
    });
  });

  test('that fails liveness under Never and was the last one takes the whole pod with it', () => {
    const result = actions(apiPod({ restartPolicy: 'Never' }), runtimeStatus([running('main#0')]), {
      'liveness/main#0': 'failure',
    });
    expect(result).toMatchObject({ killPod: true, createSandbox: false, toStart: [], toKill: [] });
  });

  test('is restarted after a failed probe by its own policy, and rules on exit codes are not asked', () => {
    const rule = { action: 'Restart', exitCodes: { operator: 'NotIn', values: [0] } } as const;
    const ruled = container('main', { restartPolicy: 'Never', restartPolicyRules: [rule] });
    const result = actions(
      apiPod({ containers: [ruled, container('helper')] }),
      runtimeStatus([running('helper#0'), running('main#0')]),
      { 'liveness/main#0': 'failure' },
    );
    expect(result.toStart).toEqual([]);
  });
});

describe('the whole pod', () => {
  test('is killed when nothing is left to keep or to start', () => {
    const done = runtimeStatus([exited('main#0', 0)]);
    expect(actions(apiPod({ restartPolicy: 'OnFailure' }), done)).toMatchObject({
      killPod: true,
      createSandbox: false,
    });
  });

  test('is killed with its sidecars when its last container is done', () => {
    const pod = apiPod({ restartPolicy: 'Never', initContainers: [sidecar('proxy')] });
    const done = runtimeStatus([exited('main#0', 0), running('proxy#0')]);
    expect(actions(pod, done)).toMatchObject({ killPod: true, createSandbox: false, toKill: [] });
  });
});
