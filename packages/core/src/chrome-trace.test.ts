import { expect, it } from 'vitest';
import { chromeTrace } from './chrome-trace.ts';
import { tallyWorld } from './testing/tally.ts';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly id?: number;
  readonly args?: { readonly name?: string; readonly total?: number };
}

const relay = { sequence: 0, cause: -1, host: 'a', incarnation: 0 };

it('a trace has a slice for each fact, on a track for its process', () => {
  const { traceEvents } = JSON.parse(chromeTrace(tallyWorld([]).facts())) as { readonly traceEvents: readonly Event[] };
  const named = traceEvents.filter(({ ph }) => ph === 'M').map(({ name, args }) => [name, args?.name]);
  expect(named).toEqual([
    ['process_name', 'server'],
    ['thread_name', 'server/tally'],
  ]);
  const slices = traceEvents.filter(({ ph }) => ph === 'X').map(({ ts, name, args }) => [ts, name, args?.total]);
  expect(slices).toEqual([
    [5_000, 'counted', 1],
    [15_000, 'counted', 2],
    [25_000, 'counted', 3],
  ]);
});

it('a trace has an arrow from the turn that caused another to that one', () => {
  const facts = [
    { ...relay, time: 1, process: 'a/one', body: { kind: 'asked' } },
    { ...relay, time: 1, process: 'a/one', body: { kind: 'waits' } },
    { ...relay, time: 4, process: 'b/one', host: 'b', sequence: 1, cause: 0, body: { kind: 'answers' } },
    { ...relay, time: 4, process: 'b/one', host: 'b', sequence: 1, cause: 0, body: { kind: 'rests' } },
  ];
  const { traceEvents } = JSON.parse(chromeTrace(facts)) as { readonly traceEvents: readonly Event[] };
  const arrows = traceEvents
    .filter(({ ph }) => ph === 's' || ph === 'f')
    .map(({ ph, ts, tid, id }) => [ph, ts, tid, id]);
  expect(arrows).toEqual([
    ['s', 1, 1, 1],
    ['f', 4, 2, 1],
  ]);
});
