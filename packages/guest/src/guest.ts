import type { Behaviour, Message, ProcessSpec, Turn } from '@simlet/core';
import { guestEnvironment } from './guest-environment.ts';
import type { GuestEnvironment } from './guest-environment.ts';
import { GuestRun } from './guest-run.ts';
import type { Failure } from './guest-run.ts';
import type { Heard } from './past.ts';

/** Ordinary asynchronous code: what it calls of Node's timers, clocks, random numbers and `fetch` is its world's. */
export type Guest = (env: GuestEnvironment) => Promise<void>;

export interface GuestOptions {
  /**
   * What an error does that the guest does not handle, thrown or rejected: `throw` ends the run with it, for code that
   * should not fail; `crash` brings the host down, as such an error ends a process of Node, and records
   * `guest.failed`. Default `throw`.
   */
  readonly uncaught?: 'throw' | 'crash';
}

/** What a guest is started with. */
export interface GuestInput {
  readonly body: Guest;
  readonly uncaught: 'throw' | 'crash';
}

/**
 * Ordinary async code as a process, in a host's `boot` or for `spawn`. It ends in an orderly way when its function has
 * returned, its timers are done and it serves nothing. Its world is run with `await run(world)`, or in `simulate`.
 */
export function guest(
  path: string,
  body: Guest,
  options: GuestOptions = {},
): ProcessSpec<GuestInput, GuestRun, Message> {
  return { path, behaviour: guestBehaviour, input: { body, uncaught: options.uncaught ?? 'throw' } };
}

const guestBehaviour: Behaviour<GuestInput, GuestRun, Message> = {
  kind: 'guest',
  start(input, turn) {
    const { self, host, incarnation } = turn;
    const run = new GuestRun(
      { body: (own) => input.body(guestEnvironment(own)), uncaught: input.uncaught },
      { self, host, incarnation },
    );
    take(run, undefined, turn);
    return run;
  },
  receive(run, message, turn) {
    take(run, message, turn);
    return run;
  },
  fire(run, _handler, slot, turn) {
    take(run, slot, turn);
    return run;
  },
  handlers: ['guest.timer'],
  // What it says is a frozen copy already.
  trusted: true,
  fork: (run) => run.fork(),
  plain: (run) => run.seen(),
};

function take(run: GuestRun, heard: Heard, turn: Turn<Message>): void {
  const failure = run.take(heard, turn);
  if (failure !== undefined) fail(run, failure, turn);
}

function fail(run: GuestRun, failure: Failure, turn: Turn<Message>): void {
  if (run.uncaught === 'throw') throw failure.error;
  turn.record({ kind: 'guest.failed', error: String(failure.error) });
  turn.crash(turn.host);
}
