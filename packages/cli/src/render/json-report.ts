import { formatDeviations } from '@simlet/explorer';
import type { FoundWorkloads } from '../commands/read-workloads.ts';
import type { Examination, Finding, PropertyResult } from '../check/examination.ts';
import type { Settings } from '../check/settings.ts';
import { VERSION } from '../version.ts';
import { replayLine } from './replay-line.ts';

/** The result of a check for programs: `simlet.result/1`, to which fields are only ever added. Times in microseconds. */
export function jsonReport(examinations: readonly Examination[], found: FoundWorkloads, settings: Settings): string {
  const result = {
    schema: 'simlet.result/1',
    simlet: VERSION,
    diagnostics: found.diagnostics.map(({ diagnostic }) => diagnostic),
    unreadable: found.problems,
    workloads: examinations.map((examination) => workloadJson(examination, found, settings)),
  };
  return JSON.stringify(result, undefined, 2);
}

function workloadJson(examination: Examination, found: FoundWorkloads, settings: Settings): unknown {
  const { workload, assumptions, deleteMs, runs, reached, virtual, properties, graceFix } = examination;
  const { file, line, kind, name, namespace } = workload;
  const alone = found.workloads.filter((other) => other.file === file).length === 1;
  const replay = (finding: Finding): string =>
    replayLine({
      workload,
      alone,
      settings: settings.model,
      faults: settings.faults,
      deviations: finding.deviations,
      digest: finding.digest,
    });
  return {
    file,
    line,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    deleteMs,
    assumptions,
    runs,
    reached,
    virtual,
    ...(graceFix === undefined ? {} : { graceFix }),
    divergences: examination.divergences.length,
    properties: properties.map((result) => propertyJson(result, replay)),
  };
}

function propertyJson(
  { property, outcome, metRuns, brokenRuns, waived, finding }: PropertyResult,
  replay: (finding: Finding) => string,
): unknown {
  const common = {
    id: property.id,
    sentence: property.sentence,
    standing: property.standing,
    outcome,
    metRuns,
    brokenRuns,
    ...(waived === undefined ? {} : { waived }),
  };
  if (finding === undefined) return common;
  const { violation, deviations, digest, open, shrinkRuns } = finding;
  return {
    ...common,
    counterExample: {
      message: violation.message,
      time: violation.time,
      pod: violation.pod,
      ...(violation.container === undefined ? {} : { container: violation.container }),
      deviations,
      faults: formatDeviations(deviations),
      dependsOn: open.map(({ assumption, outcome: value }) => ({ name: assumption.name, value })),
      digest,
      shrinkRuns,
      replay: replay(finding),
    },
  };
}
