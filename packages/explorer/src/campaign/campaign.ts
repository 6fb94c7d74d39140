import { createAccount, resultOf } from './account.ts';
import type { Account, CampaignFinding, CampaignResult } from './account.ts';
import { slicesOf } from './plan.ts';
import type { CampaignPlan, Slice, Survey } from './plan.ts';
import type { Pool } from './pool.ts';
import type { SliceResult } from './slice-result.ts';
import type { ShrunkFinding } from './worker-messages.ts';

export interface CampaignOptions {
  readonly plan: CampaignPlan;
  /** How many subjects there are. */
  readonly subjects: number;
  readonly pool: Pool;
  /** What earlier sessions of the same campaign came to: these slices are not run again. */
  readonly finished?: readonly SliceResult[];
  /** Told of each slice as it ends, with what has to be kept of it. */
  readonly onSlice?: (kept: SliceResult, account: Account) => void;
  /** Asked before each slice: true ends the campaign once the slices under way have ended. */
  readonly isCancelled?: () => boolean;
}

/** A finding with its simplest run. */
export interface SettledFinding extends CampaignFinding {
  readonly shrunk: ShrunkFinding;
}

export interface Campaign extends CampaignResult {
  readonly surveys: readonly Survey[];
  readonly settled: readonly SettledFinding[];
  /** Whether every slice of the plan was run. */
  readonly complete: boolean;
}

/** Runs the slices of a plan in a pool, and shrinks what was found. The result does not depend on the pool. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const { plan, subjects, pool, finished = [], onSlice, isCancelled } = options;
  const places = Array.from({ length: subjects }, (_, subject) => subject);
  const surveys = await Promise.all(
    places.map(async (subject) => (await pool.run({ kind: 'survey', subject })) as Survey),
  );
  const account = createAccount();
  for (const slice of finished) account.add(slice);
  const slices = slicesOf(plan, surveys);
  let complete = true;
  const next = (): Slice | undefined => {
    for (;;) {
      const { value } = slices.next();
      if (value === undefined) return value;
      if (account.slices.has(value.index)) continue;
      if (isCancelled?.() !== true) return value;
      complete = false;
      return undefined;
    }
  };
  const work = async (): Promise<void> => {
    for (let slice = next(); slice !== undefined; slice = next()) {
      const result = (await pool.run({ kind: 'slice', slice, lost: [] })) as SliceResult;
      const kept = account.add(result);
      onSlice?.(kept, account);
    }
  };
  await Promise.all(Array.from({ length: pool.size }, work));
  const result = resultOf(account, subjects);
  return { ...result, surveys, complete, settled: await settleAll(result.findings, pool) };
}

function settleAll(findings: readonly CampaignFinding[], pool: Pool): Promise<readonly SettledFinding[]> {
  return Promise.all(
    findings.map(async (finding) => {
      const { subject, breachId, deviations } = finding;
      const shrunk = (await pool.run({ kind: 'shrink', subject, breachId, deviations })) as ShrunkFinding;
      return { ...finding, shrunk };
    }),
  );
}

/** The result of slices alone, such as those of several shards together. */
export function joinSlices(slices: readonly SliceResult[], subjects: number): CampaignResult {
  const account = createAccount();
  for (const slice of slices.toSorted((one, other) => one.index - other.index)) account.add(slice);
  return resultOf(account, subjects);
}
