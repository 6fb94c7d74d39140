import { assert } from './engine-error.ts';
import type { Decide } from './decision.ts';
import type { Address, Disk, Message, Turn } from './process.ts';
import type { Micros } from './time.ts';

/** What a script may do between two waits: what a turn may do, but for timers and monitors. */
export type ScriptEnvironment = Omit<Turn<Message>, 'after' | 'cancel' | 'monitor'>;

/** What the machinery of scripts itself asks of a turn. */
export type Timers = Pick<Turn<Message>, 'after' | 'stop'>;

/** What a turn showed to a script. */
export interface Seen {
  readonly message: Message | undefined;
  readonly now: Micros;
  readonly clock: Micros;
  readonly self: Address;
  readonly host: string;
  readonly incarnation: number;
  /** What the world answered, in order: outcomes, what was read from disk, addresses. */
  readonly answers: unknown[];
}

/** The turns of a script that has had more than this are no longer kept. */
const MANY_TURNS = 100_000;

const WENT_ANOTHER_WAY = 'a script went another way when it was run anew: it looks at more than its environment';

/** The turns of a script, written down so that the script can be run anew without a world. */
export class RecordedTurns {
  readonly environment: ScriptEnvironment;
  #turn: Turn<Message> | undefined;
  #seen: Seen | undefined;
  #history: Seen[] | undefined = [];
  // While the history is replayed: how many answers of the turn were given.
  #replayed: number | undefined;

  constructor() {
    this.environment = this.#createEnvironment();
  }

  begin(turn: Turn<Message>, message: Message | undefined): void {
    const { now, clock, self, host, incarnation } = turn;
    this.#turn = turn;
    this.#seen = { message, now, clock, self, host, incarnation, answers: [] };
    this.#history?.push(this.#seen);
    if (this.#history !== undefined && this.#history.length > MANY_TURNS) this.#history = undefined;
  }

  /** All turns so far. @throws EngineError where they were too many to be kept. */
  seen(): readonly Seen[] {
    const history = this.#history;
    assert(history !== undefined, `a script with more than ${MANY_TURNS} turns has no fork and no state hash`);
    return history;
  }

  /** Has `react` take turns of another record again, with the answers of then and without any effect. */
  replay(turns: readonly Seen[], react: (message: Message | undefined, timers: Timers) => void): void {
    for (const seen of turns) {
      this.#seen = seen;
      this.#replayed = 0;
      react(seen.message, silentTimers);
      assert(this.#replayed === seen.answers.length, WENT_ANOTHER_WAY);
    }
    this.#replayed = undefined;
    this.#history = [...turns];
  }

  // Asks the world, or, while replaying, the record.
  #answer<Answer>(ask: (turn: Turn<Message>) => Answer): Answer {
    const seen = this.#current();
    if (this.#replayed !== undefined) {
      assert(this.#replayed < seen.answers.length, WENT_ANOTHER_WAY);
      const answer = seen.answers[this.#replayed] as Answer;
      this.#replayed += 1;
      return answer;
    }
    assert(this.#turn !== undefined, 'a script was used before it started');
    const answer = ask(this.#turn);
    seen.answers.push(answer);
    return answer;
  }

  #tell(say: (turn: Turn<Message>) => void): void {
    if (this.#replayed === undefined && this.#turn !== undefined) say(this.#turn);
  }

  #current(): Seen {
    assert(this.#seen !== undefined, 'a script was used before it started');
    return this.#seen;
  }

  #createEnvironment(): ScriptEnvironment {
    const current = (): Seen => this.#current();
    const decide: Decide = {
      integer: (name, domain) => this.#answer((turn) => turn.decide.integer(name, domain)),
      boolean: (name, odds) => this.#answer((turn) => turn.decide.boolean(name, odds)),
      oneOf: (name, options, odds) => this.#answer((turn) => turn.decide.oneOf(name, options, odds)),
    };
    const disk: Disk = {
      read: (key) => this.#answer((turn) => turn.disk.read(key)),
      keys: () => this.#answer((turn) => turn.disk.keys()),
      write: (key, value) => this.#tell((turn) => turn.disk.write(key, value)),
      remove: (key) => this.#tell((turn) => turn.disk.remove(key)),
      sync: () => this.#tell((turn) => turn.disk.sync()),
    };
    return {
      decide,
      disk,
      get now() {
        return current().now;
      },
      get clock() {
        return current().clock;
      },
      get self() {
        return current().self;
      },
      get host() {
        return current().host;
      },
      get incarnation() {
        return current().incarnation;
      },
      spawn: (spec) => this.#answer((turn) => turn.spawn(spec)),
      send: (to, message, options) => this.#tell((turn) => turn.send(to, message, options)),
      stop: (address) => this.#tell((turn) => turn.stop(address)),
      crash: (host) => this.#tell((turn) => turn.crash(host)),
      boot: (host) => this.#tell((turn) => turn.boot(host)),
      pause: (host) => this.#tell((turn) => turn.pause(host)),
      resume: (host) => this.#tell((turn) => turn.resume(host)),
      link: (link) => this.#tell((turn) => turn.link(link)),
      record: (fact) => this.#tell((turn) => turn.record(fact)),
      reach: (mark) => this.#tell((turn) => turn.reach(mark)),
    };
  }
}

const silentTimers: Timers = { after: () => 0, stop: () => {} };
