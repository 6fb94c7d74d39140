import {
  createWorld,
  receive,
  script,
  type Message,
  type Script,
  type ScriptEnvironment,
  type World,
} from '@simlet/core';
import type { Contestant } from './contestant.ts';
import type { Delays } from './delays.ts';
import type { Meter } from './meter.ts';
import { runWhile, SPARSE } from './run-world.ts';

const WAITS = 100;

function worldOf(scripts: readonly Script[]): World {
  const world = createWorld({ facts: { ring: 1_024 }, trace: 1_024 });
  world.addHost({ name: 'bench', boot: scripts.map((body, id) => script(String(id), body)) });
  return world;
}

function processes(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  // One generator function for all: each of them would be a type of its own.
  function* waits(id: number): ReturnType<Script> {
    for (let wait = 0; wait < WAITS; wait += 1) {
      yield delays.next();
      going = meter.tick(id);
    }
  }
  while (going) {
    const world = worldOf(Array.from({ length: n }, (_, id) => () => waits(id)));
    runWhile(world, () => going, n, SPARSE);
  }
}

// Whoever ends starts the one that follows it, under the other of two names.
function spawn(n: number, meter: Meter, delays: Delays): void {
  let going = true;
  function* wait(env: ScriptEnvironment, id: number, path: string, other: string): ReturnType<Script> {
    yield delays.next();
    going = meter.tick(id);
    env.spawn(script(other, (itsOwn) => wait(itsOwn, id, other, path)));
  }
  const world = worldOf(Array.from({ length: n }, (_, id) => (env) => wait(env, id, String(id), `${id}-other`)));
  runWhile(world, () => going, n, SPARSE);
}

interface Arrival extends Message {
  readonly kind: 'arrival';
  readonly service: number;
}

function isArrival(message: Message): message is Arrival {
  return message.kind === 'arrival';
}

function mm1(_n: number, meter: Meter, delays: Delays): void {
  let going = true;
  const source: Script = function* arrivals(env) {
    for (;;) {
      yield delays.next();
      const arrival: Arrival = { kind: 'arrival', service: Math.trunc(delays.next() * 0.8) };
      env.send('bench/1', arrival);
    }
  };
  const server: Script = function* services() {
    for (;;) {
      const message = yield* receive();
      if (isArrival(message)) yield message.service;
      going = meter.tick(0);
    }
  };
  const world = worldOf([source, server]);
  runWhile(world, () => going, 2, SPARSE);
}

/** Generators in a world. */
export const worldScripts: Contestant = { name: 'simlet-scripts', workloads: { process: processes, spawn, mm1 } };
