import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { runScenario } from './run.ts';
import { deedsOf, deleteAt, goneAt, phasesOf, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

const exec = { lifecycle: { preStop: { exec: { command: ['stop'] } } } };
const sleep5 = { lifecycle: { preStop: { sleep: { seconds: 5 } } } };
const after3 = { exitAfterMs: 3_000, exitCode: 0 };
const ignored = { exitAfterMs: null };

/** What was done, in milliseconds since the `Killing` event. */
const kill = (sketch: Sketch): readonly string[] => deedsOf(runScenario(scenarioOf(sketch)));

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; docs/fidelity.md 3.8. */
describe('a container is killed', () => {
  test('without a hook: the signal at once, with all of the grace', () => {
    expect(kill({ behaviour: { main: { sigterm: after3 } }, actions: [deleteAt(20_000)] })).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (30)',
      '3000 main#0 exits 0',
    ]);
  });

  test('with PreStop: the signal after it, with what is left of the grace', () => {
    expect(kill({ main: sleep5, behaviour: { main: { sigterm: after3 } }, actions: [deleteAt(20_000)] })).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '5000 SIGTERM main#0',
      '5000 StopContainer main#0 (25)',
      '5000 preStop main#0 ends ok',
      '8000 main#0 exits 0',
    ]);
  });

  test('after a PreStop that failed: an event, and the stop goes on at once', () => {
    const preStop = [{ ms: 4_200, ok: false }];
    expect(
      kill({ main: exec, behaviour: { main: { sigterm: after3, preStop } }, actions: [deleteAt(20_000)] }),
    ).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '4200 FailedPreStopHook main',
      '4200 SIGTERM main#0',
      '4200 StopContainer main#0 (26)',
      '4200 preStop main#0 ends fail',
      '7200 main#0 exits 0',
    ]);
  });

  test('while PreStop hangs: the signal at the end of the grace, SIGKILL 2 s later, and the event only then', () => {
    const preStop = [{ ms: null, ok: false }];
    expect(
      kill({ main: exec, behaviour: { main: { sigterm: ignored, preStop } }, actions: [deleteAt(20_000)] }),
    ).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '30000 SIGTERM main#0',
      '30000 StopContainer main#0 (2)',
      '32000 SIGKILL main#0',
      '32010 FailedPreStopHook main',
      '32010 main#0 exits 137',
      '32010 preStop main#0 ends containerExited',
    ]);
  });

  test('by force: PreStop has 1 s, the process 2 s more, and the object is gone before all that', () => {
    const run = runScenario(
      scenarioOf({ main: sleep5, behaviour: { main: { sigterm: after3 } }, actions: [deleteAt(20_000, 0)] }),
    );
    expect(deedsOf(run)).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '1000 SIGTERM main#0',
      '1000 StopContainer main#0 (2)',
      '3000 SIGKILL main#0',
      '3010 main#0 exits 137',
      '5000 preStop main#0 ends ok',
    ]);
    expect(goneAt(run)).toBe(20_000);
  });

  test('for a failed liveness probe: with the grace of the probe, and the next instance starts in the same sync', () => {
    const livenessProbe = { exec: { command: ['check'] }, terminationGracePeriodSeconds: 5 };
    const behaviour = {
      sigterm: ignored,
      preStop: [{ ms: 10_000, ok: true }],
      liveness: { timeline: [[20_000, 'fail']] },
    } as const;
    expect(kill({ main: { ...exec, livenessProbe }, behaviour: { main: behaviour }, untilMs: 70_000 })).toEqual([
      '0 Killing main',
      '0 preStop main#0 begins',
      '5000 SIGTERM main#0',
      '5000 StopContainer main#0 (2)',
      '7000 SIGKILL main#0',
      '7010 FailedPreStopHook main',
      '7010 main#0 exits 137',
      '7010 preStop main#0 ends containerExited',
      '7080 main#1 runs',
    ]);
  });

  test('with a hook that can never run: the event at once, and no time lost', () => {
    const tcp = { lifecycle: { preStop: { tcpSocket: { port: 80 } } } };
    expect(kill({ main: tcp, behaviour: { main: { sigterm: after3 } }, actions: [deleteAt(20_000)] })).toEqual([
      '0 FailedPreStopHook main',
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (30)',
      '3000 main#0 exits 0',
    ]);
  });
});

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; docs/fidelity.md 3.3. */
describe('whole seconds of PreStop count against the grace', () => {
  test.each([
    [30, 0, 0, 30_000],
    [30, 5_000, 5_000, 30_000],
    [30, 10_900, 10_900, 30_900],
    [30, 28_500, 28_500, 30_500],
    [30, 29_400, 29_400, 31_400],
    [30, null, 30_000, 32_000],
    [2, null, 2_000, 4_000],
    [1, null, 1_000, 3_000],
    [1, 400, 400, 2_400],
  ])('grace %i s, hook %s ms: SIGTERM at %i ms, SIGKILL at %i ms', (grace, ms, term, sigkill) => {
    const behaviour = { main: { sigterm: ignored, preStop: [{ ms, ok: true }] } };
    const lines = kill({ main: exec, behaviour, actions: [deleteAt(20_000, grace)] });
    expect(lines).toContain(`${term} SIGTERM main#0`);
    expect(lines).toContain(`${sigkill} SIGKILL main#0`);
  });

  test('a grace of 0 in the spec still gives PreStop 1 s where an eviction asks for 0', () => {
    const behaviour = { main: { sigterm: ignored, preStop: [{ ms: null, ok: true }] } };
    const lines = kill({
      main: exec,
      spec: { terminationGracePeriodSeconds: 0 },
      behaviour,
      actions: [{ atMs: 20_000, op: 'evict', pod: 'web', gracePeriodSeconds: 0 }],
    });
    expect(lines).toContain('1000 SIGTERM main#0');
    expect(lines).toContain('3000 SIGKILL main#0');
  });

  test('in place with a grace of 0, PreStop is not run at all', () => {
    const main = { ...exec, livenessProbe: { exec: { command: ['check'] } } };
    const behaviour = { main: { sigterm: ignored, liveness: { timeline: [[20_000, 'fail']] } } } as const;
    const lines = kill({ main, spec: { terminationGracePeriodSeconds: 0 }, behaviour, untilMs: 70_000 });
    expect(lines.slice(0, 4)).toEqual([
      '0 Killing main',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (2)',
      '2000 SIGKILL main#0',
    ]);
  });

  const ms = (line: string | undefined): number => Number(line?.split(' ')[0]);
  const hookMs = fc.integer({ min: 0, max: 14_000 }).filter((time) => time % 1_000 !== 0);

  test('the signal comes when the hook is over or the grace is, and SIGKILL max(2, what is left) later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), hookMs, (grace, hook) => {
        const behaviour = { main: { sigterm: ignored, preStop: [{ ms: hook, ok: true }] } };
        const lines = kill({ main: exec, behaviour, actions: [deleteAt(20_000, grace)], untilMs: 60_000 });
        const used = Math.min(hook, grace * 1_000);
        const timeout = Math.max(2, grace - Math.floor(used / 1_000));
        const term = ms(lines.find((line) => line.includes('SIGTERM')));
        const sigkill = ms(lines.find((line) => line.includes('SIGKILL')));
        expect(term).toBe(used);
        expect(lines).toContain(`${used} StopContainer main#0 (${timeout})`);
        expect(sigkill).toBe(used + timeout * 1_000);
        expect(sigkill).toBeGreaterThanOrEqual(Math.max(2, grace) * 1_000);
        expect(sigkill).toBeLessThanOrEqual((grace + 2) * 1_000);
      }),
      { numRuns: 40 },
    );
  });

  test('with a sidecar that waits for its turn, SIGKILL comes less than 3 s after the grace', () => {
    const spec = {
      initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', ...exec }] as const,
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), hookMs, (grace, hook) => {
        const behaviour = {
          main: { sigterm: ignored },
          proxy: { sigterm: ignored, preStop: [{ ms: hook, ok: true }] },
        };
        const lines = kill({ spec, behaviour, actions: [deleteAt(20_000, grace)], untilMs: 60_000 });
        const sigkill = ms(lines.find((line) => line.endsWith('SIGKILL proxy#0')));
        expect(sigkill).toBeGreaterThanOrEqual(Math.max(2, grace) * 1_000);
        expect(sigkill).toBeLessThan((grace + 3) * 1_000);
      }),
      { numRuns: 25 },
    );
  });
});

/** *Source:* pkg/kubelet/kuberuntime/kuberuntime_termination_order.go; docs/fidelity.md 4.8. */
describe('sidecars are stopped after the containers before them', () => {
  const spec = {
    initContainers: [
      { name: 's1', image: 's1:1', restartPolicy: 'Always' },
      { name: 's2', image: 's2:1', restartPolicy: 'Always', ...exec },
    ],
  } as const;
  const sidecars = {
    s1: { sigterm: { exitAfterMs: 1_000 } },
    s2: { sigterm: { exitAfterMs: 1_000 }, preStop: [{ ms: 10_000, ok: true }] },
  };

  test('in reverse order, each with the grace that is left when its turn comes', () => {
    const behaviour = { ...sidecars, main: { sigterm: after3 } };
    expect(kill({ spec, behaviour, actions: [deleteAt(20_000)] })).toEqual([
      '0 Killing main',
      '0 Killing s1',
      '0 Killing s2',
      '0 SIGTERM main#0',
      '0 StopContainer main#0 (30)',
      '0 preStop s2#0 begins',
      '3000 main#0 exits 0',
      '10000 SIGTERM s2#0',
      '10000 StopContainer s2#0 (20)',
      '10000 preStop s2#0 ends ok',
      '11000 SIGTERM s1#0',
      '11000 StopContainer s1#0 (19)',
      '11000 s2#0 exits 0',
      '12000 s1#0 exits 0',
    ]);
  });

  test('all at once when the grace is over, since the main container used it up', () => {
    const behaviour = { ...sidecars, main: { sigterm: ignored } };
    expect(kill({ spec, behaviour, actions: [deleteAt(20_000)] }).slice(6)).toEqual([
      '10000 preStop s2#0 ends ok',
      '30000 SIGKILL main#0',
      '30000 SIGTERM s1#0',
      '30000 SIGTERM s2#0',
      '30000 StopContainer s1#0 (2)',
      '30000 StopContainer s2#0 (2)',
      '30010 main#0 exits 137',
      '31000 s1#0 exits 0',
      '31000 s2#0 exits 0',
    ]);
  });

  test('also when the containers of the pod are done, and their exit codes do not count', () => {
    const behaviour = { ...sidecars, s1: { sigterm: { exitAfterMs: 0, exitCode: 143 } }, main: { runMs: 10_000 } };
    const run = runScenario(scenarioOf({ spec: { ...spec, restartPolicy: 'Never' }, behaviour, untilMs: 60_000 }));
    expect(deedsOf(run).filter((line) => line.includes('SIGTERM'))).toEqual([
      '10000 SIGTERM s2#0',
      '11000 SIGTERM s1#0',
    ]);
    expect(phasesOf(run)).toEqual(['Pending', 'Running', 'Succeeded']);
  });
});
