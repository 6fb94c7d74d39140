import { createWorld, type Behaviour, type Message, type World } from '@simlet/core';
import { TIMEOUT, type Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';
import { DENSE, runWhile, SPARSE } from './run-world.ts';

const FIRE = 0;
const REPLY = 0;
const TIMED_OUT = 1;
const WAITS = 100;

/** A world of one process, whose state is the number of its targets; the digest is always on. */
function worldOf(behaviour: Behaviour<number, number, Message>, targets: number): World {
  const world = createWorld({ facts: { ring: 1_024 }, trace: 1_024 });
  world.addHost({ name: 'bench', boot: [{ path: 'all', behaviour, input: targets }] });
  return world;
}

function hold(mean: number): (n: number, meter: Meter, delays: Delays) => void {
  return (n, meter, delays) => {
    let going = true;
    const world = worldOf(
      {
        kind: 'timers',
        start(targets, turn) {
          for (let id = 0; id < targets; id += 1) turn.schedule(delays.next(), FIRE, id);
          return targets;
        },
        receive: (targets) => targets,
        fire(targets, _handler, id, turn) {
          turn.schedule(delays.next(), FIRE, id);
          going = meter.tick(id);
          return targets;
        },
      },
      n,
    );
    runWhile(world, () => going, n, mean);
  };
}

function cancel(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  const world = worldOf(
    {
      kind: 'clients',
      start(targets, turn) {
        for (let id = 0; id < targets; id += 1) turn.schedule(delays.next(), REPLY, id);
        return targets;
      },
      receive: (targets) => targets,
      fire(targets, handler, id, turn) {
        if (handler === TIMED_OUT) return targets;
        // The timeout of the request before is cancelled: for each target there is one at most.
        turn.schedule(TIMEOUT, TIMED_OUT, id);
        turn.schedule(delays.next(), REPLY, id);
        going = meter.tick(id);
        return targets;
      },
    },
    n,
  );
  runWhile(world, () => going, n, SPARSE);
}

function processes(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  function* waits(id: number): Generator<number, void> {
    for (let wait = 0; wait < WAITS; wait += 1) {
      yield delays.next();
      going = meter.tick(id);
    }
  }
  while (going) {
    const bodies = Array.from({ length: n }, (_, id) => waits(id));
    const world = worldOf(
      {
        kind: 'bodies',
        start(targets, turn) {
          for (let id = 0; id < targets; id += 1) turn.schedule(Number(bodies[id]?.next().value), FIRE, id);
          return targets;
        },
        receive: (targets) => targets,
        fire(targets, _handler, id, turn) {
          const next = bodies[id]?.next();
          if (next?.done === false) turn.schedule(next.value, FIRE, id);
          return targets;
        },
      },
      n,
    );
    runWhile(world, () => going, n, SPARSE);
  }
}

/** One process of a world with as many targets as there are timers: the fast lane. Its generators have no forks. */
export const worldLane: Contestant = {
  name: 'simlet-lane',
  largest: 1_000_000,
  workloads: { hold: hold(SPARSE), 'hold-dense': hold(DENSE), cancel, process: processes },
};
