import { EXIT } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';
import type { CheckResult, WorkloadResult } from './result.ts';
import { summaryOf } from './summary-of.ts';

/** The result of a whole check, from those of all its shards: the same as that of the check in one piece. */
export function joinedResult(shards: readonly CheckResult[], names: readonly string[]): CheckResult {
  const [first] = shards;
  if (first === undefined) throw new UsageError('merge: no file');
  const count = first.shard?.count ?? 1;
  const parts = Array.from({ length: count }, (_, index) =>
    shards.find((one) => (one.shard?.index ?? 1) === index + 1),
  );
  const missing = parts.flatMap((part, index) => (part === undefined ? [`${index + 1}/${count}`] : []));
  if (missing.length > 0) throw new UsageError(`merge: missing ${missing.join(', ')}`);
  const whole = wholeOf(first);
  const other = shards.findIndex((one) => JSON.stringify(wholeOf(one)) !== JSON.stringify(whole));
  if (other >= 0) throw new UsageError(`merge: ${names[other] ?? ''} is of another check than ${names[0] ?? ''}`);
  const workloads = Array.from({ length: whole.workloadCount }, (_, index): readonly WorkloadResult[] => {
    const workload = parts[index % count]?.workloads[Math.floor(index / count)];
    return workload === undefined ? [] : [workload];
  }).flat();
  const interrupted = shards.find(({ summary }) => summary.interrupted !== undefined)?.summary.interrupted;
  return { ...whole, workloads, summary: summaryOf(workloads, exitCodeOf(shards), interrupted) };
}

/** What all shards of a check have in common. */
function wholeOf({
  shard: _shard,
  workloads: _workloads,
  summary: _summary,
  ...head
}: CheckResult): Omit<CheckResult, 'shard' | 'workloads' | 'summary'> {
  return head;
}

const GRAVEST_FIRST: readonly number[] = [EXIT.internal, EXIT.broken, EXIT.interrupted, EXIT.input, EXIT.held];

/** One that is broken wins over all but an internal error; nothing was checked only where none checked anything. */
function exitCodeOf(shards: readonly CheckResult[]): number {
  const codes = shards.map(({ summary }) => summary.exitCode);
  return GRAVEST_FIRST.find((code) => codes.includes(code)) ?? EXIT.nothingChecked;
}
