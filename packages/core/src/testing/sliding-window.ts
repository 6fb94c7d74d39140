import { createWorld } from '../create-world.ts';
import type { Behaviour, FactBody, Message, Turn } from '../process.ts';
import { script, sleep } from '../script.ts';
import { MILLISECOND } from '../time.ts';
import type { World, WorldOptions } from '../world.ts';

/** That a segment was handed on, in its order. */
export interface Got extends FactBody {
  readonly kind: 'got' | 'gone';
  readonly segment: number;
}

interface Segment extends Message {
  readonly kind: 'data' | 'ack';
  readonly segment: number;
  readonly from: string;
}

interface Sending {
  readonly base: number;
  readonly next: number;
  readonly acked: readonly number[];
}

const SEGMENTS = 30;
const WINDOW = 4;
const TIMEOUT = 60 * MILLISECOND;

/** Sends segments through a window, and those that are not acknowledged again, by an event of the fast lane for each. */
const sender: Behaviour<null, Sending, Segment> = {
  kind: 'sender',
  handlers: ['retransmit'],
  start: (_input, turn) => fill({ base: 0, next: 0, acked: [] }, turn),
  receive(state, { segment }, turn) {
    if (segment < state.base || state.acked.includes(segment)) return state;
    turn.unschedule(0, segment);
    const acked = new Set([...state.acked, segment]);
    let { base } = state;
    for (; acked.delete(base); base += 1);
    return fill({ ...state, base, acked: [...acked] }, turn);
  },
  fire(state, _handler, segment, turn) {
    turn.reach('sent again');
    transmit(segment, turn);
    return state;
  },
};

function fill(state: Sending, turn: Turn<Segment>): Sending {
  let { next } = state;
  for (; next < SEGMENTS && next < state.base + WINDOW; next += 1) transmit(next, turn);
  return { ...state, next };
}

function transmit(segment: number, turn: Turn<Segment>): void {
  turn.send('receiver/main', { kind: 'data', segment, from: turn.self });
  turn.schedule(TIMEOUT, 0, segment);
}

/** Hands on what is next, and remembers on its disk what that was before it says so. */
const receiver: Behaviour<null, readonly number[], Segment> = {
  kind: 'receiver',
  start: () => [],
  receive(early, { segment, from }, turn) {
    const kept = new Set([...early, segment]);
    let next = Number(turn.disk.read('next') ?? 0);
    for (; kept.delete(next); next += 1) turn.record<Got>({ kind: 'got', segment: next });
    turn.disk.write('next', next);
    turn.disk.sync();
    const after = [...kept].filter((other) => other >= next);
    // What is kept in memory only is lost in a crash, so it is not acknowledged before it is next.
    for (const done of segment < next ? [segment, ...early.filter((other) => other < next)] : []) {
      turn.send(from, { kind: 'ack', segment: done, from: turn.self });
    }
    return after;
  },
};

/** A sender and a receiver that may crash, over links that do their worst; somebody cuts the way back and pauses the receiver. */
export function windowWorld(options: WorldOptions): World<Got> {
  const world = createWorld<Got>(options as WorldOptions<Got>);
  const delay = { simplest: 10 * MILLISECOND, min: MILLISECOND, max: 100 * MILLISECOND };
  const rule = {
    delay: { ...delay, distribution: { kind: 'uniform', odds: [1, 2] } },
    lose: [1, 8],
    duplicate: [1, 8],
    reorder: true,
  } as const;
  const back = { from: 'receiver', to: 'sender' };
  const crashPoints = {
    delay: { simplest: 0, min: 0, max: 50, distribution: { kind: 'uniform', odds: [1, 40] } },
    restartAfter: { simplest: 20 * MILLISECOND, min: 0, max: 100 * MILLISECOND },
  } as const;
  world.setLink({ ...back, both: true, rule });
  world.addHost({ name: 'sender', boot: [{ path: 'main', behaviour: sender, input: null }], clock: { drift: 100 } });
  const boot = [{ path: 'main', behaviour: receiver, input: null }];
  world.addHost({ name: 'receiver', boot, crashPoints, disk: 'unordered' });
  const trouble = script('trouble', function* (env) {
    for (let time = 0; time < 6; time += 1) {
      yield* sleep(env.decide.integer('trouble.wait', { simplest: 0, min: 0, max: 200 * MILLISECOND }));
      const what = env.decide.oneOf('trouble.what', ['none', 'cut', 'pause'], [1, 2]);
      if (what === 'cut') env.link({ ...back, rule: { down: true } });
      if (what === 'pause') env.pause('receiver');
      yield* sleep(30 * MILLISECOND);
      env.link({ ...back, rule });
      env.resume('receiver');
    }
  });
  world.addHost({ name: 'operator', boot: [trouble] });
  return world;
}
