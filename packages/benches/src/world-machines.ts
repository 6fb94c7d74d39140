import { createWorld, type Behaviour, type Message, type ProcessSpec, type TimerId, type World } from '@simlet/core';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';
import { DENSE, runWhile, SPARSE } from './run-world.ts';

/** A world of one host; the digest is always on, and facts and the trace of events go into rings. */
function worldOf<State, Incoming extends Message>(
  count: number,
  spec: (id: number) => ProcessSpec<number, State, Incoming>,
): World {
  const world = createWorld({ facts: { ring: 1_024 }, trace: 1_024 });
  world.addHost({ name: 'bench', boot: Array.from({ length: count }, (_, id) => spec(id)) });
  return world;
}

interface Fire extends Message {
  readonly kind: 'fire';
}
const FIRE: Fire = { kind: 'fire' };
const FIRED = { kind: 'fired' };

function hold(recorded: boolean, mean: number): (n: number, meter: Meter, delays: Delays) => void {
  return (n, meter, delays) => {
    let going = true;
    const timer: Behaviour<number, number, Fire> = {
      kind: 'timer',
      start(id, turn) {
        turn.after(delays.next(), FIRE);
        return id;
      },
      receive(id, _message, turn) {
        turn.after(delays.next(), FIRE);
        if (recorded) turn.record(FIRED);
        going = meter.tick(id);
        return id;
      },
    };
    const world = worldOf(n, (id) => ({ path: String(id), behaviour: timer, input: id }));
    runWhile(world, () => going, n, mean);
  };
}

interface Answer extends Message {
  readonly kind: 'reply' | 'timeout';
}
const REPLY: Answer = { kind: 'reply' };
const TIMED_OUT: Answer = { kind: 'timeout' };

interface Client {
  readonly id: number;
  readonly timeout: TimerId | undefined;
}

function cancel(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  const client: Behaviour<number, Client, Answer> = {
    kind: 'client',
    start(id, turn) {
      turn.after(delays.next(), REPLY);
      return { id, timeout: undefined };
    },
    receive(state, message, turn) {
      if (message.kind === 'timeout') return { id: state.id, timeout: undefined };
      if (state.timeout !== undefined) turn.cancel(state.timeout);
      const timeout = turn.after(TIMEOUT, TIMED_OUT);
      turn.after(delays.next(), REPLY);
      going = meter.tick(state.id);
      return { id: state.id, timeout };
    },
  };
  const world = worldOf(n, (id) => ({ path: String(id), behaviour: client, input: id }));
  runWhile(world, () => going, n, SPARSE);
}

interface Ball extends Message {
  readonly kind: 'ball';
}
const BALL: Ball = { kind: 'ball' };

function pingpong(_n: number, meter: Meter): void {
  let going = true;
  const player: Behaviour<number, number, Ball> = {
    kind: 'player',
    start(id, turn) {
      if (id === 0) turn.send('bench/1', BALL);
      return id;
    },
    receive(id, _ball, turn) {
      going = meter.tick(id);
      // No time goes by here, so that only the players themselves can come to an end.
      if (going) turn.send(id === 0 ? 'bench/1' : 'bench/0', BALL);
      return id;
    },
  };
  const world = worldOf(2, (id) => ({ path: String(id), behaviour: player, input: id }));
  world.run();
}

/** Pure state machines in a world, one turn an event, and nothing recorded but the digest. */
export const worldMachines: Contestant = {
  name: 'simlet-world',
  workloads: { hold: hold(false, SPARSE), 'hold-dense': hold(false, DENSE), cancel, pingpong },
};

/** The same with a fact recorded in every turn, into a ring. */
export const recordedMachines: Contestant = { name: 'simlet-world-facts', workloads: { hold: hold(true, SPARSE) } };
