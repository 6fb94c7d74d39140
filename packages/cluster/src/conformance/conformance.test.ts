import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../run.ts';
import { parseCase, toScenario } from './case.ts';
import { compareTraces } from './compare.ts';
import { entryText } from './entry-text.ts';
import { toTrace, type TraceEntry } from './trace.ts';

describe.each(['named', 'generated', 'versions-1.27', 'versions-1.30'])('the recorded cases of %s', (name) => {
  const path = new URL(`../../conformance/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

  test('are left by the model event for event, at the same millisecond', () => {
    const differences = lines.flatMap(differenceOf);
    const share = `${lines.length - differences.length} of ${lines.length} cases match`;
    expect(lines.length).toBeGreaterThan(90);
    expect([share, ...differences.slice(0, 20)]).toEqual([`${lines.length} of ${lines.length} cases match`]);
  });
});

/** The first difference of the case on a line of a file; nothing where the model leaves the recorded trace. */
function differenceOf(line: string): readonly string[] {
  const parsed = parseCase(line);
  if (parsed.kind === 'problem') return [parsed.problem];
  const { scenario, trace } = parsed.case;
  // Frozen, since the model is trusted to say plain data and to change nothing that has left a turn.
  const { facts } = runScenario(toScenario(parsed.case), { facts: 'keep', freeze: true });
  const comparison = compareTraces(trace, toTrace(facts, scenario.untilMs));
  if (comparison.matched) return [];
  const { tMs, missing, extra } = comparison.first;
  const text = (entries: readonly TraceEntry[]): string => entries.map(entryText).join(', ');
  return [`${scenario.id} at ${tMs} ms: missing [${text(missing)}], extra [${text(extra)}]`];
}
