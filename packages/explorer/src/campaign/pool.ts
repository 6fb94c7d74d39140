import { doTask } from './do-task.ts';
import type { CampaignPlan } from './plan.ts';
import type { CampaignSubject } from './subject.ts';
import type { WorkerAnswer, WorkerTask } from './worker-messages.ts';

/** Does the tasks of a campaign, some of them at a time. */
export interface Pool {
  /** How many tasks it does at a time. */
  readonly size: number;
  /** Rejects where a worker cannot be started, or fails by itself. */
  run(task: WorkerTask): Promise<WorkerAnswer>;
  close(): Promise<void>;
}

/** Does everything in this thread: for tests, and where a run that never ends is nobody's trouble. */
export function inlinePool(plan: CampaignPlan, subjects: readonly CampaignSubject[]): Pool {
  const watch = { onRun: () => {}, onDeviation: () => {}, now: () => performance.now() };
  return {
    size: 1,
    async run(task) {
      // So that timers and signals get their turn between two tasks.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return doTask(task, plan, subjects, watch);
    },
    close: () => Promise.resolve(),
  };
}
