import { NO_SLOT } from './guest-timer.ts';
import type { GuestTimer } from './guest-timer.ts';

/**
 * The armed timers of a guest, each in a slot: the target of its event in the fast lane of the world. A slot is free again
 * when its timer has fired or was stopped, and the one that became free last is taken first.
 */
export class GuestTimers {
  readonly #slots: (GuestTimer | undefined)[] = [];
  readonly #free: number[] = [];
  // Those that code has asked for the number of, by which it may stop them.
  readonly #numbered = new Map<number, GuestTimer>();
  #lastNumber = 0;

  /** The slot of a timer; gives it one where it has none. */
  slotOf(timer: GuestTimer): number {
    if (timer.slot !== NO_SLOT) return timer.slot;
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = timer;
    timer.slot = slot;
    return slot;
  }

  /** Takes a timer out of its slot. */
  remove(timer: GuestTimer): void {
    this.#slots[timer.slot] = undefined;
    this.#free.push(timer.slot);
    timer.slot = NO_SLOT;
    if (timer.number !== 0) this.#numbered.delete(timer.number);
  }

  at(slot: number): GuestTimer | undefined {
    return this.#slots[slot];
  }

  /** Whether one of them keeps its guest alive. */
  get keepAlive(): boolean {
    return this.#slots.some((timer) => timer?.hasRef() === true);
  }

  numberOf(timer: GuestTimer): number {
    if (timer.number === 0) timer.number = ++this.#lastNumber;
    if (timer.slot !== NO_SLOT) this.#numbered.set(timer.number, timer);
    return timer.number;
  }

  /** The armed timer of a number that was asked for. */
  numbered(number: number): GuestTimer | undefined {
    return this.#numbered.get(number);
  }
}
