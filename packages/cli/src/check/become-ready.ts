import { buildWorld } from '@simlet/cluster';
import { scripted } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { Pod } from '@simlet/objects';
import { scenarioOf } from './scenario-of.ts';
import type { ModelSettings } from './settings.ts';

/** How long a calm start is waited for, in milliseconds, in growing steps: most pods need the first one only. */
const PATIENCE_MS: readonly number[] = [60_000, 300_000, 1_200_000];
/** How long the pod is left alone after it became ready. */
const REST_MS = 5_000;

/** When the pod is stopped: some seconds after a calm start has made it ready, at a whole second. */
export interface Readiness {
  readonly stopMs: number;
  /** Whether the pod became ready at all within the time that was waited. */
  readonly ready: boolean;
}

/** The calm start of a pod. It is left alone until every container has started, also where no readiness probe waits for that. */
export function becomeReady(pod: Pod, durations: ReadonlyMap<string, Micros>, settings: ModelSettings): Readiness {
  for (const untilMs of PATIENCE_MS) {
    let readyAt: Micros | undefined;
    let startedAt: Micros = 0;
    const scenario = scenarioOf(pod, durations, { stopMs: null, untilMs }, { ...settings, faults: false });
    const world = buildWorld(scenario, {
      chooser: scripted([]),
      facts: 'none',
      onFact: ({ time, body }) => {
        if (body.kind === 'status' && body.status.conditions['Ready'] === 'True') readyAt ??= time;
        // Those that were started again tell nothing new: a slow start is as slow each time.
        if (body.kind !== 'container' || body.event !== 'running' || !body.container.endsWith('#0')) return;
        startedAt = Math.max(startedAt, time + (durations.get(`start/${body.container.slice(0, -2)}`) ?? 0));
      },
    });
    // All that matters happens before: a pod is Ready when all of its containers run.
    while (readyAt === undefined && world.step(untilMs * 1_000));
    if (readyAt === undefined) continue;
    return { stopMs: Math.ceil((Math.max(readyAt, startedAt) / 1_000 + REST_MS) / 1_000) * 1_000, ready: true };
  }
  return { stopMs: PATIENCE_MS.at(-1) ?? 0, ready: false };
}
