import { describe, expect, test } from 'vitest';

import { apiPod, container, podState, sidecar } from '../testing/builders.ts';
import { mustWait } from './kill-order.ts';
import { newKill } from './kills.ts';
import type { Kill } from './state.ts';

const kill = (name: string, fields: Partial<Kill> = {}): Kill => ({
  ...newKill(`${name}#0`, name, true, 0),
  grace: 30,
  stage: 'ordering',
  ...fields,
});

/** Whether a container must wait while the others are on their way down. */
const waits = (name: string, others: readonly Kill[]): boolean => {
  const pod = podState(apiPod({ initContainers: [container('migrate'), sidecar('proxy'), sidecar('logs')] }));
  const own = kill(name);
  pod.kills = [own, ...others];
  return mustWait(pod, own);
};

describe('when a whole pod is killed', () => {
  test('a regular container waits for nobody', () => {
    expect(waits('main', [kill('proxy'), kill('logs')])).toBe(false);
  });

  test('a sidecar waits for the regular containers, and for the sidecars after it', () => {
    expect(waits('logs', [kill('main')])).toBe(true);
    expect(waits('proxy', [kill('logs')])).toBe(true);
    expect(waits('logs', [kill('proxy')])).toBe(false);
  });

  test('a sidecar does not wait for what has stopped already, or never ran', () => {
    expect(waits('proxy', [])).toBe(false);
  });

  test('a sidecar waits on for a container that could not be stopped', () => {
    expect(waits('proxy', [kill('main', { stage: 'failed' })])).toBe(true);
  });

  test('nobody waits for a regular init container, and it waits for nobody', () => {
    expect(waits('proxy', [kill('migrate')])).toBe(false);
    expect(waits('migrate', [kill('proxy'), kill('logs')])).toBe(false);
  });

  test('a kill of one container alone is not waited for', () => {
    expect(waits('proxy', [kill('main', { ordered: false })])).toBe(false);
  });
});
