import { assert, unreachable } from './engine-error.ts';
import type { Address, Message, ProcessSpec, Turn } from './process.ts';
import type { Micros } from './time.ts';

/** What a script waits for at a `yield`. */
export type Wait =
  | { readonly kind: 'sleep'; readonly delay: Micros }
  | { readonly kind: 'receive'; readonly within: Micros | undefined };

/** A script: code that waits with `yield*`, for workloads, clients and operators. A crash of its host drops it as it stands. */
export type Script = (env: ScriptEnvironment) => Generator<Wait, void, Message | undefined>;

/** What a script may do between two waits: what a turn may do, but for timers, monitors and the disk's host. */
export type ScriptEnvironment = Omit<Turn<Message>, 'after' | 'cancel' | 'monitor'>;

/** Waits for an amount of virtual time. Messages that arrive meanwhile are kept for `receive`. */
export function* sleep(delay: Micros): Generator<Wait, void, Message | undefined> {
  yield { kind: 'sleep', delay };
}

/** Waits for the next message. */
export function* receive(): Generator<Wait, Message, Message | undefined> {
  const message = yield { kind: 'receive', within: undefined };
  assert(message !== undefined, 'a script was resumed without a message');
  return message;
}

/** Waits for the next message, but no longer than `within` microseconds: undefined then. */
export function* receiveWithin(within: Micros): Generator<Wait, Message | undefined, Message | undefined> {
  return yield { kind: 'receive', within };
}

/** A process that runs a generator. It ends in an orderly way when the generator returns. */
export function script(path: string, body: Script): ProcessSpec<Script, ScriptRun, Message> {
  return { path, behaviour: { kind: 'script', start: startScript, receive: resumeScript }, input: body };
}

const WAKE = 'script.wake';

interface Wake extends Message {
  readonly kind: typeof WAKE;
  readonly wait: number;
}

/** The state of a script. Unlike other states it is neither plain nor immutable: a generator can only go forward. */
export class ScriptRun {
  readonly #generator: Generator<Wait, void, Message | undefined>;
  readonly #environment: CurrentTurn;
  readonly #mailbox: Message[] = [];
  #wait: Wait = { kind: 'receive', within: undefined };
  #waits = 0;

  constructor(body: Script) {
    this.#environment = new CurrentTurn();
    this.#generator = body(this.#environment);
  }

  /** Goes on to the next wait that is not over yet. */
  advance(value: Message | undefined, turn: Turn<Message>): void {
    this.#environment.turn = turn;
    let given = value;
    for (;;) {
      const next = this.#generator.next(given);
      if (next.done === true) return turn.stop();
      this.#wait = next.value;
      this.#waits += 1;
      if (this.#wait.kind === 'receive') {
        given = this.#mailbox.shift();
        if (given !== undefined) continue;
      }
      return this.#await(turn);
    }
  }

  receive(message: Message, turn: Turn<Message>): void {
    if (isWake(message)) {
      if (message.wait === this.#waits) this.advance(undefined, turn);
    } else if (this.#wait.kind === 'receive') {
      this.advance(message, turn);
    } else {
      this.#mailbox.push(message);
    }
  }

  #await(turn: Turn<Message>): void {
    const wait = this.#wait;
    const wake: Wake = { kind: WAKE, wait: this.#waits };
    switch (wait.kind) {
      case 'sleep':
        turn.after(wait.delay, wake);
        return;
      case 'receive':
        if (wait.within !== undefined) turn.after(wait.within, wake);
        return;
      default:
        return unreachable(wait);
    }
  }
}

/** Hands what a script asks for to whichever turn it runs in. */
class CurrentTurn implements ScriptEnvironment {
  turn: Turn<Message> | undefined;

  get #turn(): Turn<Message> {
    assert(this.turn !== undefined, 'a script was used before it started');
    return this.turn;
  }
  get now(): Micros {
    return this.#turn.now;
  }
  get clock(): Micros {
    return this.#turn.clock;
  }
  get self(): Address {
    return this.#turn.self;
  }
  get host(): string {
    return this.#turn.host;
  }
  get incarnation(): number {
    return this.#turn.incarnation;
  }
  get decide(): ScriptEnvironment['decide'] {
    return this.#turn.decide;
  }
  get disk(): ScriptEnvironment['disk'] {
    return this.#turn.disk;
  }
  send: ScriptEnvironment['send'] = (to, message, options) => this.#turn.send(to, message, options);
  spawn: ScriptEnvironment['spawn'] = (spec) => this.#turn.spawn(spec);
  stop: ScriptEnvironment['stop'] = (address) => this.#turn.stop(address);
  crash: ScriptEnvironment['crash'] = (host) => this.#turn.crash(host);
  boot: ScriptEnvironment['boot'] = (host) => this.#turn.boot(host);
  link: ScriptEnvironment['link'] = (link) => this.#turn.link(link);
  record: ScriptEnvironment['record'] = (fact) => this.#turn.record(fact);
  reach: ScriptEnvironment['reach'] = (mark) => this.#turn.reach(mark);
}

function startScript(body: Script, turn: Turn<Message>): ScriptRun {
  const run = new ScriptRun(body);
  run.advance(undefined, turn);
  return run;
}

function resumeScript(run: ScriptRun, message: Message, turn: Turn<Message>): ScriptRun {
  run.receive(message, turn);
  return run;
}

function isWake(message: Message): message is Wake {
  return message.kind === WAKE;
}
