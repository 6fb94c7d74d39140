import { EngineError } from '@simlet/core';
import type { Address, Message, Micros } from '@simlet/core';

/** Where a guest is. The same in all of its turns. */
export interface Place {
  readonly self: Address;
  readonly host: string;
  readonly incarnation: number;
}

/** What a turn came from: a message, the slot of a timer that was up, or nothing, which is the first turn. */
export type Heard = Message | number | undefined;

/** The turns of a guest that has had more than this are no longer kept. */
const MANY_TURNS = 60_000;

/** What a guest was shown. */
export interface Seen {
  readonly times: readonly Micros[];
  readonly heard: readonly Heard[];
  readonly answers: readonly unknown[];
}

/** All that a guest was shown, so that a fork can run it anew: its turns, and what the world answered, in order. */
export class Past {
  #times: Micros[] = [];
  #heard: Heard[] = [];
  #answers: unknown[] = [];
  #isKept = true;
  #next = 0;

  addTurn(now: Micros, heard: Heard): void {
    if (!this.#isKept) return;
    this.#times.push(now);
    this.#heard.push(heard);
    if (this.#times.length > MANY_TURNS) this.#forget();
  }

  addAnswer(answer: unknown): void {
    if (this.#isKept) this.#answers.push(answer);
  }

  /** The next answer that was given, in order. */
  nextAnswer(): unknown {
    if (this.#next >= this.#answers.length) throw wentAnotherWay();
    return this.#answers[this.#next++];
  }

  /** @throws EngineError where there are answers that were not asked for again. */
  assertAllAsked(): void {
    if (this.#next !== this.#answers.length) throw wentAnotherWay();
  }

  /** A copy of its own. @throws EngineError where too much has happened to be kept. */
  copy(): Past {
    const copy = new Past();
    const { times, heard, answers } = this.seen();
    copy.#times = [...times];
    copy.#heard = [...heard];
    copy.#answers = [...answers];
    return copy;
  }

  /** What was seen, as data. @throws EngineError where too much has happened to be kept. */
  seen(): Seen {
    if (!this.#isKept)
      throw new EngineError(`a guest with more than ${MANY_TURNS} turns has no fork and no state hash`);
    return { times: this.#times, heard: this.#heard, answers: this.#answers };
  }

  #forget(): void {
    this.#isKept = false;
    this.#times = [];
    this.#heard = [];
    this.#answers = [];
  }
}

function wentAnotherWay(): EngineError {
  return new EngineError('a guest went another way when it was run anew: it looks at more than its world shows it');
}
