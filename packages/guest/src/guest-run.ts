import { EngineError } from '@simlet/core';
import type { Address, Message, Micros, Turn } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { answerRequest } from './answer-request.ts';
import { attributed } from './attribution.ts';
import { drain } from './drain.ts';
import { GuestTimer } from './guest-timer.ts';
import type { TimerPlan } from './guest-timer.ts';
import { GuestTurns } from './guest-turns.ts';
import { isHttpRequest, isHttpResponse } from './http-message.ts';
import type { RequestHandler } from './http-message.ts';
import { Mailbox } from './mailbox.ts';
import type { Past, PastTurn, Place } from './past.ts';
import { plainCopy } from './plain-copy.ts';
import { present } from './present.ts';
import { randomStream } from './random-stream.ts';
import type { RandomStream } from './random-stream.ts';

/** What a run does with what its guest brings along. */
export interface GuestPlan {
  readonly body: (run: GuestRun) => Promise<void>;
  readonly uncaught: 'throw' | 'crash';
}

/** An error, which may be anything, undefined too. */
export interface Failure {
  readonly error: unknown;
}

/** The time of a timer is up; which timer it was, the number says. */
interface TimerMessage extends Message {
  readonly kind: 'guest.timer';
  readonly id: number;
}

/** 2000-01-01T00:00:00Z, the time at which worlds begin. */
const EPOCH_MILLISECONDS = 946_684_800_000;

/**
 * The state of a guest. Unlike other states it is neither plain nor immutable: all that it holds is private, so that
 * nothing can freeze it. A fork runs a new one through what this one has seen.
 */
export class GuestRun implements ActiveGuest {
  readonly #plan: GuestPlan;
  readonly #turns: GuestTurns;
  readonly #timers = new Map<number, GuestTimer>();
  readonly #mailbox = new Mailbox();
  readonly #answers = new Map<number, (message: Message) => void>();
  /** By the port in the URL, which is empty where it is the usual one. */
  readonly #handlers = new Map<string, RequestHandler>();
  #startedAt: Micros = 0;
  // Numbers of timers and of requests.
  #nextId = 1;
  #random: RandomStream | undefined;
  #finished = false;
  #failures: Failure[] = [];
  // What a fork has still to be run through, when its first own turn comes: most forks never have one.
  #behind: Past | undefined;

  constructor(plan: GuestPlan, place: Place) {
    this.#plan = plan;
    this.#turns = new GuestTurns(this, place);
  }

  get address(): Address {
    return this.#turns.place.self;
  }

  /** What an error does that nobody handles. */
  get uncaught(): 'throw' | 'crash' {
    return this.#plan.uncaught;
  }

  get turns(): GuestTurns {
    return this.#turns;
  }

  /** Takes a turn, its first one without a message. @returns what failed in it and was not handled. */
  take(message: Message | undefined, turn: Turn<Message>): readonly Failure[] {
    this.#enter();
    try {
      this.#catchUp();
      this.#turns.open(turn);
      this.#react({ now: turn.now, clock: turn.clock, message });
      if (this.#finished && !this.#isAwaited()) turn.stop();
    } finally {
      this.#turns.open(undefined);
      present.guest = undefined;
    }
    const failures = this.#failures;
    if (failures.length > 0) this.#failures = [];
    return failures;
  }

  /** A run that stands where this one stands. @throws EngineError where too much has happened to run it anew. */
  fork(): GuestRun {
    const copy = new GuestRun(this.#plan, this.#turns.place);
    copy.#behind = (this.#behind ?? this.#turns.past).copy();
    return copy;
  }

  /** All that the guest has seen: two runs of one guest that have seen the same stand at the same place. */
  seen(): unknown {
    return [this.#turns.place, (this.#behind ?? this.#turns.past).seen()];
  }

  #enter(): void {
    if (present.guest !== undefined) {
      throw new EngineError(`${present.guest.address} cannot run a world with guests itself: ${this.address} is one`);
    }
    if (!present.simulating) {
      throw new EngineError(`${this.address} is a guest: run its world with \`await run(world)\` or in \`simulate\``);
    }
    present.guest = this;
  }

  #catchUp(): void {
    const behind = this.#behind;
    if (behind === undefined) return;
    this.#behind = undefined;
    const { turns, answers } = behind.seen();
    for (const answer of answers) this.#turns.past.addAnswer(answer);
    for (const turn of turns) this.#react(turn);
    this.#turns.past.assertAllAsked();
    this.#failures = [];
  }

  #react(seen: PastTurn): void {
    this.#turns.see(seen);
    attributed(this, () => {
      if (seen.message === undefined) this.#start();
      else this.#hear(seen.message);
    });
    for (const error of drain()) this.fail(error);
  }

  #start(): void {
    this.#startedAt = this.#turns.now;
    const ended = (async () => this.#plan.body(this))();
    ended.then(
      () => {
        this.#finished = true;
      },
      (error: unknown) => this.fail(error),
    );
  }

  #hear(message: Message): void {
    if (isTimerMessage(message)) return this.#fire(message.id);
    if (isHttpResponse(message)) {
      const answered = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      return answered?.(message);
    }
    if (isHttpRequest(message) && this.#handlers.size > 0) {
      const handler = this.#handlers.get(new URL(message.url).port);
      return handler === undefined ? undefined : answerRequest(message, handler, this);
    }
    this.#mailbox.deliver(Object.isFrozen(message) ? message : plainCopy(message, 'a message'));
  }

  #fire(id: number): void {
    const timer = this.#timers.get(id);
    if (timer === undefined) return;
    const { callback, given, repeats } = timer.plan;
    timer.pending = undefined;
    if (repeats !== true) this.#timers.delete(id);
    try {
      callback(...(given ?? []));
    } catch (error) {
      this.fail(error);
    }
    // Not where the callback has stopped it, or set it again itself.
    if (this.#timers.has(id) && timer.pending === undefined) this.#arm(timer);
  }

  // Whether there is something that it will react to.
  #isAwaited(): boolean {
    if (this.#handlers.size > 0 || this.#mailbox.awaited) return true;
    for (const timer of this.#timers.values()) if (timer.hasRef()) return true;
    return false;
  }

  date(): number {
    return EPOCH_MILLISECONDS + Math.floor(this.#turns.clock / 1_000);
  }

  elapsed(): Micros {
    return this.#turns.now - this.#startedAt;
  }

  random(): number {
    this.#random ??= this.#createRandom();
    return this.#random.next();
  }

  #createRandom(): RandomStream {
    const { self, incarnation } = this.#turns.place;
    const domain = { simplest: 0, min: 0, max: 0xffff_ffff };
    const seed = this.#turns.answer((turn) => turn.decide.integer(`guest.random/${self}`, domain));
    return randomStream(`${self}#${incarnation}`, seed);
  }

  startTimer(plan: TimerPlan): GuestTimer {
    const timer = new GuestTimer(this, this.#nextId++, plan);
    this.#timers.set(timer.id, timer);
    this.#arm(timer);
    return timer;
  }

  #arm(timer: GuestTimer): void {
    const message: TimerMessage = { kind: 'guest.timer', id: timer.id };
    timer.pending = this.#turns.after(timer.plan.delay, message);
  }

  stopTimer(timer: GuestTimer): void {
    const { pending } = timer;
    this.#timers.delete(timer.id);
    timer.pending = undefined;
    if (pending !== undefined) this.#turns.tell((turn) => turn.cancel(pending));
  }

  restartTimer(timer: GuestTimer): void {
    this.stopTimer(timer);
    this.#timers.set(timer.id, timer);
    this.#arm(timer);
  }

  timerOf(id: number): GuestTimer | undefined {
    return this.#timers.get(id);
  }

  send(to: Address, message: Message): void {
    const copy = plainCopy(message, 'a message');
    this.#turns.tell((turn) => turn.send(to, copy));
  }

  expectAnswer(callback: (message: Message) => void): number {
    const id = this.#nextId++;
    this.#answers.set(id, callback);
    return id;
  }

  forgetAnswer(id: number): void {
    this.#answers.delete(id);
  }

  fail(error: unknown): void {
    this.#failures.push({ error });
  }

  receive(within?: Micros): Promise<Message | undefined> {
    this.#turns.assertPresent();
    const message = this.#mailbox.next();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => {
      if (within === undefined) return this.#mailbox.wait(resolve);
      const callback = (): void => {
        this.#mailbox.withdraw(receiver);
        resolve(undefined);
      };
      const timer = this.startTimer({ delay: within, callback });
      const receiver = (heard: Message): void => {
        this.stopTimer(timer);
        resolve(heard);
      };
      this.#mailbox.wait(receiver);
    });
  }

  serve(port: number | undefined, handler: RequestHandler): void {
    this.#turns.assertPresent();
    this.#handlers.set(port === undefined ? '' : String(port), handler);
  }
}

function isTimerMessage(message: Message): message is TimerMessage {
  return message.kind === 'guest.timer';
}
