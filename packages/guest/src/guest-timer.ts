import type { Address, Micros } from '@simlet/core';

/** What is called when a timer is up. */
export type TimerCallback = (...given: readonly unknown[]) => unknown;

/** Who has timers. */
export interface TimerOwner {
  readonly address: Address;
  /** Arms a timer, again where it is armed already. */
  armTimer(timer: GuestTimer): void;
  stopTimer(timer: GuestTimer): void;
  /** The number of a timer, by which it can be stopped from then on. */
  numberOf(timer: GuestTimer): number;
}

/** Stands for the slot of a timer that is not armed. */
export const NO_SLOT = -1;

/** What `setTimeout`, `setInterval` and `setImmediate` give a guest: in shape the timer objects of Node. */
export class GuestTimer {
  readonly owner: TimerOwner;
  readonly delay: Micros;
  readonly callback: TimerCallback;
  /** What the callback is called with, if anything. */
  readonly given: readonly unknown[] | undefined;
  readonly repeats: boolean;
  /** Under which number its process knows it while it is armed. */
  slot: number;
  /** By which number code may stop it; 0 where it never asked. */
  number: number;
  /** Whether it was stopped, after which nothing arms it again. */
  isStopped: boolean;
  #keepsAlive: boolean;

  constructor(
    owner: TimerOwner,
    delay: Micros,
    callback: TimerCallback,
    given: readonly unknown[] | undefined,
    repeats: boolean,
  ) {
    this.owner = owner;
    this.delay = delay;
    this.callback = callback;
    this.given = given;
    this.repeats = repeats;
    this.slot = NO_SLOT;
    this.number = 0;
    this.isStopped = false;
    this.#keepsAlive = true;
  }

  ref(): this {
    this.#keepsAlive = true;
    return this;
  }

  unref(): this {
    this.#keepsAlive = false;
    return this;
  }

  hasRef(): boolean {
    return this.#keepsAlive;
  }

  /** Begins its delay anew, also where it has fired; one that was stopped stays so. */
  refresh(): this {
    if (!this.isStopped) this.owner.armTimer(this);
    return this;
  }

  close(): this {
    this.owner.stopTimer(this);
    return this;
  }

  [Symbol.dispose](): void {
    this.owner.stopTimer(this);
  }

  [Symbol.toPrimitive](): number {
    return this.owner.numberOf(this);
  }
}
