import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';

import type { PendingCall, RuntimePod, RuntimeTurn } from './state.ts';

/** Which faults the budget of a scenario lets a container runtime have. */
export interface RuntimeFaults {
  /** Calls may be slow or fail. */
  readonly calls: boolean;
  /** Answers to calls may be lost. */
  readonly answers: boolean;
  /** The runtime may die after any of its steps. */
  readonly crashes: boolean;
}

const LONGEST: Micros = 10 * SECOND;

/** What a call takes longer than usual: nothing in a calm world, and never where the fault budget has no runtime faults. */
export const slowness = (pod: RuntimePod, turn: RuntimeTurn, kind: PendingCall['kind']): Micros => {
  if (!pod.faults.calls || kind === 'hook' || kind === 'probe') return 0;
  return turn.decide.integer(`runtime.slow/${kind}/${pod.name}`, {
    simplest: 0,
    min: 0,
    max: LONGEST,
    interesting: [SECOND, LONGEST],
    distribution: { kind: 'heavy-tailed', unit: MILLISECOND, odds: [9, 10] },
  });
};

/** Whether a call fails. A failed StopContainer has sent nothing, a failed RunPodSandbox has made nothing. */
export const callFails = (pod: RuntimePod, turn: RuntimeTurn, kind: 'run-sandbox' | 'stop-container'): boolean =>
  pod.faults.calls && turn.decide.boolean(`runtime.fails/${kind}/${pod.name}`, [1, 20]);
