import type { Deviation } from '@simlet/core';
import type { CampaignPlan, Slice, Survey } from './plan.ts';
import type { LostRun, SliceResult } from './slice-result.ts';

/** What a worker of a campaign is started with. Plain data. */
export interface WorkerStart {
  readonly plan: CampaignPlan;
  /** What the worker builds the subjects from. */
  readonly subjects: unknown;
  /** One number: 0 until the worker begins the first run of a task, then one more for each. */
  readonly heartbeat: Int32Array;
}

/** What a worker is asked for, one thing at a time. */
export type WorkerTask =
  | { readonly kind: 'survey'; readonly subject: number }
  | {
      readonly kind: 'slice';
      readonly slice: Slice;
      readonly lost: readonly LostRun[];
      /** The run that never ended the last time: its deviations are told while they are taken. */
      readonly watched?: number;
    }
  | {
      readonly kind: 'shrink';
      readonly subject: number;
      readonly breachId: string;
      readonly deviations: readonly Deviation[];
      /** A run beyond these never ends. */
      readonly mostRuns?: number;
    };

/** What a campaign makes of a finding: the simplest run found. */
export interface ShrunkFinding {
  readonly deviations: readonly Deviation[];
  readonly digest: string;
  readonly message: string;
  readonly runs: number;
  /** Whether the shrunk run came out the same when it was made once more. */
  readonly repeats: boolean;
}

export type WorkerAnswer = Survey | SliceResult | ShrunkFinding;

/** What a worker says: an answer ends a task. */
export type WorkerMessage =
  | { readonly kind: 'answer'; readonly answer: WorkerAnswer }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'watched'; readonly label: string }
  | { readonly kind: 'deviation'; readonly deviation: Deviation };
