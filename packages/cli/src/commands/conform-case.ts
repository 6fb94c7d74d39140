import {
  compareTraces,
  type ConformanceCase,
  entryText,
  type InstantComparison,
  runScenario,
  sideBySide,
  type SideBySideOptions,
  toScenario,
  toTrace,
  type TraceEntry,
} from '@simlet/cluster';

/** What became of a case: the traces are equal, differ first at an instant, or the model threw. */
export type CaseResult =
  | { readonly kind: 'matched' }
  | { readonly kind: 'differs'; readonly first: InstantComparison; readonly actual: readonly TraceEntry[] }
  | { readonly kind: 'threw'; readonly message: string };

/** Runs the scenario of a case and compares what it left with the recorded trace. */
export function conformCase(conformanceCase: ConformanceCase, timed: (run: () => void) => void): CaseResult {
  const { scenario, trace } = conformanceCase;
  let actual: readonly TraceEntry[] = [];
  try {
    timed(() => {
      actual = toTrace(runScenario(toScenario(conformanceCase), { facts: 'keep' }).facts, scenario.untilMs);
    });
  } catch (error) {
    return { kind: 'threw', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const comparison = compareTraces(trace, actual);
  return comparison.matched ? { kind: 'matched' } : { kind: 'differs', first: comparison.first, actual };
}

/** The first difference on one line; undefined where there is none. */
export function firstDifferenceText(result: CaseResult): string | undefined {
  switch (result.kind) {
    case 'matched':
      return undefined;
    case 'threw':
      return `the model threw: ${result.message.split('\n')[0] ?? ''}`;
    case 'differs': {
      const { tMs, missing, extra } = result.first;
      const [missed, added] = [missing[0], extra[0]];
      const parts = [
        missed === undefined ? undefined : `missing ${entryText(missed)}`,
        added === undefined ? undefined : `extra ${entryText(added)}`,
      ];
      return `${tMs} ms: ${parts.filter((part) => part !== undefined).join('; ')}`;
    }
  }
}

/** Both traces side by side around the first difference, or what the model threw. */
export function differenceText(
  conformanceCase: ConformanceCase,
  result: CaseResult,
  options: SideBySideOptions,
): string {
  const { id, title } = conformanceCase.scenario;
  const { kubernetesVersion } = conformanceCase;
  const version = kubernetesVersion === undefined ? '' : ` (Kubernetes ${kubernetesVersion})`;
  const head = `${id}${version}${title === undefined ? '' : `: ${title}`}`;
  switch (result.kind) {
    case 'matched':
      return `${head}\nboth traces are equal\n`;
    case 'threw':
      return `${head}\nthe model threw: ${result.message}\n`;
    case 'differs':
      return `${head}\n${sideBySide(conformanceCase.trace, result.actual, options)}`;
  }
}
