import { assert } from './engine-error.ts';
import type { Address, Message, TimerId, Turn } from './process.ts';
import type { Micros } from './time.ts';

/** What the machinery of scripts itself asks of a turn. */
export type Timers = Pick<Turn<Message>, 'after' | 'cancel' | 'stop'>;

/** What a script was shown, turn by turn. Columns are only ever added to, so that a fork shares them up to its own count. */
interface Columns {
  readonly times: Micros[];
  readonly clocks: Micros[];
  readonly messages: (Message | undefined)[];
  /** What the world answered, in order: outcomes, what was read from disk, addresses; and how much of it came before each turn. */
  readonly answers: unknown[];
  readonly answersBefore: number[];
}

/** What a script has seen up to now. */
export interface Past {
  readonly columns: Columns;
  readonly turns: number;
  readonly answers: number;
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
  #columns: Columns | undefined = { times: [], clocks: [], messages: [], answers: [], answersBefore: [] };
  // While the past is replayed: the answer to give next, and the end of those of the turn.
  #nextAnswer = 0;
  #lastAnswer = 0;
  #replaying = false;

  begin(turn: Turn<Message>, message: Message | undefined): void {
    if (this.#turn === undefined) {
      this.#turn = turn;
      this.place = { self: turn.self, host: turn.host, incarnation: turn.incarnation };
    }
    this.now = turn.now;
    this.clock = turn.clock;
    const columns = this.#columns;
    if (columns === undefined) return;
    columns.times.push(this.now);
    columns.clocks.push(this.clock);
    columns.messages.push(message);
    columns.answersBefore.push(columns.answers.length);
    if (columns.times.length > MANY_TURNS) this.#columns = undefined;
  }

  /** All that was seen so far. @throws EngineError where it was too much to be kept. */
  past(): Past {
    const columns = this.#columns;
    assert(columns !== undefined, `a script with more than ${MANY_TURNS} turns has no fork and no state hash`);
    return { columns, turns: columns.times.length, answers: columns.answers.length, place: this.place };
  }

  /** Has `react` take the turns of a past again, with the answers of then and without any effect. */
  replay(past: Past, react: (message: Message | undefined, timers: Timers) => void): void {
    const { turns, answers } = past;
    const { times, clocks, messages, answersBefore, answers: given } = past.columns;
    this.#columns = {
      times: times.slice(0, turns),
      clocks: clocks.slice(0, turns),
      messages: messages.slice(0, turns),
      answers: given.slice(0, answers),
      answersBefore: answersBefore.slice(0, turns),
    };
    this.place = past.place;
    this.#replaying = true;
    const timers = silentTimers();
    for (let turn = 0; turn < turns; turn += 1) {
      this.now = times[turn] ?? 0;
      this.clock = clocks[turn] ?? 0;
      this.#nextAnswer = answersBefore[turn] ?? answers;
      this.#lastAnswer = turn + 1 < turns ? (answersBefore[turn + 1] ?? answers) : answers;
      react(messages[turn], timers);
      assert(this.#nextAnswer === this.#lastAnswer, WENT_ANOTHER_WAY);
    }
    this.#replaying = false;
  }

  /** Asks the world, or, while replaying, the record. */
  answer<Answer>(ask: (turn: Turn<Message>) => Answer): Answer {
    const columns = this.#columns;
    if (this.#replaying) {
      assert(columns !== undefined && this.#nextAnswer < this.#lastAnswer, WENT_ANOTHER_WAY);
      return columns.answers[this.#nextAnswer++] as Answer;
    }
    assert(this.#turn !== undefined, 'a script was used before it started');
    const answer = ask(this.#turn);
    columns?.answers.push(answer);
    return answer;
  }

  /** Tells the world, unless this is a replay. */
  tell(say: (turn: Turn<Message>) => void): void {
    if (!this.#replaying && this.#turn !== undefined) say(this.#turn);
  }
}

// Timers are counted from one in each process, and a script sets none but its own.
function silentTimers(): Timers {
  let last: TimerId = 0;
  return { after: () => ++last, cancel: () => {}, stop: () => {} };
}
