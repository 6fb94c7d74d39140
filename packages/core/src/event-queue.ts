import type { Message } from './process.ts';
import type { HostEvent } from './queued-event.ts';
import type { Micros } from './time.ts';
import { Wheel } from './wheel.ts';

// Four numbers an event: the receiving cell, what it is, its timer or target, and its cause. What it is: a delivery is
// the cell that sent it (from 0 on), a timer -1, an event of a host -2, one of the fast lane -3 less its handler.
const KIND = 1;
const SUBJECT = 2;
const CAUSE = 3;

/** What `senderAt` says of a timer, of an event of a host, and of handler 0 of the fast lane; of handler n it says n less. */
export const TIMER = -1;
export const HOST = -2;
export const HANDLER = -3;

// The numbers of turns, timers and targets are kept in 32 bits.
const LAST_CAUSE = 0x7f_ff_ff_ff;

/** Names an event of an `EventQueue` while it is there. */
export type Place = number;

/** Stands for the place of an event that waits elsewhere: behind a tie, or for a paused host. */
export const OUTSIDE_OF_QUEUE: Place = -1;

/**
 * The pending events of a world in columns, so that no event is an object: earliest first, and first in first out within an
 * instant. What was popped can be looked at until its place is released, which has to be done before the next push.
 */
export class EventQueue {
  private readonly wheel: Wheel;
  private readonly values: (Message | HostEvent | undefined)[];
  private readonly free: Place[];
  private columns: Int32Array;

  constructor(from?: EventQueue) {
    this.wheel = new Wheel(from?.wheel);
    this.values = from === undefined ? [] : from.values.slice();
    this.free = from === undefined ? [] : from.free.slice();
    this.columns = from === undefined ? new Int32Array(64) : from.columns.slice();
  }

  get size(): number {
    return this.wheel.size;
  }

  /** Time of the event popped last. */
  get now(): Micros {
    return this.wheel.now;
  }

  pushDelivery(time: Micros, to: number, from: number, message: Message, cause: number): Place {
    return this.push(time, to, from, 0, cause, message);
  }

  pushTimer(time: Micros, to: number, id: number, message: Message, cause: number): Place {
    return this.push(time, to, TIMER, id, cause, message);
  }

  pushScheduled(time: Micros, to: number, handler: number, target: number, cause: number): Place {
    return this.push(time, to, HANDLER - handler, target, cause, undefined);
  }

  pushHostEvent(time: Micros, event: HostEvent): Place {
    return this.push(time, 0, HOST, 0, event.cause, event);
  }

  /** Takes a pending event out. Nothing happens where it waits elsewhere. */
  cancel(place: Place): void {
    if (place === OUTSIDE_OF_QUEUE) return;
    this.wheel.cancel(place);
    this.release(place);
  }

  /** Removes the earliest event and moves `now` to its time; -1, and nothing changes, where none is due by `until`. */
  pop(until: Micros = Number.MAX_SAFE_INTEGER): Place {
    return this.wheel.pop(until);
  }

  release(place: Place): void {
    // What the fast lane has not put there need not be taken away.
    if ((this.columns[4 * place + KIND] as number) > HANDLER) this.values[place] = undefined;
    this.free.push(place);
  }

  receiverAt(place: Place): number {
    return this.columns[4 * place] as number;
  }

  /** The sender of a delivery from 0 on, otherwise `TIMER`, `HOST` or one from `HANDLER` down. */
  senderAt(place: Place): number {
    return this.columns[4 * place + KIND] as number;
  }

  /** The handler of an event of the fast lane, otherwise a number below 0. */
  handlerAt(place: Place): number {
    return HANDLER - (this.columns[4 * place + KIND] as number);
  }

  /** The number of a timer, or the target of an event of the fast lane. */
  subjectAt(place: Place): number {
    return this.columns[4 * place + SUBJECT] as number;
  }

  causeAt(place: Place): number {
    return this.columns[4 * place + CAUSE] as number;
  }

  /** The message of a delivery or a timer. */
  messageAt(place: Place): Message {
    return this.values[place] as Message;
  }

  /** The event of a host, undefined where it is none. */
  hostEventAt(place: Place): HostEvent | undefined {
    return this.columns[4 * place + KIND] === HOST ? (this.values[place] as HostEvent) : undefined;
  }

  clone(): EventQueue {
    return new EventQueue(this);
  }

  private push(
    time: Micros,
    to: number,
    kind: number,
    subject: number,
    cause: number,
    value: Message | HostEvent | undefined,
  ): Place {
    const { free, values } = this;
    if (cause > LAST_CAUSE) throw new RangeError(`a world has no more than ${LAST_CAUSE} turns`);
    const place = free.length > 0 ? (free[free.length - 1] as Place) : values.length;
    // First what may throw.
    this.wheel.push(time, place);
    if (place === values.length) {
      values.push(value);
      if (4 * place >= this.columns.length) this.grow();
    } else {
      free.pop();
      if (value !== undefined) values[place] = value;
    }
    const { columns } = this;
    columns[4 * place] = to;
    columns[4 * place + KIND] = kind;
    columns[4 * place + SUBJECT] = subject;
    columns[4 * place + CAUSE] = cause;
    return place;
  }

  private grow(): void {
    const columns = new Int32Array(2 * this.columns.length);
    columns.set(this.columns);
    this.columns = columns;
  }
}
