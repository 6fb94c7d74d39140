import { EngineError } from '@simlet/core';
import type { Address, Message, Micros, Turn } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { answerRequest } from './answer-request.ts';
import { attributed } from './attribution.ts';
import { inContext } from './contexts.ts';
import { drain } from './drain.ts';
import { GuestTimer, NO_SLOT } from './guest-timer.ts';
import type { TimerCallback } from './guest-timer.ts';
import { GuestTimers } from './guest-timers.ts';
import { GuestTurns } from './guest-turns.ts';
import { isHttpRequest, isHttpResponse } from './http-message.ts';
import type { RequestHandler } from './http-message.ts';
import { Mailbox } from './mailbox.ts';
import type { Heard, Past, Place } from './past.ts';
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

/** 2000-01-01T00:00:00Z, the time at which worlds begin. */
const EPOCH_MILLISECONDS = 946_684_800_000;

/**
 * The state of a guest. Unlike other states it is neither plain nor immutable: all that it holds is private, so that
 * nothing can freeze it. A fork runs a new one through what this one has seen.
 */
export class GuestRun implements ActiveGuest {
  readonly #plan: GuestPlan;
  readonly #turns: GuestTurns;
  readonly #timers = new GuestTimers();
  readonly #mailbox = new Mailbox();
  readonly #answers = new Map<number, (message: Message) => void>();
  /** By the port in the URL, which is empty where it is the usual one. */
  readonly #handlers = new Map<string, RequestHandler>();
  #startedAt: Micros = 0;
  #hasContexts = false;
  #nextRequest = 1;
  #random: RandomStream | undefined;
  #finished = false;
  // The first of this turn.
  #failure: Failure | undefined;
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

  get hasContexts(): boolean {
    return this.#hasContexts;
  }

  set hasContexts(has: boolean) {
    this.#hasContexts = has;
  }

  get turns(): GuestTurns {
    return this.#turns;
  }

  /** Takes a turn. @returns what failed in it first and was not handled. */
  take(heard: Heard, turn: Turn<Message>): Failure | undefined {
    if (present.guest !== undefined || !present.simulating) throw this.#refused();
    present.guest = this;
    try {
      if (this.#behind !== undefined) this.#catchUp(this.#behind);
      this.#turns.open(turn);
      this.#react(turn.now, heard);
      if (this.#finished && !this.#isAwaited()) turn.stop();
    } finally {
      this.#turns.open(undefined);
      present.guest = undefined;
    }
    const failure = this.#failure;
    if (failure !== undefined) this.#failure = undefined;
    return failure;
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

  #refused(): EngineError {
    const { guest } = present;
    return new EngineError(
      guest === undefined
        ? `${this.address} is a guest: run its world with \`await run(world)\` or in \`simulate\``
        : `${guest.address} cannot run a world with guests itself: ${this.address} is one`,
    );
  }

  #catchUp(behind: Past): void {
    this.#behind = undefined;
    const { times, heard, answers } = behind.seen();
    for (const answer of answers) this.#turns.past.addAnswer(answer);
    for (const [turn, now] of times.entries()) this.#react(now, heard[turn]);
    this.#turns.past.assertAllAsked();
    this.#failure = undefined;
  }

  #react(now: Micros, heard: Heard): void {
    this.#turns.see(now, heard);
    if (present.guarded) attributed(this, () => this.#take(heard));
    else this.#take(heard);
    const thrown = drain();
    if (thrown !== undefined) for (const error of thrown) this.fail(error);
  }

  #take(heard: Heard): void {
    if (typeof heard === 'number') this.#fire(heard);
    else if (heard === undefined) this.#start();
    else this.#hear(heard);
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

  #fire(slot: number): void {
    const timer = this.#timers.at(slot);
    if (timer === undefined) return;
    if (!timer.repeats) this.#timers.remove(timer);
    try {
      if (timer.given === undefined) timer.callback();
      else timer.callback(...timer.given);
    } catch (error) {
      this.fail(error);
    }
    if (timer.repeats && !timer.isStopped) this.armTimer(timer);
  }

  // Whether there is something that it will react to.
  #isAwaited(): boolean {
    return this.#handlers.size > 0 || this.#mailbox.awaited || this.#timers.keepAlive;
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

  startTimer(delay: Micros, callback: TimerCallback, given?: readonly unknown[], repeats = false): GuestTimer {
    const called = this.#hasContexts ? inContext(callback) : callback;
    const timer = new GuestTimer(this, delay, called, given, repeats);
    this.armTimer(timer);
    return timer;
  }

  armTimer(timer: GuestTimer): void {
    this.#turns.arm(this.#timers.slotOf(timer), timer.delay);
  }

  stopTimer(timer: GuestTimer): void {
    timer.isStopped = true;
    if (timer.slot === NO_SLOT) return;
    this.#turns.disarm(timer.slot);
    this.#timers.remove(timer);
  }

  numberOf(timer: GuestTimer): number {
    return this.#timers.numberOf(timer);
  }

  timerOf(number: number): GuestTimer | undefined {
    return this.#timers.numbered(number);
  }

  send(to: Address, message: Message): void {
    const copy = plainCopy(message, 'a message');
    this.#turns.tell((turn) => turn.send(to, copy));
  }

  expectAnswer(callback: (message: Message) => void): number {
    const id = this.#nextRequest++;
    this.#answers.set(id, callback);
    return id;
  }

  forgetAnswer(id: number): void {
    this.#answers.delete(id);
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
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
      const timer = this.startTimer(within, callback);
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
