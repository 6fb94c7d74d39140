import type { Message } from './process.ts';
import type { HostEvent } from './queued-event.ts';
import type { Micros } from './time.ts';
import { highWord, lowWord } from './time-words.ts';
import { FIRST_ROW, Wheel } from './wheel.ts';

// Eight words an event, so that all of it lies together: four of the wheel, then the receiving cell, what it is, its timer or
// target, and its cause. What it is: a delivery is the cell that sent it (from 0 on), a timer -1, an event of a host -2,
// one of the fast lane -3 less its handler.
const WORDS = 8;
const TO = 4;
const KIND = 5;
const SUBJECT = 6;
const CAUSE = 7;

/** What `senderAt` says of a timer, of an event of a host, and of handler 0 of the fast lane; of handler n it says n less. */
export const TIMER = -1;
export const HOST = -2;
export const HANDLER = -3;

// The numbers of turns, timers and targets are kept in 32 bits.
const LAST_CAUSE = 0x7f_ff_ff_ff;
const MOST = 67_108_864;

/** Names an event of an `EventQueue` while it is there: where its row begins. */
export type Place = number;

/** What `pop` says where nothing is due. */
export const NOTHING_DUE: Place = 0;

/** Stands for the place of an event that waits elsewhere: behind a tie, or for a paused host. */
export const OUTSIDE_OF_QUEUE: Place = -1;

/**
 * The pending events of a world as rows of numbers, so that no event is an object: earliest first, and first in first out
 * within an instant. What was popped can be looked at until its place is released, which has to be done before the next push.
 */
export class EventQueue extends Wheel {
  private readonly messages: (Message | HostEvent | undefined)[];
  // The places that were released: the latest of them, and in the first word of each the one before it.
  private free: Place;
  /** Events put in so far. */
  queued: number;

  constructor(from?: EventQueue) {
    super(32 * WORDS, from);
    this.messages = from === undefined ? [] : from.messages.slice();
    this.free = from?.free ?? 0;
    this.queued = from?.queued ?? 0;
  }

  pushDelivery(time: Micros, to: number, from: number, message: Message, cause: number): Place {
    return this.push(lowWord(time), highWord(time), to, from, 0, cause, message);
  }

  pushTimer(time: Micros, to: number, id: number, message: Message, cause: number): Place {
    return this.push(lowWord(time), highWord(time), to, TIMER, id, cause, message);
  }

  pushScheduled(time: Micros, to: number, handler: number, target: number, cause: number): Place {
    return this.push(lowWord(time), highWord(time), to, HANDLER - handler, target, cause, undefined);
  }

  pushHostEvent(time: Micros, event: HostEvent): Place {
    return this.push(lowWord(time), highWord(time), 0, HOST, 0, event.cause, event);
  }

  /** Puts an event in again at another time, whether it is pending or was popped and not yet released. */
  move(place: Place, time: Micros, cause: number): void {
    if (cause > LAST_CAUSE) throw tooManyTurns();
    if (this.isPendingAt(place)) this.remove(place);
    this.memory[place + CAUSE] = cause;
    this.insert(place, lowWord(time), highWord(time));
  }

  isPending(place: Place): boolean {
    return this.isPendingAt(place);
  }

  /** Takes a pending event out. Nothing happens where it waits elsewhere. */
  cancel(place: Place): void {
    if (place === OUTSIDE_OF_QUEUE) return;
    this.remove(place);
    this.release(place);
  }

  /** Removes the earliest event and moves `now` to its time; `NOTHING_DUE`, and nothing changes, where none is due by `until`. */
  pop(until: Micros = Number.MAX_SAFE_INTEGER): Place {
    return this.popRow(until);
  }

  release(place: Place): void {
    const { memory } = this;
    // What the fast lane has not put there need not be taken away.
    if ((memory[place + KIND] as number) > HANDLER) this.messages[indexOf(place)] = undefined;
    memory[place] = this.free;
    this.free = place;
  }

  receiverAt(place: Place): number {
    return this.memory[place + TO] as number;
  }

  /** The sender of a delivery from 0 on, otherwise `TIMER`, `HOST` or one from `HANDLER` down. */
  senderAt(place: Place): number {
    return this.memory[place + KIND] as number;
  }

  /** The handler of an event of the fast lane, otherwise a number below 0. */
  handlerAt(place: Place): number {
    return HANDLER - this.senderAt(place);
  }

  /** The number of a timer, or the target of an event of the fast lane. */
  subjectAt(place: Place): number {
    return this.memory[place + SUBJECT] as number;
  }

  causeAt(place: Place): number {
    return this.memory[place + CAUSE] as number;
  }

  /** The message of a delivery or a timer. */
  messageAt(place: Place): Message {
    return this.messages[indexOf(place)] as Message;
  }

  /** The event of a host, undefined where it is none. */
  hostEventAt(place: Place): HostEvent | undefined {
    return this.senderAt(place) === HOST ? (this.messages[indexOf(place)] as HostEvent) : undefined;
  }

  clone(): EventQueue {
    return new EventQueue(this);
  }

  /**
   * Puts in an event by its columns: receiver, sender (`senderAt`), subject and cause. Its time comes as words, since a number of
   * more than 31 bits would be an object on its way here.
   */
  push(
    low: number,
    high: number,
    to: number,
    kind: number,
    subject: number,
    cause: number,
    message: Message | HostEvent | undefined,
  ): Place {
    if (cause > LAST_CAUSE) throw tooManyTurns();
    const place = this.free === 0 ? this.newPlace() : this.free;
    const { memory } = this;
    const nextFree = memory[place] as number;
    // First what may throw.
    this.insert(place, low, high);
    this.free = nextFree;
    this.queued += 1;
    memory[place + TO] = to;
    memory[place + KIND] = kind;
    memory[place + SUBJECT] = subject;
    memory[place + CAUSE] = cause;
    if (message !== undefined) this.messages[indexOf(place)] = message;
    return place;
  }

  private newPlace(): Place {
    const { messages } = this;
    if (messages.length === MOST) throw new RangeError(`a world has no more than ${MOST} pending events`);
    const place = FIRST_ROW + WORDS * messages.length;
    this.reserve(place + WORDS);
    messages.push(undefined);
    // It counts as released until an event is there.
    this.free = place;
    return place;
  }
}

function indexOf(place: Place): number {
  return (place - FIRST_ROW) >> 3;
}

function tooManyTurns(): RangeError {
  return new RangeError(`a world has no more than ${LAST_CAUSE} turns`);
}
