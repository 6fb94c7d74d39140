import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from './create-world.ts';
import type { Behaviour, FactBody, Message, TimerId, Turn } from './process.ts';
import { seeded } from './seeded.ts';
import type { World, WorldOptions } from './world.ts';

/** What a turn asks for: an event of a handler for a target, or that there be none. */
interface Deed {
  readonly kind: 'schedule' | 'unschedule' | 'stop';
  readonly delay: number;
  readonly handler: number;
  readonly target: number;
}

/** What each event leads to, by its handler and target. */
type Plan = readonly (readonly Deed[])[];

interface Fired extends FactBody {
  readonly kind: 'fired';
  readonly handler: number;
  readonly target: number;
  readonly turns: number;
}

interface Planned {
  readonly plan: Plan;
  readonly turns: number;
}

const deedsOf = (plan: Plan, handler: number, target: number): readonly Deed[] =>
  plan[(handler * 3 + target) % plan.length] ?? [];

function reacted({ plan, turns }: Planned, handler: number, target: number, turn: Turn<Message>): Planned {
  const fired: Fired = { kind: 'fired', handler, target, turns: turns + turn.decide.integer('more', MORE) };
  turn.record(fired);
  return { plan, turns: turns + 1 };
}

const MORE = { simplest: 0, min: 0, max: 9 };

function perform(deeds: readonly Deed[], turn: Turn<Message>): void {
  for (const { kind, delay, handler, target } of deeds) {
    if (kind === 'schedule') turn.schedule(delay, handler, target);
    else if (kind === 'unschedule') turn.unschedule(handler, target);
    else turn.stop();
  }
}

/** Uses the fast lane. */
const laned: Behaviour<Plan, Planned, Message> = {
  kind: 'laned',
  start(plan, turn) {
    for (const deeds of plan) perform(deeds, turn);
    return { plan, turns: 0 };
  },
  receive: (state) => state,
  fire(state, handler, target, turn) {
    const next = reacted(state, handler, target, turn);
    perform(deedsOf(state.plan, handler, target), turn);
    return next;
  },
};

interface Due extends Message {
  readonly handler: number;
  readonly target: number;
}

interface Timed extends Planned {
  readonly timers: ReadonlyMap<string, TimerId>;
}

/** Does the same with timers. */
const timed: Behaviour<Plan, Timed, Due> = {
  kind: 'timed',
  start: (plan, turn) => performTimed({ plan, turns: 0, timers: new Map() }, plan.flat(), turn),
  receive(state, { handler, target }, turn) {
    const next = reacted(state, handler, target, turn as Turn<Message>);
    return performTimed({ ...state, ...next }, deedsOf(state.plan, handler, target), turn);
  },
};

function performTimed(state: Timed, deeds: readonly Deed[], turn: Turn<Due>): Timed {
  const timers = new Map(state.timers);
  for (const { kind, delay, handler, target } of deeds) {
    if (kind === 'stop') turn.stop();
    else {
      const key = `${handler}/${target}`;
      const pending = timers.get(key);
      if (pending !== undefined) turn.cancel(pending);
      if (kind === 'schedule') timers.set(key, turn.after(delay, { kind: `handler-${handler}`, handler, target }));
    }
  }
  return { ...state, timers };
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.oneof(
    { arbitrary: fc.constant('schedule' as const), weight: 8 },
    { arbitrary: fc.constant('unschedule' as const), weight: 2 },
    { arbitrary: fc.constant('stop' as const), weight: 1 },
  ),
  delay: fc.integer({ min: 0, max: 4 }),
  handler: fc.integer({ min: 0, max: 2 }),
  target: fc.integer({ min: 0, max: 2 }),
});
const plans: fc.Arbitrary<Plan> = fc.array(fc.array(deed, { maxLength: 3 }), { minLength: 1, maxLength: 9 });
const seeds = fc.string({ maxLength: 4 });

const crashPoints = {
  delay: { simplest: 0, min: 0, max: 3, distribution: { kind: 'uniform', odds: [1, 20] } },
  restartAfter: { simplest: 3, min: 0, max: 10 },
} as const;

function build(behaviour: Behaviour<Plan, Planned, never>, plan: Plan, options: WorldOptions): World {
  // Some plans go on for ever within an instant.
  const world = createWorld({ limits: { events: 300 }, ...options });
  for (const name of ['a', 'b']) {
    world.addHost({ name, boot: [{ path: 'one', behaviour, input: plan }], crashPoints });
  }
  return world;
}

/** Runs with a host paused for a while. */
function runOn(world: World): World {
  world.run(world.now + 2);
  world.pause('a');
  world.run(world.now + 3);
  world.resume('a');
  world.run(world.now + 40);
  return world;
}

const seen = (world: World): unknown => [world.facts(), world.deviations(), world.events, world.now];
const all = (world: World): unknown => [seen(world), world.digest(), world.stateHash()];

describe('the fast lane', () => {
  it('does what timers of the same delays would do, through ties, pauses, stops and crashes', () => {
    fc.assert(
      fc.property(plans, seeds, fc.boolean(), (plan, seed, ties) => {
        const inLane = runOn(build(laned, plan, { chooser: seeded(seed), ties }));
        const byTimers = runOn(build(timed, plan, { chooser: seeded(seed), ties }));
        expect(seen(inLane)).toEqual(seen(byTimers));
      }),
      { numRuns: 300 },
    );
  });

  it('is part of forks, state hashes and digests: a fork goes on as the original does, and as a straight run would', () => {
    fc.assert(
      fc.property(plans, seeds, fc.boolean(), fc.nat({ max: 40 }), (plan, seed, ties, count) => {
        const straight = build(laned, plan, { chooser: seeded(seed), ties });
        const original = build(laned, plan, { chooser: seeded(seed), ties });
        for (let step = 0; step < count && original.step(); step += 1) straight.step();
        const fork = original.fork();
        expect(fork.stateHash()).toBe(original.stateHash());
        const end = all(runOn(straight));
        expect(all(runOn(fork))).toEqual(end);
        expect(all(runOn(original))).toEqual(end);
      }),
      { numRuns: 100 },
    );
  });

  it('tells in the digest which target an event was for', () => {
    const digestFor = (target: number): string => {
      const world = build(laned, [[{ kind: 'schedule', delay: 1, handler: 0, target }]], {});
      world.run(1);
      return world.digest();
    };
    expect(digestFor(1)).not.toBe(digestFor(2));
    expect(digestFor(1)).toBe(digestFor(1));
  });

  it('is a thing of processes that have a `fire`, and of numbers in range', () => {
    const { fire, ...without } = laned;
    expect(fire).toBeDefined();
    const plan: Plan = [[{ kind: 'schedule', delay: 1, handler: 0, target: 0 }]];
    expect(() => build(without, plan, {}).run()).toThrow("a laned has no 'fire' for what it schedules");
    const planOf = (handler: number, target: number): Plan => [[{ kind: 'schedule', delay: 1, handler, target }]];
    expect(() => build(laned, planOf(64, 0), {}).run()).toThrow('a handler is a whole number from 0 to 63, not 64');
    expect(() => build(laned, planOf(0, -1), {}).run()).toThrow('a target is a whole number from 0 to 67108863');
    expect(() => build(laned, planOf(0, 1.5), {}).run()).toThrow('a target is a whole number');
  });
});
