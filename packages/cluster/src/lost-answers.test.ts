import type { Deviation } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, deleteAt, deliveriesOf, eventsOf, factsOf, goneAt, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const AT_END = 1;
const AT_DEADLINE = 2;
const AT_BEGIN = 3;

const lost = (kind: string, outcome: number): Deviation => ({
  name: `runtime.answer/${kind}/web`,
  occurrence: 0,
  outcome,
});
const late = (kind: string, ms: number): Deviation => ({
  name: `runtime.late/${kind}/web`,
  occurrence: 0,
  outcome: ms * 1_000,
});
const run = (sketch: Sketch, deviations: readonly Deviation[]): Run =>
  runScenario(scenarioOf({ untilMs: 400_000, ...sketch, faults: { lostAnswers: true }, deviations }));

/** The ends of a kind of call with their results, and what was said of failures. */
const callsOf = (result: Run, call: string): readonly string[] =>
  factsOf(result).flatMap(({ ms, fact }) =>
    fact.kind === 'cri' && fact.call === call && fact.phase === 'end'
      ? [`${ms} ${fact.container ?? fact.sandbox ?? ''} ${fact.result ?? ''}`]
      : [],
  );
const failuresOf = (result: Run): readonly string[] =>
  factsOf(result).flatMap(({ fact }) =>
    fact.kind === 'event' && fact.reason.startsWith('Failed') ? [`${fact.reason}: ${fact.message}`] : [],
  );
const statesAtEnd = (result: Run): unknown => factsOf(result).findLast(({ fact }) => fact.kind === 'status')?.fact;

describe('a container whose creation is not heard of', () => {
  test('stays behind as created, and the next one is made beside it', () => {
    const result = run({}, [lost('create-container', AT_END)]);
    expect(callsOf(result, 'CreateContainer')[0]).toMatch(/main#0 lost$/);
    expect(callsOf(result, 'StartContainer').map((line) => line.replace(/^\d+ /, ''))).toEqual(['main#1 ok']);
    expect(failuresOf(result)).toEqual([
      'Failed: Error: rpc error: code = Unavailable desc = error reading from server: EOF',
    ]);
  });

  test('is given up at the deadline of 2 min', () => {
    const result = run({}, [lost('create-container', AT_DEADLINE)]);
    expect(callsOf(result, 'CreateContainer')[0]).toBe('121211 main#0 lost');
    expect(failuresOf(result)).toEqual([
      'Failed: Error: rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    ]);
  });

  test('keeps its name while it goes on: another try is refused', () => {
    const result = run({}, [lost('create-container', AT_BEGIN), late('create-container', 15_000)]);
    expect(failuresOf(result)[1]).toBe(
      'Failed: Error: rpc error: code = Unknown desc = failed to reserve container name "main_web_default_uid-web-0_0": ' +
        'name "main_web_default_uid-web-0_0" is reserved for "main#0"',
    );
    expect(callsOf(result, 'StartContainer').map((line) => line.replace(/^\d+ /, ''))).toEqual(['main#1 ok']);
  });
});

test('a container whose start is not heard of runs on without its PostStart, and no second one is started', () => {
  const result = run({ main: { lifecycle: { postStart: exec } } }, [lost('start-container', AT_END)]);
  expect(deedsOf(result, 'start')).toEqual(['1281 main#0 runs']);
  expect(deliveriesOf(result, 'postStart')).toEqual([]);
  expect(statesAtEnd(result)).toMatchObject({ status: { phase: 'Running' } });
});

describe('a sandbox that is not heard of', () => {
  test('is found by a relist and used', () => {
    const result = run({}, [lost('run-sandbox', AT_END)]);
    expect(eventsOf(result)[0]).toBe('FailedCreatePodSandBox');
    expect(callsOf(result, 'RunPodSandbox')).toHaveLength(1);
    expect(callsOf(result, 'StartContainer')).toHaveLength(1);
  });

  test('keeps its name while it is made', () => {
    const result = run({}, [lost('run-sandbox', AT_BEGIN), late('run-sandbox', 15_000)]);
    expect(failuresOf(result)[1]).toContain('failed to reserve sandbox name "web_default_uid-web-0_0"');
    expect(callsOf(result, 'RunPodSandbox').map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'sandbox#0 lost',
      'sandbox#0 error',
    ]);
    expect(callsOf(result, 'StartContainer')).toHaveLength(1);
  });

  test('that comes when its pod has been deleted is an orphan, and is stopped and removed', () => {
    const result = run({ actions: [deleteAt(3_000)] }, [lost('run-sandbox', AT_BEGIN), late('run-sandbox', 15_000)]);
    expect(goneAt(result)).toBeLessThan(6_000);
    expect(callsOf(result, 'StopPodSandbox').length).toBeGreaterThan(0);
    const removals = factsOf(result).filter(({ fact }) => fact.kind === 'cri' && fact.call === 'RemovePodSandbox');
    expect(removals).toHaveLength(1);
  });
});

describe('a stop that is not heard of', () => {
  test('has ended the container, and the kill of the pod is tried again', () => {
    const result = run({ actions: [deleteAt(20_000)] }, [lost('stop-container', AT_END)]);
    expect(eventsOf(result)).toContain('FailedKillPod');
    expect(deedsOf(result).filter((line) => line.includes('exits'))).toEqual(['100 main#0 exits 0']);
    expect(goneAt(result)).toBeLessThan(25_000);
  });

  test('keeps the pod for its deadline on top of its grace', () => {
    const result = run({ actions: [deleteAt(20_000)] }, [lost('stop-container', AT_DEADLINE)]);
    expect(callsOf(result, 'StopContainer')).toEqual(['170009 main#0 lost']);
    expect(goneAt(result)).toBeGreaterThan(170_000);
  });

  test('is given up by the runtime where its connection breaks: the sandbox takes the container with it', () => {
    const result = run({ actions: [deleteAt(20_000)], behaviour: { main: { sigterm: { exitAfterMs: null } } } }, [
      lost('stop-container', AT_BEGIN),
    ]);
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (30)',
      '25 main#0 exits 137',
    ]);
  });
});

test('a command that is not heard of is taken for a failed hook', () => {
  const main = { lifecycle: { postStart: exec } };
  const result = run({ main, behaviour: { main: { postStart: [{ ms: 500, ok: true }] } } }, [lost('hook', AT_END)]);
  expect(failuresOf(result)[0]).toContain('PostStartHook');
  expect(deliveriesOf(result, 'postStart')).toEqual(['main#0:0', 'main#1:0']);
});

test('a pull that is not heard of is tried again after its back-off, and finds the image there', () => {
  const result = run({}, [lost('pull-image', AT_END)]);
  expect(callsOf(result, 'PullImage')).toHaveLength(1);
  expect(eventsOf(result)).toContain('Pulled');
  expect(callsOf(result, 'StartContainer')).toHaveLength(1);
});

test('a sandbox that comes just when its pod has been removed by force is stopped by housekeeping', () => {
  const deviations = [lost('run-sandbox', AT_BEGIN), late('run-sandbox', 1_700)];
  const result = run({ actions: [deleteAt(3_000, 0)] }, deviations);
  expect(callsOf(result, 'StopPodSandbox').length).toBeGreaterThan(0);
  expect(factsOf(result).filter(({ fact }) => fact.kind === 'cri' && fact.call === 'RemovePodSandbox')).toHaveLength(1);
});

test('without lost answers in the budget, such deviations have no effect', () => {
  const calm = runScenario(scenarioOf({ untilMs: 20_000 }));
  const ignored = runScenario(scenarioOf({ untilMs: 20_000, deviations: [lost('run-sandbox', AT_END)] }));
  expect(ignored.digest).toBe(calm.digest);
});
