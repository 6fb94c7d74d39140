// One cost, in a process of its own that was started with --expose-gc: costs-main.js pending|setUp prints a number.
import { argv, memoryUsage, stdout } from 'node:process';
import { createNumberQueue, createWorld, type Behaviour, type Message } from '@simlet/core';
import { cpuSeconds } from './cpu-time.ts';
import { Delays } from './delays.ts';

const PENDING = 1_000_000;
const WORLDS = 1_000;
const SLICES = 41;

/** What is alive after a collection, on the heap and beside it, in bytes. */
function living(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that a queue of numbers has for each of a million pending events. @throws Error where the queue has lost one. */
function bytesPending(): number {
  const delays = new Delays('sparse');
  const before = living();
  const queue = createNumberQueue();
  for (let id = 0; id < PENDING; id += 1) queue.push(delays.next(), id);
  const bytes = living() - before;
  if (queue.size !== PENDING) throw new Error(`${queue.size} of ${PENDING} events are pending`);
  return bytes / PENDING;
}

const behaviour: Behaviour<number, number, Message> = {
  kind: 'one',
  start(_input, turn) {
    turn.after(5, { kind: 'due' });
    return 0;
  },
  receive: (count) => count + 1,
};

/** Microseconds of CPU time to make a world with one process and run it to its end: median of slices of a thousand. */
function microsSetUp(): number {
  const slices = Array.from({ length: SLICES }, () => {
    const begin = cpuSeconds();
    for (let round = 0; round < WORLDS; round += 1) {
      const world = createWorld();
      world.addHost({ name: 'a', boot: [{ path: 'p', behaviour, input: 0 }] });
      world.run();
    }
    return (cpuSeconds() - begin) / WORLDS;
  }).toSorted((one, other) => one - other);
  return (slices[(SLICES - 1) / 2] ?? 0) * 1e6;
}

const measures: Readonly<Record<string, () => number>> = { pending: bytesPending, setUp: microsSetUp };
const measure = measures[argv[2] ?? ''];
if (measure === undefined) throw new Error(`nothing to measure: ${argv[2]}`);
stdout.write(`${measure()}`);
