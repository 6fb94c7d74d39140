import { describe, expect, it } from 'vitest';
import type { FactBody, Message } from './process.ts';
import { receive, receiveWithin, script, sleep } from './script.ts';
import type { Script } from './script.ts';
import { createWorld } from './create-world.ts';
import type { World } from './world.ts';

interface Note extends FactBody {
  readonly kind: 'note';
  readonly text: string;
}
const note = (text: string): Note => ({ kind: 'note', text });

function worldOf(scripts: Readonly<Record<string, Script>>): World<Note> {
  const world = createWorld<Note>({ freeze: true });
  for (const [name, body] of Object.entries(scripts)) world.addHost({ name, boot: [script('main', body)] });
  return world;
}

const told = (world: World<Note>): readonly string[] => world.facts().map(({ time, body }) => `${time} ${body.text}`);

describe('a script', () => {
  it('sleeps in virtual time and ends when it returns', () => {
    const world = worldOf({
      *a(env) {
        env.record(note('begins'));
        yield* sleep(10);
        env.record(note('goes on'));
        yield* sleep(0);
        env.record(note(`ends on ${env.host}`));
      },
    });
    world.run();
    expect(told(world)).toEqual(['0 begins', '10 goes on', '10 ends on a']);
    expect(world.processes()).toEqual([]);
  });

  it('receives messages in order, also those that came while it slept', () => {
    const world = worldOf({
      *a(env) {
        for (const kind of ['one', 'two', 'three']) env.send('b/main', { kind });
        yield* sleep(30);
        env.send('b/main', { kind: 'four' });
      },
      *b(env) {
        yield* sleep(20);
        for (let count = 0; count < 4; count += 1) {
          const message: Message = yield* receive();
          env.record(note(message.kind));
        }
      },
    });
    world.run();
    expect(told(world)).toEqual(['20 one', '20 two', '20 three', '30 four']);
  });

  it('waits for a message no longer than it wants to, and is not woken by the end of an earlier wait', () => {
    const world = worldOf({
      *a(env) {
        yield* sleep(5);
        env.send('b/main', { kind: 'in time' });
      },
      *b(env) {
        env.record(note((yield* receiveWithin(10))?.kind ?? 'nothing'));
        env.record(note((yield* receiveWithin(100))?.kind ?? 'nothing'));
      },
    });
    world.run();
    expect(told(world)).toEqual(['5 in time', '105 nothing']);
  });

  it('is dropped by a crash of its host without running its finally, and starts anew with the boot', () => {
    const world = worldOf({
      *a(env) {
        try {
          env.record(note(`begins ${env.incarnation}`));
          yield* sleep(10);
          env.record(note('gets through'));
        } finally {
          env.record(note('finally'));
        }
      },
      *operator(env) {
        yield* sleep(5);
        env.crash('a');
        yield* sleep(5);
        env.boot('a');
        yield* sleep(20);
      },
    });
    world.run();
    expect(told(world)).toEqual(['0 begins 0', '10 begins 1', '20 gets through', '20 finally']);
  });

  it('decides, writes to its disk and reaches marks as any process does', () => {
    const world = worldOf({
      *a(env) {
        env.reach('begun');
        env.disk.write('answer', env.decide.integer('answer', { simplest: 42, min: 0, max: 99 }));
        env.disk.sync();
        yield* sleep(1);
        env.record(note(String(env.disk.read('answer'))));
      },
    });
    world.run();
    expect(told(world)).toEqual(['1 42']);
    expect([...world.marks()]).toEqual([['begun', 1]]);
  });
});
