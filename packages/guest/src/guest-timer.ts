import type { Address, Micros, TimerId } from '@simlet/core';

/** A timer to be. */
export interface TimerPlan {
  readonly delay: Micros;
  readonly callback: (...given: readonly unknown[]) => unknown;
  readonly given?: readonly unknown[];
  readonly repeats?: boolean;
}

/** Who has timers. */
export interface TimerOwner {
  readonly address: Address;
  stopTimer(timer: GuestTimer): void;
  restartTimer(timer: GuestTimer): void;
}

/** What `setTimeout`, `setInterval` and `setImmediate` give a guest: in shape the timer objects of Node. */
export class GuestTimer {
  readonly owner: TimerOwner;
  readonly id: number;
  readonly plan: TimerPlan;
  /** The timer of the kernel that stands for it, while it is pending. */
  pending: TimerId | undefined;
  #keepsAlive = true;

  constructor(owner: TimerOwner, id: number, plan: TimerPlan) {
    this.owner = owner;
    this.id = id;
    this.plan = plan;
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

  refresh(): this {
    if (this.pending !== undefined) this.owner.restartTimer(this);
    return this;
  }

  close(): this {
    this.owner.stopTimer(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}
