import { inlinePool, threadPool } from '@simlet/explorer';
import type { CampaignPlan, Pool } from '@simlet/explorer';
import { subjectsOf } from './campaign/subject-source.ts';
import type { SubjectSource } from './campaign/subject-source.ts';

// Stands at the top of the sources, as the worker does: in the bundle all chunks lie side by side.
const ENTRY = new URL('./campaign-worker.js', import.meta.url);

/** A pool of so many worker threads; 0: this thread alone, where a run that never ends stops everything. */
export async function poolOf(
  plan: CampaignPlan,
  sources: readonly SubjectSource[],
  workers: number,
  runTimeout: number,
): Promise<Pool> {
  if (workers === 0) return inlinePool(plan, await subjectsOf(sources));
  return threadPool({ plan, subjects: sources, entry: ENTRY, workers, runTimeout });
}
