import { assert } from './engine-error.ts';
import type { Behaviour, Message, ProcessSpec, TimerId, Turn } from './process.ts';
import { columnsUpTo, RecordedTurns } from './recorded-turns.ts';
import type { Past, Timers } from './recorded-turns.ts';
import { RecordedEnvironment } from './script-environment.ts';
import type { ScriptEnvironment } from './script-environment.ts';
import type { Micros } from './time.ts';
import { WAKE } from './wake.ts';

/** What a script waits for at a `yield`: an amount of virtual time, or a message. */
export type Wait = Micros | { readonly kind: 'receive'; readonly within: Micros | undefined };

/**
 * A script: code that waits with `yield*`, for workloads, clients and operators. A crash of its host drops it as it
 * stands. It may look at nothing but its environment; a fork of the world runs it anew up to where it stood.
 */
export type Script = (env: ScriptEnvironment) => Generator<Wait, void, Message | undefined>;

/** Waits for an amount of virtual time, as `yield delay` does too, in less of ours. Messages that arrive meanwhile are kept for `receive`. */
export function* sleep(delay: Micros): Generator<Wait, void, Message | undefined> {
  yield delay;
}

/** Waits for the next message. */
export function receive(): Iterable<Wait, Message, Message | undefined> {
  return RECEIVING;
}

// What `receive` waits with has nothing to remember, so that all have the same one: a generator for each message would cost more
// than the message.
const ANY_MESSAGE: IteratorYieldResult<Wait> = Object.freeze({
  value: Object.freeze({ kind: 'receive', within: undefined }),
  done: false,
});
const RECEIVING: IterableIterator<Wait, Message, Message | undefined> = Object.freeze({
  [Symbol.iterator]: () => RECEIVING,
  next: (message?: Message) => (message === undefined ? ANY_MESSAGE : { value: message, done: true as const }),
});

/** Waits for the next message, but no longer than `within` microseconds: undefined then. */
export function* receiveWithin(within: Micros): Generator<Wait, Message | undefined, Message | undefined> {
  return yield { kind: 'receive', within };
}

/** A process that runs a generator. It ends in an orderly way when the generator returns. */
export function script(path: string, body: Script): ProcessSpec<Script, ScriptRun, Message> {
  return { path, behaviour: scriptBehaviour, input: body };
}

/** The state of a script. Unlike other states it is neither plain nor immutable: a generator can only go forward. */
export class ScriptRun extends RecordedTurns {
  readonly #body: Script;
  readonly #generator: Generator<Wait, void, Message | undefined>;
  // Messages that it has not received yet, if there ever were any.
  #mailbox: Message[] | undefined;
  #wait: Wait = 0;
  // Ids of timers count from 1: 0 for none.
  #timer: TimerId = 0;
  // What a fork has still to be run through, when its first own turn comes: most forks never have one.
  #behind: Past | undefined;

  constructor(body: Script) {
    super();
    this.#body = body;
    this.#generator = body(new RecordedEnvironment(this));
    assert(typeof this.#generator?.next === 'function', 'a script is a generator: function* (env) { … }');
  }

  /** Takes the turn of a message, or the first turn. */
  take(message: Message | undefined, turn: Turn<Message>): void {
    if (this.#behind !== undefined) {
      this.replay(this.#behind, (earlier, timers) => this.#react(earlier, timers));
      this.#behind = undefined;
    }
    const heard = message === WAKE ? undefined : message;
    this.begin(turn, heard);
    this.#react(heard, turn);
  }

  /** A run that stands where this one stands. @throws EngineError where too much has happened to run it anew. */
  fork(): ScriptRun {
    const copy = new ScriptRun(this.#body);
    copy.#behind = this.#past();
    return copy;
  }

  /** All that the script has seen: two runs of one script that have seen the same stand at the same place. */
  seen(): unknown {
    const { columns, turns, place } = this.#past();
    return [place, turns, columnsUpTo(columns, turns)];
  }

  #past(): Past {
    return this.#behind ?? this.past();
  }

  #react(message: Message | undefined, timers: Timers): void {
    if (message === undefined) {
      this.#timer = 0;
      this.#advance(undefined, timers);
    } else if (typeof this.#wait === 'object') {
      if (this.#timer !== 0) timers.cancel(this.#timer);
      this.#timer = 0;
      this.#advance(message, timers);
    } else {
      this.#mailbox ??= [];
      this.#mailbox.push(message);
    }
  }

  // Goes on to the next wait that is not over yet.
  #advance(value: Message | undefined, timers: Timers): void {
    let given = value;
    for (;;) {
      const next = this.#generator.next(given);
      if (next.done === true) return timers.stop();
      const wait = next.value;
      this.#wait = wait;
      if (typeof wait === 'number') return this.#setTimer(wait, timers);
      checkWait(wait);
      given = this.#mailbox?.shift();
      if (given !== undefined) continue;
      if (wait.within !== undefined) this.#setTimer(wait.within, timers);
      return;
    }
  }

  #setTimer(length: Micros, timers: Timers): void {
    this.#timer = timers.after(length, WAKE);
    this.wait(length);
  }
}

function checkWait(wait: unknown): void {
  const isReceive = typeof wait === 'object' && wait !== null && 'kind' in wait && wait.kind === 'receive';
  assert(isReceive, `a script waits with sleep, receive and receiveWithin or a delay, not for ${String(wait)}`);
}

const scriptBehaviour: Behaviour<Script, ScriptRun, Message> = {
  kind: 'script',
  start(body, turn) {
    const run = new ScriptRun(body);
    run.take(undefined, turn);
    return run;
  },
  receive(run, message, turn) {
    run.take(message, turn);
    return run;
  },
  fork: (run) => run.fork(),
  plain: (run) => run.seen(),
};
