import type { Examination, Finding } from '../check/examination.ts';
import type { Settings } from '../check/settings.ts';
import type { Stop } from '../check/stop-cause.ts';
import { examinationText } from '../render/check-report.ts';
import { findingText } from '../render/finding.ts';
import { replayLine, replayOfModel } from '../render/replay-line.ts';
import type { ReportedWorkload } from './reporter.ts';
import { workloadResult } from './result-of.ts';

/** An examination as reporters see it; `alone` says that its file has no other workload. */
export function reportedWorkload(examination: Examination, settings: Settings, alone: boolean): ReportedWorkload {
  const { workload } = examination;
  const { model, faults } = settings;
  const replay = ({ deviations, digest, stoppedBy }: Finding): string => {
    const told = stoppedBy === undefined ? model : { ...model, stoppedBy };
    return replayLine({ workload, alone, settings: told, faults, deviations, digest });
  };
  const replayStop = (stoppedBy: Stop, digest: string): string =>
    replayLine({ workload, alone, settings: { ...model, stoppedBy }, faults: false, deviations: [], digest });
  const again = replayOfModel({ workload, alone, settings: model });
  return {
    result: workloadResult(examination, replay, replayStop),
    text: (terminal, verbose) => examinationText(examination, { terminal, verbose, replay, again }),
    findingText(property, terminal) {
      const result = examination.properties.find((one) => one.property.id === property);
      if (result?.finding === undefined) return [];
      return findingText(result, result.finding, examination, { terminal, verbose: true, replay, again });
    },
  };
}
