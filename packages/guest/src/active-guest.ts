import type { Address, Message, Micros } from '@simlet/core';
import type { GuestTimer, TimerCallback, TimerOwner } from './guest-timer.ts';

/** A guest in its turn, as the globals that stand in for those of Node see it. */
export interface ActiveGuest extends TimerOwner {
  readonly address: Address;
  /** Whether it has entered a context of an `AsyncLocalStorage`, which its timers have to follow. */
  hasContexts: boolean;
  /** What the clock of its host shows, in milliseconds since 1970. */
  date(): number;
  /** World time since the guest was started. */
  elapsed(): Micros;
  /** The next of its random numbers, from 0 to 2^32 - 1. */
  random(): number;
  startTimer(delay: Micros, callback: TimerCallback, given?: readonly unknown[], repeats?: boolean): GuestTimer;
  /** The timer of a number that its code has asked for. */
  timerOf(number: number): GuestTimer | undefined;
  send(to: Address, message: Message): void;
  /** Calls back with the answer of that number, when it comes. */
  expectAnswer(callback: (message: Message) => void): number;
  forgetAnswer(id: number): void;
  /** Fails the guest, at the end of its turn, on an error that nobody handles. */
  fail(error: unknown): void;
}
