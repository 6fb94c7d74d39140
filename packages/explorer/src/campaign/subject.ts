import type { Experiment } from '../experiment.ts';

/** One system that a campaign explores. */
export interface CampaignSubject {
  /** Unique in its campaign. */
  readonly name: string;
  readonly experiment: Experiment;
  /** The situations that its runs should come into; those that none does are gaps. */
  readonly marks: readonly string[];
}
