import { createWorld } from '../create-world.ts';
import { EngineError } from '../engine-error.ts';
import type { AnyProcessSpec, Behaviour, Message, ProcessSpec, Turn } from '../process.ts';
import type { World, WorldOptions } from '../world.ts';

/** A process whose first turn does something. */
export function starting(start: (turn: Turn<Message>) => unknown): ProcessSpec<null, unknown, Message> {
  const behaviour: Behaviour<null, unknown, Message> = {
    kind: 'tested',
    start: (_input, turn) => start(turn),
    receive: (state) => state,
  };
  return { path: 'main', behaviour, input: null };
}

/** A world with one host, `a`. */
export function worldOf(process: AnyProcessSpec, options: WorldOptions = {}): World {
  const world = createWorld(options);
  world.addHost({ name: 'a', boot: [process] });
  return world;
}

/** What the engine says against a task. */
export function errorOf(task: () => unknown): EngineError {
  try {
    task();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
