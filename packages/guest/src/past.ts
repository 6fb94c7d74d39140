import { EngineError } from '@simlet/core';
import type { Address, Message, Micros } from '@simlet/core';

/** Where a guest is. The same in all of its turns. */
export interface Place {
  readonly self: Address;
  readonly host: string;
  readonly incarnation: number;
}

/** One turn as a guest saw it; its first one has no message. */
export interface PastTurn {
  readonly now: Micros;
  readonly clock: Micros;
  readonly message: Message | undefined;
}

/** The turns of a guest that has had more than this are no longer kept. */
const MANY_TURNS = 20_000;

/** All that a guest was shown, so that a fork can run it anew: its turns, and what the world answered, in order. */
export class Past {
  #turns: PastTurn[] | undefined = [];
  readonly #answers: unknown[] = [];
  #next = 0;

  addTurn(turn: PastTurn): void {
    this.#turns?.push(turn);
    if (this.#turns !== undefined && this.#turns.length > MANY_TURNS) {
      this.#turns = undefined;
      this.#answers.length = 0;
    }
  }

  addAnswer(answer: unknown): void {
    if (this.#turns !== undefined) this.#answers.push(answer);
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
    const { turns, answers } = this.seen();
    copy.#turns = [...turns];
    copy.#answers.push(...answers);
    return copy;
  }

  /** What was seen, as data. @throws EngineError where too much has happened to be kept. */
  seen(): { readonly turns: readonly PastTurn[]; readonly answers: readonly unknown[] } {
    if (this.#turns === undefined) {
      throw new EngineError(`a guest with more than ${MANY_TURNS} turns has no fork and no state hash`);
    }
    return { turns: this.#turns, answers: this.#answers };
  }
}

function wentAnotherWay(): EngineError {
  return new EngineError('a guest went another way when it was run anew: it looks at more than its world shows it');
}
