import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deviation } from './decision.ts';
import { hostClock } from './host.ts';
import type { LinkRule } from './link.ts';
import { script, sleep } from './script.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import type { Chooser } from './chooser.ts';
import { chaosProcess } from './testing/chaos.ts';
import type { ChaosFact, Deed } from './testing/chaos.ts';
import { createWorld } from './create-world.ts';

const delay = { simplest: 5, min: 0, max: 50 };

/** Sends five messages, one each microsecond, over a link with a rule, and says when which of them arrived. */
function arrivals(rule: LinkRule, chooser?: Chooser): readonly (readonly [time: number, number: number])[] {
  const world = createWorld<ChaosFact>({ freeze: true, ...(chooser === undefined ? {} : { chooser }) });
  world.setLink({ from: 'a', to: 'b', rule });
  const send: Deed = { kind: 'send', to: 'b/one', delay: 0, next: [] };
  const deeds = [0, 1, 2, 3, 4].map((later): Deed => ({ kind: 'after', delay: later, next: [send] }));
  world.addHost({ name: 'a', boot: [chaosProcess('one', deeds)] });
  world.addHost({ name: 'b', boot: [chaosProcess('one')] });
  world.run();
  return world
    .facts()
    .flatMap(({ time, process, body }) =>
      process === 'b/one' && body.kind === 'ran' ? [[time, body.job.sentAt]] : [],
    );
}

const AT_ONCE = [0, 1, 2, 3, 4].map((time) => [time, time] as const);
const only = (name: string, occurrence: number, outcome: number): Chooser =>
  scripted([{ name, occurrence, outcome } satisfies Deviation]);

describe('a link', () => {
  it('passes everything on at once where its rule says nothing', () => {
    expect(arrivals({})).toEqual(AT_ONCE);
  });

  it('passes nothing where it is down', () => {
    expect(arrivals({ down: true })).toEqual([]);
  });

  it('delays each message as decided', () => {
    expect(arrivals({ delay })).toEqual([
      [5, 0],
      [6, 1],
      [7, 2],
      [8, 3],
      [9, 4],
    ]);
  });

  it('holds up what was sent behind a late message, unless it may reorder', () => {
    const late = only('link.delay/a/b', 1, 20);
    expect(arrivals({ delay }, late)).toEqual([
      [5, 0],
      [21, 1],
      [21, 2],
      [21, 3],
      [21, 4],
    ]);
    const free = only('link.delay/a/b', 1, 20);
    expect(arrivals({ delay, reorder: true }, free)).toEqual([
      [5, 0],
      [7, 2],
      [8, 3],
      [9, 4],
      [21, 1],
    ]);
  });

  it('loses a message only by decision', () => {
    expect(arrivals({ lose: [1, 2] })).toEqual(AT_ONCE);
    expect(arrivals({ lose: [1, 2] }, only('link.lose/a/b', 2, 1))).toEqual(AT_ONCE.filter(([time]) => time !== 2));
  });

  it('doubles a message only by decision', () => {
    const doubled = arrivals({ duplicate: [1, 2] }, only('link.duplicate/a/b', 3, 1));
    expect(doubled).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [3, 3],
      [4, 4],
    ]);
  });

  it('keeps the order of one sender to one receiver under any delays, losses and duplicates', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5 }), (seed) => {
        const numbers = arrivals({ delay, lose: [1, 4], duplicate: [1, 4] }, seeded(seed)).map(([, number]) => number);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }),
    );
  });

  it('is cut both ways by a partition and heals, with what is under way still arriving', () => {
    const world = createWorld<ChaosFact>({ freeze: true });
    const rule: LinkRule = { down: true };
    const ping = (to: string) => (at: number) =>
      ({ kind: 'after', delay: at, next: [{ kind: 'send', to, delay: 2, next: [] }] }) satisfies Deed;
    for (const [host, peer] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      world.addHost({ name: host, boot: [chaosProcess('one', [9, 10, 19, 20].map(ping(`${peer}/one`)))] });
    }
    world.addHost({
      name: 'operator',
      boot: [
        script('main', function* (env) {
          yield* sleep(10);
          env.link({ from: ['a'], to: ['b', 'c'], both: true, rule });
          yield* sleep(10);
          env.link({ from: ['a'], to: ['b', 'c'], both: true, rule: {} });
        }),
      ],
    });
    world.run();
    const heard = world.facts().flatMap(({ time, process, body }) => {
      return body.kind === 'ran' && body.job.kind === 'job' ? [`${time} ${process}`] : [];
    });
    // At 10 and at 20 the hosts came first, the operator with its rule behind them.
    expect(heard).toEqual(['11 b/one', '11 a/one', '12 b/one', '12 a/one']);
    expect(world.dropped).toBe(4);
  });
});

describe('the clock of a host', () => {
  it('shows the time of the world where nothing is said of it', () => {
    expect(hostClock(undefined, 12)).toBe(12);
  });

  it('is ahead by its offset and gains its drift each second', () => {
    expect(hostClock({ offset: -5, drift: 100 }, 2_500_000)).toBe(2_500_000 - 5 + 250);
  });

  it('never goes back while it gains, and loses less than a microsecond of its drift', () => {
    const times = fc.nat({ max: 10_000_000_000 });
    fc.assert(
      fc.property(times, times, fc.integer({ min: -1_000, max: 1_000 }), (one, other, drift) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const passed = hostClock({ offset: 0, drift }, second) - hostClock({ offset: 0, drift }, first);
        expect(passed).toBeGreaterThanOrEqual(0);
        expect(Math.abs(passed - (second - first) - ((second - first) * drift) / 1_000_000)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
