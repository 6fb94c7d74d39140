import { runScenario } from '@simlet/cluster';
import type { Micros } from '@simlet/core';
import type { Pod } from '@simlet/objects';
import { scenarioOf } from './scenario-of.ts';
import type { ModelSettings } from './settings.ts';

/** How long a calm start is waited for, in milliseconds, in growing steps: most pods need the first one only. */
const PATIENCE_MS: readonly number[] = [60_000, 300_000, 1_200_000];
/** How long the pod is left alone after it became ready. */
const REST_MS = 5_000;

/** When the operator deletes the pod: some seconds after a calm start has made it ready, at a whole second. */
export interface Readiness {
  readonly deleteMs: number;
  /** Whether the pod became ready at all within the time that was waited. */
  readonly ready: boolean;
}

export function becomeReady(pod: Pod, durations: ReadonlyMap<string, Micros>, settings: ModelSettings): Readiness {
  for (const untilMs of PATIENCE_MS) {
    let readyAt: Micros | undefined;
    runScenario(scenarioOf(pod, durations, { deleteMs: null, untilMs }, { ...settings, faults: false }), {
      facts: 'none',
      onFact: ({ time, body }) => {
        if (body.kind === 'status' && body.status.conditions['Ready'] === 'True') readyAt ??= time;
      },
    });
    if (readyAt !== undefined) return { deleteMs: Math.ceil((readyAt / 1_000 + REST_MS) / 1_000) * 1_000, ready: true };
  }
  return { deleteMs: PATIENCE_MS.at(-1) ?? 0, ready: false };
}
