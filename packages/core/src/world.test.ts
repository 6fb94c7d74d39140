import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';
import type { Behaviour, FactBody, Message } from './process.ts';
import { scripted } from './scripted.ts';

interface Ping extends Message {
  readonly kind: 'ping' | 'pong' | 'down';
}
interface Heard extends FactBody {
  readonly kind: 'heard';
  readonly what: string;
}

const ponger: Behaviour<{ peer: string }, { pings: number }, Ping> = {
  kind: 'ponger',
  start: () => ({ pings: 0 }),
  receive(state, message, turn) {
    if (message.kind !== 'ping') return state;
    turn.send(`pinger/main`, { kind: 'pong' }, { delay: 10 });
    return { pings: state.pings + 1 };
  },
};

const pinger: Behaviour<number, { pongs: number }, Ping> = {
  kind: 'pinger',
  start(_times, turn) {
    turn.monitor('ponger', { kind: 'down' });
    turn.send('ponger/main', { kind: 'ping' }, { delay: 10 });
    return { pongs: 0 };
  },
  receive(state, message, turn) {
    const heard: Heard = { kind: 'heard', what: message.kind };
    turn.record(heard);
    if (message.kind === 'down') return state;
    if (state.pongs < 2) turn.send('ponger/main', { kind: 'ping' }, { delay: 10 });
    return { pongs: state.pongs + 1 };
  },
};

describe('a world', () => {
  it('passes messages between hosts at their times', () => {
    const world = createWorld<Heard>({ freeze: true });
    world.addHost({ name: 'ponger', boot: [{ path: 'main', behaviour: ponger, input: { peer: 'x' } }] });
    world.addHost({ name: 'pinger', boot: [{ path: 'main', behaviour: pinger, input: 3 }] });
    expect(world.run()).toBe('idle');
    expect(world.facts().map((fact) => [fact.time, fact.body.what])).toEqual([
      [20, 'pong'],
      [40, 'pong'],
      [60, 'pong'],
    ]);
    expect(world.stateOf('pinger/main')).toEqual({ pongs: 3 });
  });

  it('crashes a host at the crash point that a script names, and boots it again', () => {
    const world = createWorld<Heard>({
      freeze: true,
      chooser: scripted([{ name: 'crash/ponger/main:ping', occurrence: 1, outcome: 1 }]),
    });
    const crashPoints = {
      delay: { simplest: 0, min: 0, max: 5 },
      restartAfter: { simplest: 1_000, min: 1, max: 10_000 },
    };
    world.addHost({ name: 'ponger', boot: [{ path: 'main', behaviour: ponger, input: { peer: 'x' } }], crashPoints });
    world.addHost({ name: 'pinger', boot: [{ path: 'main', behaviour: pinger, input: 3 }] });
    world.run();
    expect(world.facts().map((fact) => [fact.time, fact.body.what])).toEqual([
      [20, 'pong'],
      [30, 'down'],
      [40, 'pong'],
    ]);
    expect(world.dropped).toBe(1);
    expect(world.deviations()).toEqual([{ name: 'crash/ponger/main:ping', occurrence: 1, outcome: 1 }]);
  });
});
