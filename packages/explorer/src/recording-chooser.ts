import type { AskedDecision, Chooser, Deviation } from '@simlet/core';

/** A chooser that keeps what it was asked, for runs whose world cannot tell: a turn that throws is taken out of its record. */
export interface RecordingChooser {
  readonly chooser: Chooser;
  /** How often it was asked. */
  asked(): number;
  readonly decisions: readonly AskedDecision[];
  readonly deviations: readonly Deviation[];
}

/** `recordAsked`: whether `decisions` are kept. */
export function recordingChooser(chooser: Chooser, recordAsked: boolean): RecordingChooser {
  let asked = 0;
  const decisions: AskedDecision[] = [];
  const deviations: Deviation[] = [];
  return {
    chooser: {
      choose(name, occurrence, domain) {
        asked += 1;
        const outcome = chooser.choose(name, occurrence, domain);
        if (recordAsked) decisions.push({ name, occurrence, domain });
        if (outcome !== domain.simplest) deviations.push({ name, occurrence, outcome });
        return outcome;
      },
    },
    asked: () => asked,
    decisions,
    deviations,
  };
}
