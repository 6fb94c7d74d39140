import { assert } from './engine-error.ts';
import type { Address, Message, TimerId, Turn } from './process.ts';
import type { Micros } from './time.ts';

/** What the machinery of scripts itself asks of a turn. */
export type Timers = Pick<Turn<Message>, 'after' | 'cancel' | 'stop'>;

/**
 * What a script was shown, as columns that are only ever added to, so that a fork shares them up to its own counts. Most
 * turns are the end of a sleep: all there is to know of them is their time.
 */
interface Columns {
  readonly times: Micros[];
  /** What the host's clock showed, in turns where that was not the time. Absent, as all of these, while it is empty. */
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

/** The turns of a script that has had more than this are no longer kept. */
const MANY_TURNS = 20_000;

const WENT_ANOTHER_WAY = 'a script went another way when it was run anew: it looks at more than its environment';

/** The turns of a script, written down so that the script can be run anew without a world. */
export class RecordedTurns {
  now: Micros = 0;
  clock: Micros = 0;
  place: Place = { self: '', host: '', incarnation: 0 };
  #turn: Turn<Message> | undefined;
  #columns: Columns | undefined = { times: [] };
  // Number of the turn, and, while the past is replayed, of the answer to give next.
  #number = -1;
  #nextAnswer = 0;
  #replaying = false;

  /** Begins the turn of a message, or of none at the start and at the end of a wait. */
  begin(turn: Turn<Message>, message: Message | undefined): void {
    if (this.#turn === undefined) {
      this.#turn = turn;
      this.place = { self: turn.self, host: turn.host, incarnation: turn.incarnation };
    }
    this.now = turn.now;
    this.clock = turn.clock;
    this.#number += 1;
    const columns = this.#columns;
    if (columns === undefined) return;
    columns.times.push(this.now);
    if (this.clock !== this.now) add((columns.clocks ??= emptyColumn()), this.#number, this.clock);
    if (message !== undefined) add((columns.messages ??= emptyColumn()), this.#number, message);
    if (this.#number > MANY_TURNS) this.#columns = undefined;
  }

  /** All that was seen so far. @throws EngineError where it was too much to be kept. */
  past(): Past {
    const columns = this.#columns;
    assert(columns !== undefined, `a script with more than ${MANY_TURNS} turns has no fork and no state hash`);
    return { columns, turns: columns.times.length, place: this.place };
  }

  /** Has `react` take the turns of a past again, with the answers of then and without any effect. */
  replay(past: Past, react: (message: Message | undefined, timers: Timers) => void): void {
    const columns = columnsUpTo(past.columns, past.turns);
    this.#columns = columns;
    this.place = past.place;
    this.#replaying = true;
    const timers = silentTimers();
    let nextClock = 0;
    let nextMessage = 0;
    for (const [turn, now] of columns.times.entries()) {
      const hasClock = columns.clocks?.turns[nextClock] === turn;
      const hasMessage = columns.messages?.turns[nextMessage] === turn;
      this.#number = turn;
      this.now = now;
      this.clock = (hasClock ? columns.clocks?.values[nextClock] : undefined) ?? now;
      react(hasMessage ? columns.messages?.values[nextMessage] : undefined, timers);
      assert(columns.answers?.turns[this.#nextAnswer] !== turn, WENT_ANOTHER_WAY);
      nextClock += hasClock ? 1 : 0;
      nextMessage += hasMessage ? 1 : 0;
    }
    this.#replaying = false;
  }

  /** Asks the world, or, while replaying, the record. */
  answer<Answer>(ask: (turn: Turn<Message>) => Answer): Answer {
    const columns = this.#columns;
    if (this.#replaying) {
      assert(columns?.answers?.turns[this.#nextAnswer] === this.#number, WENT_ANOTHER_WAY);
      return columns.answers.values[this.#nextAnswer++] as Answer;
    }
    assert(this.#turn !== undefined, 'a script was used before it started');
    const answer = ask(this.#turn);
    if (columns !== undefined) add((columns.answers ??= emptyColumn()), this.#number, answer);
    return answer;
  }

  /** Tells the world; while replaying there is none yet. */
  tell(say: (turn: Turn<Message>) => void): void {
    if (this.#turn !== undefined) say(this.#turn);
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

/** Columns of one's own with what others have of their first turns. */
export function columnsUpTo({ times, clocks, messages, answers }: Columns, turns: number): Columns {
  const columns: Columns = { times: times.slice(0, turns) };
  // What is empty is absent, also where the others have it by now: state hashes tell the one from the other.
  const clocksThen = columnUpTo(clocks, turns);
  const messagesThen = columnUpTo(messages, turns);
  const answersThen = columnUpTo(answers, turns);
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
