import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../run.ts';
import { type ConformanceCase, parseCase, toScenario } from './case.ts';
import { killedAt, stops, times } from '../testing/trace-questions.ts';
import { toTrace, type TraceEntry } from './trace.ts';

/*
 * What changed between versions, by the figures that recordings of each version gave. Of 1.25, 1.28, 1.29 and 1.33 there
 * is no trace beside this test: these figures are all that holds them here.
 */
const cases = new Map<string, ConformanceCase>();
for (const line of readFileSync(new URL('../../conformance/named.jsonl', import.meta.url), 'utf8').split('\n')) {
  const parsed = line === '' ? undefined : parseCase(line);
  if (parsed?.kind === 'case') cases.set(parsed.case.scenario.id, parsed.case);
}

/** What the model leaves for a named scenario under a version. */
function traceOf(id: string, kubernetesVersion: string): readonly TraceEntry[] {
  const found = cases.get(id);
  if (found === undefined) throw new Error(`no case ${id}`);
  const { facts } = runScenario(toScenario({ ...found, kubernetesVersion }), { facts: 'keep' });
  return toTrace(facts, found.scenario.untilMs);
}

const startedAt = (trace: readonly TraceEntry[]): readonly number[] =>
  times(trace, (entry) => entry['event'] === 'running');
/** `time phase` of each status. */
const phases = (trace: readonly TraceEntry[]): readonly string[] =>
  trace
    .filter((entry) => entry.kind === 'status')
    .map((entry) => `${entry.tMs} ${(entry['status'] as { phase: string }).phase}`);
const messages = (trace: readonly TraceEntry[], reason: string): ReadonlySet<unknown> =>
  new Set(trace.filter((entry) => entry['reason'] === reason).map((entry) => entry['message']));

describe('grace and PreStop', () => {
  test.each([
    ['1.25', 20],
    ['1.27', 20],
    ['1.28', 14],
    ['1.33', 14],
  ])('in %s a deleted container that took 6 of 20 s for its hook is stopped within %i s', (version, seconds) => {
    expect(stops(traceOf('kubelet-restart-twice-mid-prestop', version))).toEqual([seconds]);
  });

  test.each([
    ['1.25', 1, 12_426],
    ['1.27', 1, 12_426],
    ['1.28', 2, 13_426],
    ['1.29', 2, 13_426],
    ['1.33', 2, 13_426],
  ])('in %s a grace of 1 s leaves the process %i s', (version, seconds, killed) => {
    const trace = traceOf('delete-grace-one', version);
    expect(stops(trace)).toEqual([seconds]);
    expect(killedAt(trace)).toEqual([killed]);
  });

  test.each([
    ['1.25', [1], 16_418],
    ['1.28', [2], 15_418],
    ['1.33', [2], 15_418],
  ])('in %s a hard eviction with a hook of 3 s is over when it is', (version, seconds, killed) => {
    const trace = traceOf('evict-hard', version);
    expect(stops(trace)).toEqual(seconds);
    expect(killedAt(trace)).toEqual([killed]);
  });

  test.each([
    ['1.25', 30],
    ['1.27', 30],
    ['1.28', 27],
    ['1.29', 27],
    ['1.30', 2],
    ['1.33', 2],
  ])('in %s an eviction with grace 0 stops within %i s', (version, seconds) => {
    expect(stops(traceOf('evict-grace-zero', version))).toEqual([seconds]);
  });

  test.each(['1.25', '1.27', '1.28', '1.29', '1.30', '1.33', '1.36'])(
    'in %s the time of the hook is taken off where there is no override',
    (version) => {
      expect(new Set(stops(traceOf('liveness-kill-runs-prestop', version)))).toEqual(new Set([8]));
      expect(new Set(stops(traceOf('poststart-fails-runs-prestop', version)))).toEqual(new Set([7]));
    },
  );
});

describe('pace', () => {
  test.each(['1.25', '1.27', '1.28', '1.29', '1.30', '1.33'])(
    'in %s the first Running comes with the next relist, and a back-off is looked at every 10 s',
    (version) => {
      expect(phases(traceOf('delete-basic', version))).toContain('3303 Running');
      expect(startedAt(traceOf('liveness-restart-backoff', version)).slice(-1)).toEqual([49_671]);
    },
  );

  test.each([
    ['1.30', [4_031, 6_031], [14_031, 14_038, 16_031]],
    ['1.33', [4_306, 6_306], [14_306, 14_313, 16_313]],
  ])('in %s a readiness probe that was triggered comes beside its ticker, or moves it', (version, first, triggered) => {
    const probes = times(traceOf('readiness-flaps', version), (entry) => entry.kind === 'probe');
    expect(probes).toEqual(expect.arrayContaining([...first, ...triggered]));
    const from = triggered[0] ?? 0;
    expect(probes.filter((time) => time >= from && time < from + 2_100)).toEqual(triggered);
  });
});

describe('phases', () => {
  test('in 1.25 a deleted pod stays Running until it goes', () => {
    expect(phases(traceOf('delete-basic', '1.25')).slice(-1)).toEqual(['12303 Running']);
  });

  test.each([
    ['1.27', ['11654 Succeeded', '12303 Succeeded']],
    ['1.28', ['3303 Running', '11654 Succeeded']],
    ['1.29', ['3303 Running', '11654 Succeeded']],
  ])('in %s a deleted pod has its terminal phase as soon as its sandbox is stopped', (version, last) => {
    expect(phases(traceOf('delete-basic', version)).slice(-2)).toEqual(last);
  });

  test.each([
    ['1.25', '7303 Succeeded'],
    ['1.27', '6328 Succeeded'],
    ['1.28', '7303 Succeeded'],
    ['1.29', '6328 Succeeded'],
  ])('in %s a pod that ended by itself says so at %s', (version, first) => {
    const terminal = phases(traceOf('never-succeeds', version)).filter((phase) => phase.endsWith('Succeeded'));
    expect(terminal[0]).toBe(first);
  });

  test.each([
    ['1.25', true],
    ['1.27', true],
    ['1.28', false],
    ['1.29', false],
    ['1.30', false],
    ['1.33', true],
    ['1.36', true],
  ])('in %s a pod whose init containers run again is Pending: %s', (version, pending) => {
    const afterLoss = phases(traceOf('sandbox-death-with-init', version)).filter(
      (phase) => Number.parseInt(phase) > 12_000,
    );
    expect(afterLoss.some((phase) => phase.endsWith('Pending'))).toBe(pending);
  });

  test.each([
    ['1.29', true],
    ['1.30', true],
    ['1.33', false],
  ])('in %s a pod whose sidecar runs while its container is in back-off is Pending: %s', (version, pending) => {
    const late = phases(traceOf('e2e-sidecar-restart-never-restarted-after-main-restart', version)).slice(3);
    expect(late.some((phase) => phase.endsWith('Pending'))).toBe(pending);
  });
});

describe('what is told', () => {
  test.each([
    ['1.25', 'Created container main', 'Started container main'],
    ['1.28', 'Created container main', 'Started container main'],
    ['1.29', 'Created container: main', 'Started container main'],
    ['1.33', 'Created container: main', 'Started container main'],
    ['1.36', 'Container created', 'Container started'],
  ])('in %s a container that is made: %s', (version, created, started) => {
    const trace = traceOf('delete-basic', version);
    expect(messages(trace, 'Created')).toEqual(new Set([created]));
    expect(messages(trace, 'Started')).toEqual(new Set([started]));
  });

  test('in 1.25 a hook that failed says why, since 1.27 only that it failed', () => {
    expect([...messages(traceOf('prestop-fails', '1.25'), 'FailedPreStopHook')].join()).toContain('failed - error: ');
    expect(messages(traceOf('prestop-fails', '1.27'), 'FailedPreStopHook')).toEqual(new Set(['PreStopHook failed']));
  });

  test('an eviction is a disruption since 1.27', () => {
    const told = (version: string): boolean =>
      JSON.stringify(traceOf('evict-hard', version)).includes('DisruptionTarget');
    expect([told('1.25'), told('1.27')]).toEqual([false, true]);
  });
});
