import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AskedDecision } from './decision-log.ts';
import { EngineError } from './engine-error.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { ChaosFact, Decided, Deed, Ran } from './testing/chaos.ts';
import { createWorld } from './create-world.ts';
import type { World, WorldOptions } from './world.ts';

const HOSTS = ['a', 'b', 'c'];
const ADDRESSES = HOSTS.flatMap((host) => [`${host}/one`, `${host}/two`]);

const delay = fc.integer({ min: 0, max: 6 });
const key = fc.constantFrom('x', 'y', 'z');
const name = fc.constantFrom('first', 'second', 'third');

/** Deeds that leave their host alone. */
function mildDeeds(deeds: fc.Arbitrary<Deed[]>): fc.Arbitrary<Deed>[] {
  return [
    fc.record({ kind: fc.constant('send' as const), to: fc.constantFrom(...ADDRESSES), delay, next: deeds }),
    fc.record({ kind: fc.constant('after' as const), delay, next: deeds }),
    fc.record({ kind: fc.constant('cancel' as const) }),
    fc.record({ kind: fc.constant('write' as const), key, value: fc.integer({ min: 0, max: 99 }) }),
    fc.record({ kind: fc.constant('sync' as const) }),
    fc.record({ kind: fc.constant('decide' as const), name, max: fc.integer({ min: 0, max: 5 }) }),
  ];
}

function wildDeedsOf(depth: number): fc.Arbitrary<Deed[]> {
  const next = depth === 0 ? fc.constant<Deed[]>([]) : wildDeedsOf(depth - 1);
  const deed = fc.oneof(
    ...mildDeeds(next),
    fc.record({ kind: fc.constant('spawn' as const), next }),
    fc.record({ kind: fc.constant('stop' as const) }),
    fc.record({ kind: fc.constant('crash' as const), host: fc.constantFrom(...HOSTS) }),
    fc.record({ kind: fc.constant('boot' as const), host: fc.constantFrom(...HOSTS) }),
  );
  return fc.array(deed, { maxLength: 4 });
}

const wildDeeds = wildDeedsOf(3);

interface Scene {
  readonly jobs: readonly { readonly to: string; readonly delay: number; readonly deeds: readonly Deed[] }[];
  readonly boot: readonly Deed[];
  readonly seed: string;
  readonly ties: boolean;
}

const scene: fc.Arbitrary<Scene> = fc.record({
  jobs: fc.array(fc.record({ to: fc.constantFrom(...ADDRESSES), delay, deeds: wildDeeds }), {
    minLength: 1,
    maxLength: 8,
  }),
  boot: wildDeeds.map((deeds) => deeds.filter((deed) => deed.kind === 'after' || deed.kind === 'decide')),
  seed: fc.string({ maxLength: 4 }),
  ties: fc.boolean(),
});

const crashPoints = {
  delay: { simplest: 0, min: 0, max: 3, distribution: { kind: 'uniform', odds: [1, 20] } },
  restartAfter: { simplest: 3, min: 0, max: 10 },
} as const;

function build({ jobs, boot, seed, ties }: Scene, options: WorldOptions<ChaosFact> = {}): World<ChaosFact> {
  // Jobs may crash and boot hosts that boot jobs again: the limit ends what would go on for ever.
  const limits = { events: 2_000 };
  const world = createWorld<ChaosFact>({ freeze: true, chooser: seeded(seed), ties, limits, ...options });
  for (const host of HOSTS) {
    world.addHost({ name: host, boot: [chaosProcess('one', boot), chaosProcess('two')], crashPoints });
  }
  jobs.forEach(({ to, delay: later, deeds }, number) => {
    world.send(to, outsideJob(deeds, number, later), { delay: later });
  });
  return world;
}

function runs(world: World<ChaosFact>): readonly Ran[] {
  return world.facts().flatMap(({ body }) => (body.kind === 'ran' ? [body] : []));
}

/** Everything about a world that can be looked at. */
function observe(world: World<ChaosFact>): unknown {
  return {
    now: world.now,
    events: world.events,
    dropped: world.dropped,
    digest: world.digest(),
    facts: [...world.facts()],
    deviations: [...world.deviations()],
    asked: [...world.asked()],
    marks: [...world.marks()],
    states: world.processes().map((address) => [address, world.stateOf(address)]),
    disks: HOSTS.map((host) => [...world.diskOf(host)]),
    up: HOSTS.map((host) => world.isUp(host)),
    busiest: world.busiest(20),
  };
}

describe('law 1, total order', () => {
  it('numbers turns upwards, at times that never fall', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const world = build(given);
        world.run();
        const facts = world.facts();
        facts.forEach((fact, index) => {
          const before = facts[index - 1];
          expect(fact.cause).toBeLessThan(fact.sequence);
          if (before === undefined) return;
          expect(fact.time).toBeGreaterThanOrEqual(before.time);
          expect(fact.sequence).toBeGreaterThanOrEqual(before.sequence);
        });
      }),
    );
  });

  it('runs what is due at one instant first come first served where ties are no decisions', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const world = build({ ...given, ties: false });
        world.run();
        const order = world
          .facts()
          .flatMap(({ time, cause, body }) => (body.kind === 'ran' ? [[time, cause, body.job.number] as const] : []));
        const sorted = order.toSorted((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
        expect(order).toEqual(sorted);
      }),
    );
  });

  it('lets no message overtake another of the same sender to the same receiver, whatever the ties', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const world = build({ ...given, ties: true });
        world.run();
        const latest = new Map<string, readonly [incarnation: number, number: number]>();
        for (const { process, body } of world.facts()) {
          if (body.kind !== 'ran' || body.job.kind !== 'job' || body.job.from === '') continue;
          const pair = `${body.job.from} ${process}`;
          const before = latest.get(pair) ?? [-1, -1];
          const { incarnation, number } = body.job;
          expect(incarnation > before[0] || (incarnation === before[0] && number > before[1])).toBe(true);
          latest.set(pair, [incarnation, number]);
        }
      }),
    );
  });
});

describe('law 2, the clock moves before the reaction', () => {
  it('shows each turn the time at which its message was due', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const world = build(given);
        world.run();
        for (const { time, body } of world.facts()) {
          if (body.kind !== 'ran') continue;
          expect(body.now).toBe(time);
          // A message may wait for those before it, a timer for nothing.
          const due = body.job.sentAt + body.job.delay;
          if (body.job.kind === 'timer' || body.job.from === '') expect(time).toBe(due);
          else expect(time).toBeGreaterThanOrEqual(due);
        }
      }),
    );
  });
});

describe('law 3, a turn is all or nothing', () => {
  it('leaves the world as it was before a turn that throws, and runs nothing more', () => {
    fc.assert(
      fc.property(scene, wildDeeds, fc.constantFrom(...ADDRESSES), delay, (given, before, to, later) => {
        const world = build(given, { recordAsked: true });
        world.send(to, outsideJob([...before, { kind: 'throw' }], 99, later), { delay: later });
        let observed = observe(world);
        for (;;) {
          try {
            if (!world.step() || world.events > 500) return;
          } catch (error) {
            expect(error).toBeInstanceOf(EngineError);
            expect(observe(world)).toEqual(observed);
            expect(() => world.step()).toThrow(error as EngineError);
            return;
          }
          observed = observe(world);
        }
      }),
    );
  });
});

describe('law 5, decisions do not disturb each other', () => {
  it('gives every decision the outcome that it had before decisions of another name were added', () => {
    const extra: Deed = { kind: 'decide', name: 'extra', max: 9 };
    const outcomes = (world: World<ChaosFact>): readonly Decided[] =>
      world.facts().flatMap(({ body }) => (body.kind === 'decided' && body.name !== 'extra' ? [body] : []));
    const others = (asked: readonly AskedDecision[]): readonly AskedDecision[] =>
      asked.filter((decision) => decision.name !== 'extra');
    fc.assert(
      fc.property(scene, fc.nat({ max: 7 }), fc.integer({ min: 1, max: 3 }), (given, index, times) => {
        const plain = build(given, { recordAsked: true });
        const added = Array.from({ length: times }, () => extra);
        const jobs = given.jobs.map((job, at) => (at === index ? { ...job, deeds: [...added, ...job.deeds] } : job));
        const disturbed = build({ ...given, jobs }, { recordAsked: true });
        plain.run();
        disturbed.run();
        expect(outcomes(disturbed)).toEqual(outcomes(plain));
        expect(others(disturbed.asked())).toEqual(others(plain.asked()));
      }),
    );
  });
});

describe('law 6, same scenario, same bytes', () => {
  it('gives two runs of a scene one digest, in one go or step by step', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const atOnce = build(given);
        atOnce.run();
        const stepwise = build(given, { facts: 'none' });
        let end = stepwise.run(0);
        for (let now = 1; end === 'until'; now += 1) end = stepwise.run(now);
        expect(stepwise.digest()).toBe(atOnce.digest());
      }),
    );
  });

  it('gives worlds that take turns with each other the digests that they have alone', () => {
    fc.assert(
      fc.property(scene, scene, (first, second) => {
        const alone = [first, second].map((given) => {
          const world = build(given);
          world.run();
          return world.digest();
        });
        const worlds = [build(first), build(second)];
        let going = worlds;
        while (going.length > 0) going = going.filter((world) => world.events < 2_000 && world.step());
        expect(worlds.map((world) => world.digest())).toEqual(alone);
      }),
    );
  });

  it('replays a seeded run from its deviations alone', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const original = build(given);
        original.run();
        const replay = build(given, { chooser: scripted(original.deviations()) });
        replay.run();
        expect(replay.digest()).toBe(original.digest());
        expect(replay.deviations()).toEqual(original.deviations());
      }),
    );
  });

  it('gives runs that differ in one fact two digests', () => {
    fc.assert(
      fc.property(scene, wildDeeds, (given, deeds) => {
        const extended = { ...given, jobs: [...given.jobs, { to: 'a/one', delay: 0, deeds }] };
        const one = build(given);
        const other = build(extended);
        one.run(5);
        other.run(5);
        if (runs(one).length !== runs(other).length) expect(one.digest()).not.toBe(other.digest());
      }),
    );
  });
});
