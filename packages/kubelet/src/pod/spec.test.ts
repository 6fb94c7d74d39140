import { describe, expect, test } from 'vitest';

import {
  apiPod,
  container,
  deletedPod,
  exited,
  podSpec,
  running,
  runtimeStatus,
  sidecar,
} from '../testing/builders.ts';
import { fieldPathOf, findContainer, formatPod, isSidecar, mayRestart, mayRestartAfterExit, newestOf } from './spec.ts';

describe('whether a container that ended may start again', () => {
  test.each([
    ['Always', 0, true],
    ['Always', 1, true],
    ['OnFailure', 0, false],
    ['OnFailure', 1, true],
    ['Never', 0, false],
    ['Never', 1, false],
  ] as const)('by a pod policy %s after exit %i: %s', (restartPolicy, exitCode, expected) => {
    expect(mayRestartAfterExit(podSpec({ restartPolicy }), container('main'), exitCode)).toBe(expected);
  });

  test('a pod that does not say restarts always', () => {
    expect(mayRestartAfterExit({ containers: [] }, container('main'), 0)).toBe(true);
  });

  test('the policy of the container goes before that of the pod', () => {
    const onFailure = container('main', { restartPolicy: 'OnFailure' });
    expect(mayRestartAfterExit(podSpec({ restartPolicy: 'Never' }), onFailure, 1)).toBe(true);
    expect(mayRestartAfterExit(podSpec({ restartPolicy: 'Always' }), onFailure, 0)).toBe(false);
  });

  test('a rule that matches the exit code goes before every policy', () => {
    const rule = { action: 'Restart', exitCodes: { operator: 'In', values: [42, 43] } } as const;
    const ruled = container('main', { restartPolicy: 'Never', restartPolicyRules: [rule] });
    expect(mayRestartAfterExit(podSpec(), ruled, 42)).toBe(true);
    expect(mayRestartAfterExit(podSpec(), ruled, 44)).toBe(false);
  });

  test('a rule NotIn matches the codes that are not listed', () => {
    const rule = { action: 'Restart', exitCodes: { operator: 'NotIn', values: [0] } } as const;
    const ruled = container('main', { restartPolicy: 'Never', restartPolicyRules: [rule] });
    expect(mayRestartAfterExit(podSpec(), ruled, 1)).toBe(true);
    expect(mayRestartAfterExit(podSpec(), ruled, 0)).toBe(false);
  });
});

describe('whether a container may be started now', () => {
  const main = container('main');

  test('one that never ran may', () => {
    expect(mayRestart(apiPod({ restartPolicy: 'Never' }), main, runtimeStatus([]))).toBe(true);
  });

  test('one that runs may not', () => {
    expect(mayRestart(apiPod(), main, runtimeStatus([running('main#0')]))).toBe(false);
  });

  test('one that was created and never started may, whatever the policy says', () => {
    const created = running('main#0', { state: 'created' });
    expect(mayRestart(apiPod({ restartPolicy: 'Never' }), main, runtimeStatus([created]))).toBe(true);
  });

  test('the newest instance decides, not the ones before it', () => {
    const status = runtimeStatus([exited('main#1', 0), exited('main#0', 1)]);
    expect(mayRestart(apiPod({ restartPolicy: 'OnFailure' }), main, status)).toBe(false);
  });

  test('nothing of a deleted pod is started again', () => {
    expect(mayRestart(deletedPod(), main, runtimeStatus([exited('main#0', 1)]))).toBe(false);
    expect(mayRestart(deletedPod(), main, runtimeStatus([]))).toBe(false);
  });
});

test('a sidecar is an init container that is restarted always', () => {
  expect(isSidecar(sidecar('proxy'))).toBe(true);
  expect(isSidecar(container('migrate'))).toBe(false);
});

test('containers are found by name, init containers among them, and events name their place', () => {
  const spec = podSpec({ initContainers: [sidecar('proxy')] });
  expect(findContainer(spec, 'proxy')?.image).toBe('proxy:1');
  expect(findContainer(spec, 'nobody')).toBeUndefined();
  expect(fieldPathOf(spec, 'proxy')).toBe('spec.initContainers{proxy}');
  expect(fieldPathOf(spec, 'main')).toBe('spec.containers{main}');
});

test('the newest instance of a name is the first of that name', () => {
  const status = runtimeStatus([running('main#1'), running('proxy#0'), exited('main#0', 1)]);
  expect(newestOf(status, 'main')?.id).toBe('main#1');
  expect(newestOf(status, 'nobody')).toBeUndefined();
});

test('messages name a pod by name, namespace and UID', () => {
  expect(formatPod(apiPod())).toBe('web_default(uid-web-0)');
});
