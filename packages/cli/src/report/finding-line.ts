import { printable } from '../render/paint.ts';
import type { CheckResult, PropertyReport, WorkloadResult } from './result.ts';

/** A property of a workload that is broken or depends on a number that was not given. */
export interface Found {
  readonly workload: WorkloadResult;
  readonly property: PropertyReport;
}

/** What was found, in the order of the workloads; an answer that fails without a property that does stands for itself. */
export function foundIn({ workloads }: Pick<CheckResult, 'workloads'>): readonly Found[] {
  return workloads.flatMap((workload) =>
    [...workload.properties, ...failedAnswers(workload)]
      .filter(({ outcome }) => outcome === 'broken' || outcome === 'depends')
      .map((property) => ({ workload, property })),
  );
}

function failedAnswers({ answers, properties }: WorkloadResult): readonly PropertyReport[] {
  const broken = new Set(properties.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id));
  return answers
    .filter((answer) => answer.verdict === 'fail' && !answer.properties.some((id) => broken.has(id)))
    .map(({ question, asks, runs, words }) => ({
      id: question,
      sentence: asks,
      standing: 'expectation',
      outcome: 'broken',
      metRuns: runs,
      brokenRuns: runs,
      words,
    }));
}

/** `Kind/name`, with the namespace in front where there is one. */
export function objectName({ kind, name, namespace }: Pick<WorkloadResult, 'kind' | 'name' | 'namespace'>): string {
  return `${namespace === undefined ? '' : `${namespace}/`}${kind}/${name}`;
}

/** What was found as one line: `web.yaml:21:13: broken: prestop-once (Deployment/web): …`. */
export function findingLine({ workload, property }: Found): string {
  const { line, column } = property.counterExample?.place ?? { line: workload.line, column: 1 };
  const place = `${workload.file}:${line}:${column}`;
  const words = property.outcome === 'depends' ? property.words : (property.counterExample?.message ?? property.words);
  return printable(`${place}: ${property.outcome}: ${property.id} (${objectName(workload)}): ${words}`);
}
