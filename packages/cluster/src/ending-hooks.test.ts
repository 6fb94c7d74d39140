import { describe, expect, test } from 'vitest';

import type { Run } from './run.ts';
import { runScenario } from './run.ts';
import { deedsOf, deleteAt, eventsOf, kubeletDown, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { exec: { command: ['quit'] } };
const preStop = { lifecycle: { preStop: exec } };
const run = (sketch: Sketch): Run => runScenario(scenarioOf(sketch));

describe('a PreStop that has its own container end', () => {
  test('at once, as `kill 1`: the end of the container ends the command, and the stop finds it stopped', () => {
    const behaviour = { main: { preStop: [{ ms: 5_000, ok: true, ends: { afterMs: 1_000, exitCode: 143 } }] } };
    const result = run({ main: preStop, behaviour, actions: [deleteAt(20_000)] });
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '1000 FailedPreStopHook main',
      '1000 StopContainer main#0 (29)',
      '1000 main#0 exits 143',
      '1000 preStop main#0 ends containerExited',
    ]);
  });

  test('in a while, as `nginx -s quit`: the command is over, and the process drains beside its stop signal', () => {
    const behaviour = {
      main: { preStop: [{ ms: 20, ok: true, ends: { afterMs: 3_000 } }], sigterm: { exitAfterMs: null } },
    };
    const result = run({ main: preStop, behaviour, actions: [deleteAt(20_000)] });
    expect(deedsOf(result)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '20 SIGTERM main#0',
      '20 StopContainer main#0 (30)',
      '20 preStop main#0 ends ok',
      '3000 main#0 exits 0',
    ]);
  });

  test('ends nothing where it is cut off before: by the death of the kubelet', () => {
    const behaviour = { main: { preStop: [{ ms: 5_000, ok: true, ends: { afterMs: 4_000 } }] } };
    const result = run({ main: preStop, behaviour, actions: [deleteAt(20_000), ...kubeletDown(22_000, 30_000)] });
    const exits = deedsOf(result).filter((line) => line.includes('exits') || line.includes('begins'));
    // The second delivery is the one that ends it, 4 s after it began.
    expect(exits).toHaveLength(3);
    expect(exits[1]).toContain('preStop main#0 begins');
    expect(Number.parseInt(exits[2] ?? '', 10) - Number.parseInt(exits[1] ?? '', 10)).toBe(4_000);
  });
});

test('a PostStart that ends its own container fails, and the container is started again', () => {
  const behaviour = {
    main: {
      postStart: [{ ms: 2_000, ok: true }],
      attempts: [{ postStart: [{ ms: 2_000, ok: true, ends: { afterMs: 500 } }] }],
    },
  };
  const result = run({ main: { lifecycle: { postStart: exec } }, behaviour, untilMs: 60_000 });
  expect(eventsOf(result)).toContain('FailedPostStartHook');
  expect(deedsOf(result, 'start').filter((line) => line.includes('#1'))).toEqual([
    expect.stringMatching(/main#1 runs$/),
    expect.stringMatching(/postStart main#1 begins$/),
    expect.stringMatching(/postStart main#1 ends ok$/),
  ]);
});
