import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, deleteAt, deliveriesOf, goneAt, kubeletDown, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['hook'] } };
const both = { lifecycle: { postStart: exec, preStop: exec } };
const run = (sketch: Sketch): Run => runScenario(scenarioOf({ main: both, ...sketch }));
const postStarts = (result: Run): readonly string[] => deliveriesOf(result, 'postStart');
const preStops = (result: Run): readonly string[] => deliveriesOf(result, 'preStop');

/** *Source:* docs/fidelity.md 5.3. A container is created at 1,211 to 1,241 ms and started at 1,241 to 1,281 ms. */
describe('how often PostStart is delivered', () => {
  test('once, without a crash', () => {
    expect(postStarts(run({}))).toEqual(['main#0:0']);
  });

  test('once, when the kubelet dies before the container is created: to the instance that is started', () => {
    expect(postStarts(run({ actions: kubeletDown(1_230, 3_000) }))).toEqual(['main#0:0']);
  });

  test('once, when it dies before the container is started: to the instance that replaces it', () => {
    expect(postStarts(run({ actions: kubeletDown(1_260, 3_000) }))).toEqual(['main#1:0']);
  });

  test('never, when it dies between the start of the container and the hook', () => {
    // The kubelet dies within the turn that the end of StartContainer is reported in, before it hears of it.
    const result = run({ actions: kubeletDown(1_281, 3_000) });
    expect(deedsOf(result, 'start')).toEqual(['1281 main#0 runs']);
    expect(postStarts(result)).toEqual([]);
  });

  test('once and not again, when it dies while the hook runs: the hook is cut, the container stays', () => {
    const result = run({
      behaviour: { main: { postStart: [{ ms: 5_000, ok: true }] } },
      actions: kubeletDown(3_000, 5_000),
    });
    expect(deedsOf(result, 'start')).toEqual([
      '1281 main#0 runs',
      '1281 postStart main#0 begins',
      '3000 postStart main#0 ends kubeletStop',
    ]);
  });

  test('once for each instance that a restart starts', () => {
    const behaviour = { main: { attempts: [{ runMs: 5_000, exitCode: 1 }] } };
    expect(postStarts(run({ behaviour }))).toEqual(['main#0:0', 'main#1:0']);
  });
});

describe('how often PreStop is delivered', () => {
  const slow = { main: { preStop: [{ ms: 10_000, ok: true }], sigterm: { exitAfterMs: 5_000 } } };

  test('once, without a crash', () => {
    expect(preStops(run({ actions: [deleteAt(20_000)] }))).toEqual(['main#0:0']);
  });

  test.each([
    ['while it runs', 25_000],
    ['after it and before the container has stopped', 33_000],
  ])('twice, when the kubelet dies %s', (_, at) => {
    const result = run({ behaviour: slow, actions: [deleteAt(20_000), ...kubeletDown(at, at + 1_000)] });
    expect(preStops(result)).toEqual(['main#0:0', 'main#0:1']);
    expect(goneAt(result)).toBeDefined();
  });

  test('once more for each death of the kubelet', () => {
    const result = run({
      behaviour: slow,
      actions: [deleteAt(20_000), ...kubeletDown(25_000, 26_000), ...kubeletDown(30_000, 31_000)],
    });
    expect(preStops(result)).toEqual(['main#0:0', 'main#0:1', 'main#0:2']);
  });

  test('not again, when the container has ended before the kubelet is back', () => {
    const result = run({ behaviour: slow, actions: [deleteAt(20_000), ...kubeletDown(33_000, 60_000)] });
    expect(preStops(result)).toEqual(['main#0:0']);
    expect(goneAt(result)).toBeDefined();
  });

  test('never, when the object was removed while the kubelet was down: what runs is an orphan, which has 2 s', () => {
    const behaviour = { main: { sigterm: { exitAfterMs: null } } };
    const actions = [
      { atMs: 20_000, op: 'kubeletStop' },
      deleteAt(21_000, 0),
      { atMs: 22_000, op: 'kubeletStart' },
    ] as const;
    expect(deedsOf(run({ behaviour, actions }))).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (2)',
      '2000 SIGKILL main#0',
      '2010 main#0 exits 137',
    ]);
  });

  test('once, when it dies during a liveness kill: the container lives on, and has it again at its next kill', () => {
    const main = { ...both, livenessProbe: exec };
    const behaviour = {
      main: {
        preStop: [{ ms: 5_000, ok: true }],
        liveness: {
          timeline: [
            [10_000, 'fail'],
            [40_000, 'ok'],
          ],
        },
      },
    } as const;
    const result = runScenario(
      scenarioOf({ main, behaviour, actions: [...kubeletDown(35_000, 42_000), deleteAt(70_000)] }),
    );
    expect(preStops(result)).toEqual(['main#0:0', 'main#0:1']);
    expect(deedsOf(result, 'start').filter((line) => / runs| exits/.test(line))).toEqual([
      '1281 main#0 runs',
      '75109 main#0 exits 0',
    ]);
  });

  test('an eviction that the kubelet dies in is forgotten: the pod lives on', () => {
    const result = run({
      behaviour: slow,
      actions: [{ atMs: 20_000, op: 'evict', pod: 'web', gracePeriodSeconds: 30 }, ...kubeletDown(25_000, 26_000)],
    });
    expect(preStops(result)).toEqual(['main#0:0']);
    expect(deedsOf(result).filter((line) => line.includes('exits'))).toEqual([]);
  });

  test.each([
    ['ends by itself', [], { main: { runMs: 10_000 } }],
    ['is killed from outside', [{ atMs: 10_000, op: 'killContainer', pod: 'web', container: 'main', exitCode: 1 }], {}],
    ['loses its sandbox', [{ atMs: 10_000, op: 'sandboxDeath', pod: 'web' }], {}],
  ] as const)('never, when a container %s', (_, actions, behaviour) => {
    expect(preStops(run({ actions, behaviour, untilMs: 11_000 }))).toEqual([]);
  });

  test('once, after a PostStart that failed', () => {
    const result = run({ behaviour: { main: { postStart: [{ ms: 100, ok: false }] } }, untilMs: 2_000 });
    expect([postStarts(result), preStops(result)]).toEqual([['main#0:0'], ['main#0:0']]);
  });
});
