import type { Container } from '@simlet/objects';
import { describe, expect, test } from 'vitest';

import type { Features } from '../features.ts';
import type { InstanceStatus } from '../runtime/status.ts';
import { apiPod, container, exited, features, running, runtimeStatus, sidecar } from '../testing/builders.ts';
import { computeInitActions } from './init-actions.ts';
import type { InitActions } from './init-actions.ts';
import type { ProbeResult } from './state.ts';

interface Situation {
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly verdicts?: Readonly<Record<string, ProbeResult>>;
  readonly features?: Partial<Features>;
}

/** Instances newest first. */
const actions = (
  initContainers: readonly Container[],
  instances: readonly InstanceStatus[],
  situation: Situation = {},
): InitActions =>
  computeInitActions(
    apiPod({ initContainers, restartPolicy: situation.restartPolicy ?? 'Always' }),
    runtimeStatus(instances),
    (type, instance) => situation.verdicts?.[`${type}/${instance}`],
    features(situation.features),
  );

const first = container('first');
const second = container('second');
const proxy = sidecar('proxy');

describe('regular init containers', () => {
  test('a pod without any is initialised', () => {
    expect(actions([], [])).toEqual({ initialised: true, killPod: false, toStart: [], toKill: [] });
  });

  test('the first is started first, alone', () => {
    expect(actions([first, second], [])).toMatchObject({ initialised: false, toStart: ['first'] });
  });

  test('one that runs is waited for', () => {
    expect(actions([first, second], [running('first#0')])).toMatchObject({ initialised: false, toStart: [] });
  });

  test('one that was created and not started is started again', () => {
    expect(actions([first, second], [running('first#0', { state: 'created' })]).toStart).toEqual(['first']);
  });

  test('the next is started when one exited 0', () => {
    expect(actions([first, second], [exited('first#0', 0)])).toMatchObject({ initialised: false, toStart: ['second'] });
  });

  test('the pod is initialised when the last exited 0', () => {
    const done = [exited('second#0', 0), exited('first#0', 0)];
    expect(actions([first, second], done)).toMatchObject({ initialised: true, toStart: [] });
  });

  test('the last one that has a status decides: those before it are not looked at', () => {
    const instances = [exited('second#0', 0), exited('first#1', 1)];
    expect(actions([first, second], instances)).toMatchObject({ initialised: true, toStart: [] });
  });

  test('one that failed is started again, and takes the pod with it under Never', () => {
    expect(actions([first], [exited('first#0', 1)])).toMatchObject({ toStart: ['first'], killPod: false });
    expect(actions([first], [exited('first#0', 1)], { restartPolicy: 'Never' })).toMatchObject({
      toStart: [],
      killPod: true,
    });
  });

  test('one that ran out of memory failed, though its exit code is 0', () => {
    const killed = exited('first#0', 0, { reason: 'OOMKilled' });
    expect(actions([first], [killed], { restartPolicy: 'Never' }).killPod).toBe(true);
    expect(actions([first], [killed], { restartPolicy: 'OnFailure' }).toStart).toEqual(['first']);
  });

  test('they do not run again once a regular container was begun, whatever is left of them', () => {
    expect(actions([first, second], [running('main#0')])).toMatchObject({ initialised: true, toStart: [] });
    expect(actions([first, second], [running('main#0'), exited('first#0', 1)])).toMatchObject({
      initialised: true,
      killPod: false,
    });
  });
});

describe('sidecars', () => {
  test('one that runs lets the next container start', () => {
    expect(actions([proxy, second], [running('proxy#0')])).toMatchObject({ initialised: false, toStart: ['second'] });
    expect(actions([first, proxy], [running('proxy#0'), exited('first#0', 0)]).initialised).toBe(true);
  });

  test('one whose startup probe has no verdict holds the next one back', () => {
    const probed = sidecar('proxy', { startupProbe: {} });
    expect(actions([probed, second], [running('proxy#0')])).toMatchObject({ initialised: false, toStart: [] });
    const passed = { verdicts: { 'startup/proxy#0': 'success' } } as const;
    expect(actions([probed, second], [running('proxy#0')], passed).toStart).toEqual(['second']);
  });

  test('readiness does not hold the next one back', () => {
    const probed = sidecar('proxy', { readinessProbe: {} });
    expect(actions([probed, second], [running('proxy#0')]).toStart).toEqual(['second']);
  });

  test.each([
    ['startup', { startupProbe: {} }, 'Init container proxy failed startup probe'],
    ['liveness', { livenessProbe: {} }, 'Init container proxy failed liveness probe'],
  ] as const)('one that fails its %s probe is killed and started again', (type, probe, message) => {
    const result = actions([sidecar('proxy', probe)], [running('main#0'), running('proxy#0')], {
      verdicts: { [`${type}/proxy#0`]: 'failure' },
    });
    expect(result).toMatchObject({ toStart: ['proxy'], toKill: [{ instance: 'proxy#0', message, reason: type }] });
  });

  test('one whose image changed is killed and started again, since 1.33', () => {
    const instances = [running('main#0'), running('proxy#0', { image: 'proxy:0' })];
    expect(actions([proxy], instances)).toMatchObject({
      toStart: ['proxy'],
      toKill: [{ message: 'Init container proxy definition changed' }],
    });
    expect(actions([proxy], instances, { features: { sidecarDefinitionChange: false } }).toKill).toEqual([]);
  });

  test.each([0, 1])('one that exited with %i is started again while the pod lives, under Never too', (exitCode) => {
    const instances = [running('main#0'), exited('proxy#0', exitCode)];
    expect(actions([proxy], instances, { restartPolicy: 'Never' })).toMatchObject({
      initialised: true,
      toStart: ['proxy'],
    });
  });

  test('one that is gone while regular containers run is started again', () => {
    expect(actions([proxy], [running('main#0')])).toMatchObject({ initialised: true, toStart: ['proxy'] });
  });

  test('what is to be started comes in spec order', () => {
    const instances = [running('main#0'), exited('late#0', 0), exited('proxy#0', 0)];
    expect(actions([proxy, first, sidecar('late')], instances).toStart).toEqual(['proxy', 'late']);
  });
});
