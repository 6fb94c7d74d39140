import { formatDeviations } from '@simlet/explorer';
import type { Fact } from '@simlet/kubelet';
import type { Path, Workload } from '@simlet/manifest';
import { blamedPath } from '../check/blame.ts';
import type { Examination, Finding, PropertyResult } from '../check/examination.ts';
import type { Stop } from '../check/stop-cause.ts';
import { containersOf } from '../check/placed-container.ts';
import { outcomeWords } from '../render/check-report.ts';
import { deviationWords } from '../render/deviation-words.ts';
import { violationSentence } from '../check/unknown-words.ts';
import { brokenAt, fixWords } from '../render/finding.ts';
import { nameOf } from '../render/lanes.ts';
import { originOf, toldLanes, toldLines } from '../render/timeline.ts';
import type { TimelineOptions } from '../render/timeline.ts';
import { answerReports, stopReports } from './answers-of-result.ts';
import { unifiedDiff } from '../fix/unified-diff.ts';
import type { Fix } from '../fix/fix.ts';
import type { CounterExample, FixReport, PropertyReport, ResultStep, WorkloadResult } from './result.ts';

/** An examination as plain data; `replay` is the command line of a finding. */
export function workloadResult(
  examination: Examination,
  replay: (finding: Finding) => string,
  replayStop: (stop: Stop, digest: string) => string,
): WorkloadResult {
  const { workload, assumptions, deleteMs, runs, reached, virtual, fix } = examination;
  const { file, line, kind, name, namespace } = workload;
  return {
    file,
    line,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    containers: containersOf(workload.pod).map(({ container }) => container.name),
    deleteMs,
    assumptions,
    runs,
    reached,
    virtual,
    ...(fix === undefined ? {} : { fix: 'none' in fix ? fix : fixReport(fix, workload) }),
    divergences: examination.divergences.length,
    ...(examination.givenUp.length === 0 ? {} : { givenUp: examination.givenUp.length }),
    properties: examination.properties.map((result) => propertyReport(result, examination, replay)),
    answers: answerReports(examination),
    stopTable: stopReports(examination, replayStop),
  };
}

function fixReport({ changes, edits, ...rest }: Fix, { file, fileText }: Workload): FixReport {
  return { ...rest, changes, patch: unifiedDiff(file, fileText, edits) };
}

function propertyReport(
  result: PropertyResult,
  examination: Examination,
  replay: (finding: Finding) => string,
): PropertyReport {
  const { property, outcome, metRuns, brokenRuns, waived, finding } = result;
  return {
    id: property.id,
    sentence: property.sentence,
    standing: property.standing,
    outcome,
    metRuns,
    brokenRuns,
    words: outcomeWords(result),
    ...(waived === undefined ? {} : { waived }),
    ...(finding === undefined ? {} : { counterExample: counterExample(finding, property.id, examination, replay) }),
  };
}

function counterExample(
  finding: Finding,
  property: string,
  examination: Examination,
  replay: (finding: Finding) => string,
): CounterExample {
  const { workload, assumptions } = examination;
  const { violation, deviations, digest, open, shrinkRuns, facts } = finding;
  const origin = originOf(facts, brokenAt(finding));
  const fix = fixWords(examination.fix, property);
  return {
    message: violationSentence(finding),
    time: violation.time,
    pod: violation.pod,
    ...(violation.container === undefined ? {} : { container: violation.container }),
    place: workload.locateNearest(blamedPath(workload, finding)),
    deviations,
    faults: formatDeviations(deviations),
    needs: deviationWords(deviations, assumptions, facts, origin, true),
    dependsOn: open.map(({ assumption, outcome: value }) => ({ name: assumption.name, value })),
    timeline: stepsOf(finding, workload, origin.time),
    lanes: toldLanes(toldOf(finding, workload)),
    digest,
    shrinkRuns,
    replay: replay(finding),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Beyond these a time-line is no longer read: the first and the last are kept. */
const MOST_STEPS = 100;

function stepsOf(finding: Finding, workload: Workload, origin: number): readonly ResultStep[] {
  const lines = toldLines(toldOf(finding, workload));
  const kept = lines.length > MOST_STEPS ? [...lines.slice(0, MOST_STEPS / 2), ...lines.slice(-MOST_STEPS / 2)] : lines;
  return kept.map(({ time, level, what, note, fact }) => {
    const { line, column } = workload.locateNearest(pathOf(fact, workload) ?? blamedPath(workload, finding));
    return { time: time - origin, level, what, note, line, column };
  });
}

function toldOf(finding: Finding, workload: Workload): TimelineOptions {
  const containers = containersOf(workload.pod).map(({ container }) => container.name);
  return { facts: finding.facts, workload, containers, brokenAt: brokenAt(finding) };
}

/** The field of the pod that a fact comes from. */
function pathOf(fact: Fact | undefined, workload: Workload): Path | undefined {
  if (fact === undefined) return undefined;
  if (fact.kind === 'api') return ['spec', 'terminationGracePeriodSeconds'];
  if (!('container' in fact) || fact.container === undefined) return undefined;
  const name = nameOf(fact.container);
  const placed = containersOf(workload.pod).find(({ container }) => container.name === name);
  if (placed === undefined) return undefined;
  return [...placed.path, ...(fact.kind === 'hook' ? ['lifecycle', fact.hook] : ['name'])];
}
