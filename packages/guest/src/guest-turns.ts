import { EngineError } from '@simlet/core';
import type { Message, Micros, Turn } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { Past } from './past.ts';
import type { Heard, Place } from './past.ts';
import { present } from './present.ts';

/** The only handler of guests in the fast lane: timers. A target is the slot of one. */
const TIMERS = 0;

/** Stands for the time of a clock that was not looked at yet in this turn. */
const NOT_LOOKED_AT = -1;

/** The turns of a guest: the one that it is in, and what it saw in all before, so that a fork can take them again. */
export class GuestTurns {
  readonly place: Place;
  readonly past: Past = new Past();
  now: Micros = 0;
  readonly #guest: ActiveGuest;
  #clock: Micros = NOT_LOOKED_AT;
  #turn: Turn<Message> | undefined;

  constructor(guest: ActiveGuest, place: Place) {
    this.#guest = guest;
    this.place = place;
  }

  /** What the clock of the host shows. Like an answer it is remembered only where it was looked at. */
  get clock(): Micros {
    if (this.#clock === NOT_LOOKED_AT) this.#clock = this.answer((turn) => turn.clock);
    return this.#clock;
  }

  /** Opens the turn that is asked and told from now on; without one, the record answers and nobody is told. */
  open(turn: Turn<Message> | undefined): void {
    this.#turn = turn;
  }

  /** Goes on to what is seen in a turn, of now or of then. */
  see(now: Micros, heard: Heard): void {
    this.past.addTurn(now, heard);
    this.now = now;
    this.#clock = NOT_LOOKED_AT;
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

  /** Has the timer in a slot fire, `delay` from now. */
  arm(slot: number, delay: Micros): void {
    this.assertPresent();
    this.#turn?.schedule(delay, TIMERS, slot);
  }

  /** Takes back what is pending for a slot. */
  disarm(slot: number): void {
    this.assertPresent();
    this.#turn?.unschedule(TIMERS, slot);
  }

  /** @throws EngineError where another guest, or code in no turn at all, uses what belongs to this one. */
  assertPresent(): void {
    if (present.guest !== this.#guest) throw this.#notPresent();
  }

  #notPresent(): EngineError {
    const who = present.guest?.address ?? 'code that runs in no turn';
    return new EngineError(
      `${who} uses what belongs to the guest ${this.place.self}: hosts share nothing but messages`,
    );
  }
}
