import type { Behaviour, Message, ProcessSpec, TimerId, Turn } from './process.ts';
import { columnsUpTo, RecordedTurns } from './recorded-turns.ts';
import type { Past, Timers } from './recorded-turns.ts';
import { RecordedEnvironment } from './script-environment.ts';
import type { ScriptEnvironment } from './script-environment.ts';
import type { Micros } from './time.ts';

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
export function* receive(): Generator<Wait, Message, Message | undefined> {
  for (;;) {
    const message = yield { kind: 'receive', within: undefined };
    if (message !== undefined) return message;
  }
}

/** Waits for the next message, but no longer than `within` microseconds: undefined then. */
export function* receiveWithin(within: Micros): Generator<Wait, Message | undefined, Message | undefined> {
  return yield { kind: 'receive', within };
}

/** A process that runs a generator. It ends in an orderly way when the generator returns. */
export function script(path: string, body: Script): ProcessSpec<Script, ScriptRun, Message> {
  return { path, behaviour: scriptBehaviour, input: body };
}

const WAKE: Message = Object.freeze({ kind: 'script.wake' });

/** The state of a script. Unlike other states it is neither plain nor immutable: a generator can only go forward. */
export class ScriptRun {
  readonly #body: Script;
  readonly #turns: RecordedTurns;
  readonly #generator: Generator<Wait, void, Message | undefined>;
  readonly #mailbox: Message[] = [];
  #wait: Wait | undefined;
  #timer: TimerId | undefined;
  // What a fork has still to be run through, when its first own turn comes: most forks never have one.
  #behind: Past | undefined;

  constructor(body: Script) {
    this.#body = body;
    this.#turns = new RecordedTurns();
    this.#generator = body(new RecordedEnvironment(this.#turns));
  }

  /** Takes the turn of a message, or the first turn. */
  take(message: Message | undefined, turn: Turn<Message>): void {
    if (this.#behind !== undefined) {
      this.#turns.replay(this.#behind, (earlier, timers) => this.#react(earlier, timers));
      this.#behind = undefined;
    }
    const heard = message === WAKE ? undefined : message;
    this.#turns.begin(turn, heard);
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
    return [place, columnsUpTo(columns, turns)];
  }

  #past(): Past {
    return this.#behind ?? this.#turns.past();
  }

  #react(message: Message | undefined, timers: Timers): void {
    if (message === undefined) {
      this.#timer = undefined;
      this.#advance(undefined, timers);
    } else if (typeof this.#wait === 'object') {
      if (this.#timer !== undefined) timers.cancel(this.#timer);
      this.#timer = undefined;
      this.#advance(message, timers);
    } else {
      this.#mailbox.push(message);
    }
  }

  // Goes on to the next wait that is not over yet.
  #advance(value: Message | undefined, timers: Timers): void {
    let given = value;
    for (;;) {
      const next = this.#generator.next(given);
      if (next.done === true) return timers.stop();
      this.#wait = next.value;
      given = typeof this.#wait === 'object' ? this.#mailbox.shift() : undefined;
      if (given === undefined) return this.#setTimer(this.#wait, timers);
    }
  }

  #setTimer(wait: Wait, timers: Timers): void {
    const within = typeof wait === 'object' ? wait.within : wait;
    if (within !== undefined) this.#timer = timers.after(within, WAKE);
  }
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
