import { EngineError } from '@simlet/core';
import type { Message, Micros, TimerId, Turn } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { Past } from './past.ts';
import type { PastTurn, Place } from './past.ts';
import { present } from './present.ts';

/** The turns of a guest: the one that it is in, and what it saw in all before, so that a fork can take them again. */
export class GuestTurns {
  readonly place: Place;
  readonly past: Past = new Past();
  now: Micros = 0;
  clock: Micros = 0;
  readonly #guest: ActiveGuest;
  #turn: Turn<Message> | undefined;
  #nextTimer: TimerId = 1;

  constructor(guest: ActiveGuest, place: Place) {
    this.#guest = guest;
    this.place = place;
  }

  /** Opens the turn that is asked and told from now on; without one, the record answers and nobody is told. */
  open(turn: Turn<Message> | undefined): void {
    this.#turn = turn;
  }

  /** Goes on to what is seen in a turn, of now or of then. */
  see(seen: PastTurn): void {
    this.past.addTurn(seen);
    this.now = seen.now;
    this.clock = seen.clock;
  }

  /** Asks the world, or, while catching up, the record. */
  answer<Answer>(ask: (turn: Turn<Message>) => Answer): Answer {
    this.assertPresent();
    // The record has what the same question was answered before.
    if (this.#turn === undefined) return this.past.nextAnswer() as Answer;
    const answer = ask(this.#turn);
    this.past.addAnswer(answer);
    return answer;
  }

  /** Tells the world; while catching up there is none yet. */
  tell(say: (turn: Turn<Message>) => void): void {
    this.assertPresent();
    if (this.#turn !== undefined) say(this.#turn);
  }

  /** Sets a timer. A fork numbers those that it sets while it catches up as the kernel did. */
  after(delay: Micros, message: Message): TimerId {
    this.assertPresent();
    const next = this.#nextTimer++;
    return this.#turn === undefined ? next : this.#turn.after(delay, message);
  }

  /** @throws EngineError where another guest, or code in no turn at all, uses what belongs to this one. */
  assertPresent(): void {
    if (present.guest === this.#guest) return;
    const who = present.guest?.address ?? 'code that runs in no turn';
    throw new EngineError(`${who} uses what belongs to the guest ${this.place.self}: hosts share nothing but messages`);
  }
}
