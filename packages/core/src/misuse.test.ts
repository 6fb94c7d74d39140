import { describe, expect, it } from 'vitest';
import { chromeTrace } from './chrome-trace.ts';
import { createWorld } from './create-world.ts';
import { factsText } from './fact-text.ts';
import type { Deviation } from './decision.ts';
import type { HostSpec } from './host.ts';
import type { LinkRule } from './link.ts';
import type { AnyProcessSpec, Message, Turn } from './process.ts';
import { script } from './script.ts';
import type { Script } from './script.ts';
import { scripted } from './scripted.ts';
import { seeded } from './seeded.ts';
import { errorOf, starting, worldOf } from './testing/misuse.ts';

const AT_ONCE = { simplest: 0, min: 0, max: 0 };

describe('what contradicts itself is refused where it is said', () => {
  const rules: readonly (readonly [string, LinkRule])[] = [
    ['time goes forward', { delay: { simplest: 0, min: -5, max: 3 } }],
    ['is not from 10 to 3', { delay: { simplest: 5, min: 10, max: 3 } }],
    ['5 in 2', { lose: [5, 2] }],
    ['-1 in 2', { duplicate: [-1, 2] }],
  ];

  it.each(rules)('a link whose rule is wrong: %s', (text, rule) => {
    const link = { from: 'a', to: 'b', rule };
    expect(errorOf(() => createWorld().setLink(link)).message).toContain(text);
    const world = worldOf(
      starting((turn) => {
        turn.record({ kind: 'half a turn' });
        turn.link(link);
      }),
    );
    expect(errorOf(() => world.run()).message).toContain(text);
    expect(world.facts()).toEqual([]);
  });

  it('a host that would boot before it crashed, or whose clock is no number', () => {
    const back = { simplest: 0, min: -1, max: 0 };
    const crashing = (delay: typeof back, restartAfter: typeof back): unknown =>
      createWorld().addHost({ name: 'a', boot: [], crashPoints: { delay, restartAfter } });
    expect(errorOf(() => crashing(back, AT_ONCE)).message).toContain('a crash of a may be -1');
    expect(errorOf(() => crashing(AT_ONCE, back)).message).toContain('a restart of a may be -1');
    const skewed = (): unknown => createWorld().addHost({ name: 'a', boot: [], clock: { offset: 0.5 } });
    expect(errorOf(skewed).message).toContain('the clock of a is off by 0.5');
  });

  it.each([
    ['a host is added as', undefined],
    ["'undefined' is no name of a host", {}],
    ["'a/b' is no name of a host", { name: 'a/b', boot: [] }],
    ['the boot of a is a list', { name: 'a' }],
    ['a process of a has no path', { name: 'a', boot: [undefined] }],
    ['a/main has no behaviour', { name: 'a', boot: [{ path: 'main' }] }],
    ['crash points of a', { name: 'a', boot: [], crashPoints: null }],
    ['the domain of a crash of a', { name: 'a', boot: [], crashPoints: { delay: 5, restartAfter: AT_ONCE } }],
    ["the disk of a is 'ordered' or 'unordered'", { name: 'a', boot: [], disk: 'unorderd' }],
    ['onCrash of a', { name: 'a', boot: [], onCrash: 5 }],
  ])('a host that is none: %s', (text, spec) => {
    expect(errorOf(() => createWorld().addHost(spec as unknown as HostSpec)).message).toContain(text);
  });

  it('an address that can be none, a process to be that is none, and a host to monitor that is not there', () => {
    expect(errorOf(() => createWorld().send('server', { kind: 'hello' })).message).toContain(
      "'server' is no address to send to: host/path",
    );
    const asked: readonly (readonly [string, (turn: Turn<Message>) => unknown])[] = [
      ["'server' is no address", (turn) => turn.send('server', { kind: 'hello' })],
      ['a process of a has no path', (turn) => turn.spawn(undefined as unknown as AnyProcessSpec)],
      ["there is no host 'sever'", (turn) => turn.monitor('sever', { kind: 'gone' })],
    ];
    for (const [text, ask] of asked) expect(errorOf(() => worldOf(starting(ask)).run()).message).toContain(text);
  });

  it.each([null, [null], [{ name: 'a', occurrence: 0 }]])('a script that is no list of deviations: %j', (script) => {
    expect(errorOf(() => scripted(script as unknown as readonly Deviation[])).message).toMatch(/deviation/);
  });

  it.each([{ events: Number.NaN }, { events: -1 }, { time: 0.5 }])('limits that would stop nothing: %o', (limits) => {
    expect(errorOf(() => createWorld({ limits })).message).toContain('a whole number from 0 on');
  });

  it.each([{}, { chooser: seeded('1') }])('odds, calm or seeded, by the name of the decision', (options) => {
    const world = worldOf(
      starting((turn) => turn.decide.boolean('disk.full/a', [5, 2])),
      options,
    );
    expect(errorOf(() => world.run()).message).toContain('the odds of disk.full/a are 5 in 2');
  });

  it.each([undefined, 'text', {}, { kind: 7 }])('a message that has no kind: %o', (value) => {
    const message = value as unknown as Message;
    expect(errorOf(() => createWorld().send('a/main', message)).message).toContain('as its kind');
    for (const say of [
      (turn: Turn<Message>): unknown => turn.send('a/main', message),
      (turn: Turn<Message>): unknown => turn.after(1, message),
      (turn: Turn<Message>): unknown => turn.record(message),
    ]) {
      const { message: text, context } = errorOf(() => worldOf(starting(say)).run());
      expect(text).toContain('as its kind');
      expect(context?.process).toBe('a/main');
    }
  });

  it.each([undefined, 'soon', { kind: 'nothing' }])('a script that waits for what is no wait: %o', (wait) => {
    const body = function* (): Generator<unknown, void, Message | undefined> {
      yield wait;
    } as unknown as Script;
    expect(errorOf(() => worldOf(script('main', body)).run()).message).toContain('a script waits with sleep');
  });

  it('a script that is no generator', () => {
    const body = (() => undefined) as unknown as Script;
    expect(errorOf(() => worldOf(script('main', body)).run()).message).toContain('a script is a generator');
  });

  it.each([new Map(), new Set(), new Date(0), Promise.resolve()])(
    'what stays changeable when it is frozen, in worlds that freeze: %o',
    (value) => {
      const sending = starting((turn) => turn.send('b/main', { kind: 'shared', value } as Message));
      const { name } = value.constructor;
      expect(errorOf(() => worldOf(sending, { freeze: true }).run()).message).toContain(`a message.value is a ${name}`);
    },
  );
});

describe('a script that was shown too much to be run anew', () => {
  it('is named where a fork, a snapshot or a state hash is refused, and runs on', () => {
    const body: Script = function* (env) {
      for (let count = 0; count <= 60_000; count += 1) env.disk.read('key');
      yield 5;
      env.record({ kind: 'went on' });
    };
    const world = worldOf(script('main', body));
    world.run(1);
    for (const look of [() => world.fork(), () => world.snapshot(), () => world.stateHash()]) {
      expect(errorOf(look).message).toContain('the script a/main was shown more than 60000');
    }
    expect(world.run()).toBe('idle');
    expect(world.facts()).toHaveLength(1);
  });
});

describe('a fact with a bigint', () => {
  it('has a text and a trace, as it has a digest', () => {
    const world = worldOf(starting((turn) => turn.record({ kind: 'counted', total: 5n } as Message)));
    world.run();
    expect(factsText(world.facts())).toBe('0.000000 a/main counted total="5"\n');
    expect(JSON.parse(chromeTrace(world.facts()))).toMatchObject({ displayTimeUnit: 'ms' });
  });
});

describe('an error behind a turn', () => {
  it('of who hears the facts is told with time, process and what was thrown, then and ever after', () => {
    const wrong = new Error('a fold that fails');
    const world = worldOf(
      starting((turn) => turn.record({ kind: 'seen' })),
      {
        onFact: () => {
          throw wrong;
        },
      },
    );
    const error = errorOf(() => world.run());
    expect(error.message).toBe('at 0 us, a/main could not be given what it asked for: a fold that fails');
    expect(error.context).toMatchObject({ time: 0, process: 'a/main' });
    expect(error.cause).toBe(wrong);
    expect(errorOf(() => world.run())).toBe(error);
  });

  it('leaves the way back in time open', () => {
    const body: Script = function* (env) {
      env.disk.write('step', 1);
      yield 10;
      env.disk.write('step', 2);
      yield 10;
      throw new Error('at the third step');
    };
    const world = worldOf(script('main', body), { keepEvery: 1 });
    const error = errorOf(() => world.run());
    expect(error.message).toContain('at the third step');
    expect(errorOf(() => world.fork())).toBe(error);
    expect(world.at(5).diskOf('a').get('step')).toBe(1);
    expect(world.at(10).diskOf('a').get('step')).toBe(2);
  });
});
