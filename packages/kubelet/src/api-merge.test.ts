import { describe, expect, test } from 'vitest';

import { mergeStatus } from './api-merge.ts';
import { apiStatus } from './testing/builders.ts';

const running = apiStatus({ phase: 'Running', conditions: { Ready: 'True', ContainersReady: 'True' } });
const evicted = apiStatus({
  phase: 'Failed',
  reason: 'Evicted',
  message: 'The node was low on resource: memory. ',
  conditions: { Ready: 'True', ContainersReady: 'True', DisruptionTarget: 'True:TerminationByKubelet' },
  transitions: { DisruptionTarget: 3_000_000 },
});

describe('while containers could still run', () => {
  test('a terminal phase is withheld, with its reason, its message and DisruptionTarget', () => {
    expect(mergeStatus(running, evicted, true)).toEqual({
      phase: 'Running',
      conditions: { Ready: 'True', ContainersReady: 'True' },
      transitions: {},
    });
  });

  test('a change that is not terminal is written', () => {
    const notReady = apiStatus({ phase: 'Running', conditions: { Ready: 'False:ContainersNotReady' } });
    expect(mergeStatus(running, notReady, true).conditions['Ready']).toBe('False:ContainersNotReady');
  });

  test('a phase that is terminal in the API already stays as it is computed', () => {
    const failed = apiStatus({ phase: 'Failed', reason: 'Evicted' });
    expect(mergeStatus(failed, evicted, true)).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
  });
});

describe('when no container can run any more', () => {
  test('the terminal phase is told with all that belongs to it, and the pod is not ready', () => {
    expect(mergeStatus(running, evicted, false)).toEqual({
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: memory. ',
      conditions: {
        Ready: 'False:PodFailed',
        ContainersReady: 'False:PodFailed',
        DisruptionTarget: 'True:TerminationByKubelet',
      },
      transitions: { DisruptionTarget: 3_000_000 },
    });
  });

  test('a pod that succeeded is not ready either', () => {
    const done = apiStatus({ phase: 'Succeeded', conditions: { Ready: 'True' } });
    expect(mergeStatus(running, done, false).conditions).toEqual({
      Ready: 'False:PodCompleted',
      ContainersReady: 'False:PodCompleted',
    });
  });

  test('DisruptionTarget stays once it was told, and is not told later', () => {
    const told = mergeStatus(running, evicted, false);
    const { DisruptionTarget: _, ...conditions } = evicted.conditions;
    expect(mergeStatus(told, { ...evicted, conditions }, false).conditions['DisruptionTarget']).toBe(
      'True:TerminationByKubelet',
    );
    const failed = apiStatus({ phase: 'Failed' });
    expect(mergeStatus(failed, evicted, false).conditions['DisruptionTarget']).toBeUndefined();
  });
});
