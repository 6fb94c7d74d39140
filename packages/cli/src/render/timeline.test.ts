import { readFileSync } from 'node:fs';
import type { Fact } from '@simlet/kubelet';
import { expect, test } from 'vitest';
import type { Terminal } from '../terminal.ts';
import type { TimedFact } from './lanes.ts';
import { timeline } from './timeline.ts';

// Time-lines of recorded runs of the real kubelet.
interface RecordedCase {
  readonly scenario: {
    readonly id: string;
    readonly pods: readonly {
      readonly spec: Record<'containers' | 'initContainers', readonly { readonly name: string }[] | undefined>;
    }[];
  };
  readonly trace: readonly ({ readonly tMs: number } & Fact)[];
}

const cases = readFileSync(new URL('../../../cluster/conformance/named.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedCase);

function shown(recorded: RecordedCase, terminal: Terminal, full = false): readonly string[] {
  const facts = recorded.trace.map(({ tMs, ...body }): TimedFact => ({ time: tMs * 1_000, body }));
  const containers = recorded.scenario.pods.flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(({ name }) => name),
  );
  return timeline({ facts, containers, full }, terminal);
}

function recorded(id: string): RecordedCase {
  const found = cases.find(({ scenario }) => scenario.id === id);
  if (found === undefined) throw new Error(`no recorded case ${id}`);
  return found;
}

const PLAIN: Terminal = { colour: false, unicode: true, width: 80 };

test('a PreStop hook that outlasts the grace period is shown cut off', () => {
  expect(`\n${shown(recorded('e2e-respect-grace-with-long-prestop'), PLAIN).join('\n')}\n`).toMatchInlineSnapshot(`
    "
                      0s         2s        4s         6s        8s         10s
         kubelet    ███████████████████████████████████████████████████████████████
         main       ███████████████████████████████████████████████████████▒▌
         preStop      1━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╳
         grace 10s    ├····················································▌

        0.000          pod deleted              grace 10 s
        0.009          PreStop                  exec in main
        0.009  Normal  Killing                  Stopping container main
       10.009          PreStop cut off          after 10 s: not waited for
       10.009          SIGTERM to main          SIGKILL follows in 2 s
       10.209          main exited 0            after SIGTERM
       10.209          PreStop ended            its container exited after 10.2 s
       10.209  Warning FailedPreStopHook        PreStopHook failed
       10.237          pod not ready
       10.886          pod removed
    "
  `);
});

test('a kubelet that restarts twice while PreStop runs is shown with three runs of the hook', () => {
  expect(`\n${shown(recorded('kubelet-restart-twice-mid-prestop'), PLAIN).join('\n')}\n`).toMatchInlineSnapshot(`
    "
                      0s             5s             10s            15s
         kubelet    ███████████╳┄┄┄┄┄████████████╳┄┄┄┄┄████████████████████████████
         main       ███████████████████████████████████████████████████████▒▒▌
         preStop      1━━━━━━━━╳       2━━━━━━━━━╳       3━━━━━━━━━━━━━━━━━▌
         grace 20s    ├···························································▌

        0.000          pod deleted              grace 20 s
        0.009          PreStop, run 1           exec in main
        0.009  Normal  Killing                  Stopping container main
        2.806  FAULT   kubelet crash            PreStop had run for 2.797 s
        4.806          kubelet start
        5.457          PreStop, run 2           exec in main
        5.457  Normal  Killing                  Stopping container main
        8.806  FAULT   kubelet crash            PreStop had run for 3.349 s
       10.806          kubelet start
       11.457          PreStop, run 3           exec in main
       11.457  Normal  Killing                  Stopping container main
       17.457          PreStop, run 3 ended     completed after 6 s
       17.457          SIGTERM to main          SIGKILL follows in 14 s
       18.257          main exited 0            after SIGTERM
       18.285          pod not ready
       19.109          pod removed
    "
  `);
});

test('without Unicode a time-line is ASCII alone', () => {
  const ascii: Terminal = { colour: false, unicode: false, width: 60 };
  expect(`\n${shown(recorded('e2e-respect-grace-with-long-prestop'), ascii).join('\n')}\n`).toMatchInlineSnapshot(`
    "
                     0s                5s                10s
         kubelet    ###########################################
         main       #####################################%|
         preStop     1===================================X
         grace 10s   |...................................|

        0.000  pod deleted: grace 10 s
        0.009  PreStop: exec in main
        0.009  Killing: Stopping container main
       10.009  PreStop cut off: after 10 s: not waited for
       10.009  SIGTERM to main: SIGKILL follows in 2 s
       10.209  main exited 0: after SIGTERM
       10.209  PreStop ended: its container exited after 10.2 s
       10.209  FailedPreStopHook: PreStopHook failed
       10.237  pod not ready
       10.886  pod removed
    "
  `);
});

test.each([40, 60, 80, 200])('at %i columns no line of any recorded run is wider', (width) => {
  for (const one of cases) {
    for (const unicode of [true, false]) {
      for (const line of shown(one, { colour: false, unicode, width }, true)) {
        expect([...line].length, `${one.scenario.id}: ${line}`).toBeLessThanOrEqual(width);
        if (!unicode) expect(line).toMatch(/^[\x20-\x7e]*$/u);
      }
    }
  }
});

test('colour adds escape codes and nothing else', () => {
  for (const one of cases) {
    const coloured = shown(one, { ...PLAIN, colour: true }).join('\n');
    expect(coloured).toContain('\u001B[');
    expect(coloured.replaceAll(/\u001B\[\d*m/gu, '')).toBe(shown(one, PLAIN).join('\n'));
  }
});
