import { assert } from './engine-error.ts';
import type { Address, Message, TimerId, Turn } from './process.ts';
import type { Micros } from './time.ts';

/** What the machinery of scripts itself asks of a turn. */
export type Timers = Pick<Turn<Message>, 'after' | 'cancel' | 'stop'>;

/**
 * What a script was shown that could not be told beforehand, as columns that are only ever added to, so that a fork shares
 * them up to its own counts. Most turns are the end of a wait at the time when that was to end: of these nothing is kept.
 */
interface Columns {
  /** The time, in turns that were not the end of a wait when it was due. Absent, as all of these, while it is empty. */
  times?: Column<Micros>;
  /** What the host's clock showed, in turns where that was not the time. */
  clocks?: Column<Micros>;
  /** Messages, in turns that had one. */
  messages?: Column<Message>;
  /** What the world answered, in order: outcomes, what was read from disk, addresses. */
  answers?: Column<unknown>;
}

/** Values with the numbers of their turns. */
interface Column<Value> {
  readonly turns: number[];
  readonly values: Value[];
}

/** What a script has seen up to now. */
export interface Past {
  readonly columns: Columns;
  readonly turns: number;
  readonly place: Place;
}

/** Where a process is. The same in all of its turns. */
interface Place {
  readonly self: Address;
  readonly host: string;
  readonly incarnation: number;
}

/** Of a script that was shown more than this nothing is kept. */
const MANY_VALUES = 60_000;

const WENT_ANOTHER_WAY = 'a script went another way when it was run anew: it looks at more than its environment';
const NOWHERE: Place = { self: '', host: '', incarnation: 0 };

/** The turns of a script, written down so that the script can be run anew without a world. All is private: nothing can freeze it. */
export class RecordedTurns {
  // The time and the clock of a turn that is taken again. Otherwise those of the turn itself are asked for: each number kept here
  // would be one more place in memory for each script to wait for.
  #then: { readonly now: Micros; readonly clock: Micros } | undefined;
  // When the wait ends that the script is in.
  #due: Micros = 0;
  // Number of the turn.
  #number = -1;
  #turn: Turn<Message> | undefined;
  #place = NOWHERE;
  #columns: Columns | undefined;
  // How many values there are in the columns; more than many: they were dropped.
  #values = 0;
  // The number of the answer to give next, while the past is replayed; otherwise below 0.
  #nextAnswer = -1;

  get now(): Micros {
    return (this.#then ?? this.#turn)?.now ?? 0;
  }

  get clock(): Micros {
    return (this.#then ?? this.#turn)?.clock ?? 0;
  }

  get place(): Place {
    return this.#place;
  }

  /** Begins the turn of a message, or of none at the start and at the end of a wait. */
  begin(turn: Turn<Message>, message: Message | undefined): void {
    if (this.#turn === undefined) {
      this.#turn = turn;
      this.#place = { self: turn.self, host: turn.host, incarnation: turn.incarnation };
    }
    const { now, clock } = turn;
    this.#number += 1;
    if (now !== this.#due || clock !== now || message !== undefined) this.#keep(now, clock, message);
  }

  /** Begins a wait of this length. */
  wait(length: Micros): void {
    this.#due = this.now + length;
  }

  /** All that was seen so far. @throws EngineError where it was too much to be kept. */
  past(): Past {
    assert(
      this.#values <= MANY_VALUES,
      `the script ${this.#place.self} was shown more than ${MANY_VALUES} times, messages and answers: it has no fork and no state hash`,
    );
    return { columns: this.#columns ?? {}, turns: this.#number + 1, place: this.#place };
  }

  /** Has `react` take the turns of a past again, with the answers of then and without any effect. */
  replay(past: Past, react: (message: Message | undefined, timers: Timers) => void): void {
    const { times, clocks, messages, answers } = columnsUpTo(past.columns, past.turns);
    this.#columns = columnsUpTo(past.columns, past.turns);
    this.#values = [times, clocks, messages, answers].reduce((sum, column) => sum + (column?.turns.length ?? 0), 0);
    this.#place = past.place;
    this.#nextAnswer = 0;
    const timers = silentTimers();
    const time = valuesOf(times);
    const clock = valuesOf(clocks);
    const message = valuesOf(messages);
    for (let turn = 0; turn < past.turns; turn += 1) {
      this.#number = turn;
      const now = time(turn) ?? this.#due;
      this.#then = { now, clock: clock(turn) ?? now };
      react(message(turn), timers);
      assert(answers?.turns[this.#nextAnswer] !== turn, WENT_ANOTHER_WAY);
    }
    this.#then = undefined;
    this.#nextAnswer = -1;
  }

  /** Asks the world, or, while replaying, the record. */
  answer<Answer>(ask: (turn: Turn<Message>) => Answer): Answer {
    const answers = this.#columns?.answers;
    if (this.#nextAnswer >= 0) {
      assert(answers?.turns[this.#nextAnswer] === this.#number, WENT_ANOTHER_WAY);
      return answers.values[this.#nextAnswer++] as Answer;
    }
    assert(this.#turn !== undefined, 'a script was used before it started');
    const answer = ask(this.#turn);
    const columns = this.#room();
    if (columns !== undefined) add((columns.answers ??= emptyColumn()), this.#number, answer);
    return answer;
  }

  /** Tells the world; while replaying there is none yet. */
  tell(say: (turn: Turn<Message>) => void): void {
    if (this.#turn !== undefined) say(this.#turn);
  }

  #keep(now: Micros, clock: Micros, message: Message | undefined): void {
    if (now !== this.#due) {
      const columns = this.#room();
      if (columns !== undefined) add((columns.times ??= emptyColumn()), this.#number, now);
    }
    if (clock !== now) {
      const columns = this.#room();
      if (columns !== undefined) add((columns.clocks ??= emptyColumn()), this.#number, clock);
    }
    if (message !== undefined) {
      const columns = this.#room();
      if (columns !== undefined) add((columns.messages ??= emptyColumn()), this.#number, message);
    }
  }

  // Columns with room for one more value.
  #room(): Columns | undefined {
    this.#values += 1;
    this.#columns = this.#values > MANY_VALUES ? undefined : (this.#columns ?? {});
    return this.#columns;
  }
}

// Timers are counted from one in each process, and a script sets none but its own.
function silentTimers(): Timers {
  let last: TimerId = 0;
  return { after: () => ++last, cancel: () => {}, stop: () => {} };
}

function add<Value>(column: Column<Value>, turn: number, value: Value): void {
  column.turns.push(turn);
  column.values.push(value);
}

function emptyColumn<Value>(): Column<Value> {
  return { turns: [], values: [] };
}

// The value of each turn that has one, asked for in their order.
function valuesOf<Value>(column: Column<Value> | undefined): (turn: number) => Value | undefined {
  let next = 0;
  return (turn) => (column?.turns[next] === turn ? column.values[next++] : undefined);
}

/** Columns of one's own with what others have of their first turns. */
export function columnsUpTo({ times, clocks, messages, answers }: Columns, turns: number): Columns {
  const columns: Columns = {};
  // What is empty is absent, also where the others have it by now: state hashes tell the one from the other.
  const timesThen = columnUpTo(times, turns);
  const clocksThen = columnUpTo(clocks, turns);
  const messagesThen = columnUpTo(messages, turns);
  const answersThen = columnUpTo(answers, turns);
  if (timesThen !== undefined) columns.times = timesThen;
  if (clocksThen !== undefined) columns.clocks = clocksThen;
  if (messagesThen !== undefined) columns.messages = messagesThen;
  if (answersThen !== undefined) columns.answers = answersThen;
  return columns;
}

function columnUpTo<Value>(column: Column<Value> | undefined, turns: number): Column<Value> | undefined {
  if (column === undefined || (column.turns[0] ?? turns) >= turns) return undefined;
  const end = column.turns.findIndex((turn) => turn >= turns);
  const count = end < 0 ? column.turns.length : end;
  return { turns: column.turns.slice(0, count), values: column.values.slice(0, count) };
}
