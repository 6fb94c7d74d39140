import { describe, expect, it } from 'vitest';
import { chromeTrace } from './chrome-trace.ts';
import type { Chooser } from './chooser.ts';
import { createWorld } from './create-world.ts';
import { enumerating } from './enumerating.ts';
import type { WorldFact } from './fact-log.ts';
import { factText, factsText } from './fact-text.ts';
import { pct } from './pct.ts';
import type { PctOptions } from './pct.ts';
import type { AnyProcessSpec, Message, Turn } from './process.ts';
import { seeded } from './seeded.ts';
import { errorOf, starting, worldOf } from './testing/misuse.ts';

describe('nonsense in place of an argument is told as what it is', () => {
  const nonsense: readonly unknown[] = [null, 5, 'text', [], true];

  it.each(nonsense)('as options: %o', (value) => {
    const options = value as Record<string, never>;
    const world = createWorld();
    for (const wrong of [
      () => createWorld(options),
      () => world.fork(options),
      () => world.snapshot().fork(options),
      () => createWorld({ limits: options }),
      () => createWorld({ facts: options as unknown as 'keep' }),
      () => createWorld({ chooser: options as unknown as Chooser }),
      () => world.fork({ chooser: options as unknown as Chooser }),
      () => pct('seed', options as unknown as PctOptions),
      () => pct('seed', { depth: 1, choices: 1, otherwise: options as unknown as Chooser }),
      () => enumerating(options),
    ]) {
      expect(errorOf(wrong).message).toMatch(/which this is not|a chooser is/);
    }
    expect(world.fork({}).digest()).toBe(world.digest());
  });

  it.each([null, undefined, 5, {}])('as a text: %o', (value) => {
    const text = value as string;
    expect(errorOf(() => seeded(text)).message).toContain('a seed is a text');
    expect(errorOf(() => pct(text, { depth: 1, choices: 1 })).message).toContain('a seed is a text');
    for (const [say, said] of [
      [(turn: Turn<Message>): unknown => turn.decide.boolean(text), 'asked for by a name'],
      [(turn: Turn<Message>): unknown => turn.reach(text), 'a mark is reached by its name'],
      [(turn: Turn<Message>): unknown => turn.disk.write(text, 1), 'has a text as its key'],
      [(turn: Turn<Message>): unknown => turn.disk.remove(text), 'has a text as its key'],
    ] as const) {
      expect(errorOf(() => worldOf(starting(say)).run()).message).toContain(said);
    }
  });

  it.each([null, 5, 'text', {}, [null], [{}], [{ kind: 'a body' }]])('as facts: %o', (value) => {
    const facts = value as unknown as readonly WorldFact[];
    expect(errorOf(() => factsText(facts)).message).toContain('as world.facts() gives it');
    expect(errorOf(() => chromeTrace(facts)).message).toContain('as world.facts() gives it');
    expect(errorOf(() => factText(value as unknown as WorldFact)).message).toContain('as world.facts() gives it');
  });

  it.each([-1, 0.5, Number.NaN, '5'])('as a bound, or as an instant to run to: %o', (value) => {
    const count = value as number;
    expect(errorOf(() => enumerating({ outcomes: count })).message).toContain('the bound outcomes of a walk');
    expect(errorOf(() => createWorld().step(count)).message).toContain('a run');
    expect(errorOf(() => createWorld().run(count)).message).toContain('a run');
  });

  it.each(['', 'a', 'main', '/main', 'a/'])('as an address, from a turn as from outside: %o', (address) => {
    const sending = starting((turn) => turn.send(address, { kind: 'lost' }));
    expect(errorOf(() => worldOf(sending).run()).message).toContain(`'${address}' is no address to send to`);
    const world = worldOf(starting(() => null));
    expect(errorOf(() => world.send(address, { kind: 'lost' })).message).toContain('is no address to send to');
  });
});

describe('data that is not plain', () => {
  it('is told where it is a promise, as that of an async function is', () => {
    const started = starting(async () => undefined);
    expect(errorOf(() => worldOf(started).run()).message).toContain('the state of a/main is a promise');
    const receive = async (): Promise<null> => null;
    const behaviour = { kind: 'late', start: () => ({ count: 0 }), receive };
    const world = worldOf({ path: 'main', behaviour, input: null } as unknown as AnyProcessSpec);
    world.send('a/main', { kind: 'go' });
    expect(errorOf(() => world.run()).message).toContain('the state of a/main is a promise');
  });

  it('is told where it contains itself, in a fact or when a state is hashed', () => {
    const circle: { readonly kind: string; self?: unknown } = { kind: 'circle' };
    circle.self = circle;
    const recording = worldOf(starting((turn) => turn.record(circle)));
    expect(errorOf(() => recording.run()).message).toContain("a fact 'circle' contains itself");
    const keeping = worldOf(starting(() => circle));
    keeping.run();
    expect(errorOf(() => keeping.stateHash()).message).toContain('contains itself');
  });
});
