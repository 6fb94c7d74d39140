import type { DiskOperation } from './host-disk.ts';
import type { Link } from './link.ts';
import type { Address, AnyProcessSpec, FactBody, Message } from './process.ts';
import type { Micros } from './time.ts';

/** What a turn asks of its own host. Done only while that is up. */
export type HostWish =
  | { readonly scope: 'host'; readonly kind: 'spawn'; readonly address: Address; readonly spec: AnyProcessSpec }
  | { readonly scope: 'host'; readonly kind: 'stop'; readonly address: Address }
  | { readonly scope: 'host'; readonly kind: 'monitor'; readonly host: string; readonly message: Message };

/** Power over any host and link. */
export type PowerWish =
  | { readonly scope: 'power'; readonly kind: 'crash' | 'boot' | 'pause' | 'resume'; readonly host: string }
  | { readonly scope: 'power'; readonly kind: 'link'; readonly link: Link };

/** A wish of a turn that is neither about an event nor a fact nor a write. */
export type Wish = HostWish | PowerWish;

/** What is wished of an event, as numbers: `subjects` and `handlers` say of which. */
export const SEND = 0;
export const SET_TIMER = 1;
export const CANCEL_TIMER = 2;
export const SCHEDULE = 3;
export const UNSCHEDULE = 4;

// Whole numbers of a wish about an event: its kind, its subject (receiving cell, timer or target), its handler.
const WIDTH = 4;
const SUBJECT = 1;
const HANDLER = 2;

/** What one turn asked for, each kind in the order in which it was asked. */
export class Wishes {
  /** How many wishes there are about events. Their columns are never emptied: that would cost more than all the rest. */
  count = 0;
  /** Whether there are only wishes about events. */
  plain = true;
  readonly others: Wish[] = [];
  readonly facts: FactBody[] = [];
  readonly marks: string[] = [];
  readonly writes: DiskOperation[] = [];
  private columns = new Int32Array(16 * WIDTH);
  private delays = new Float64Array(16);
  private readonly messages: Message[] = [];

  /** One more wish about an event. */
  wishEvent(kind: number, subject: number, handler: number, delay: Micros): void {
    const index = WIDTH * this.count;
    if (index === this.columns.length) this.grow();
    const { columns } = this;
    columns[index] = kind;
    columns[index + SUBJECT] = subject;
    columns[index + HANDLER] = handler;
    this.delays[this.count] = delay;
    this.count += 1;
  }

  /** One more wish about an event with a message. */
  wishMessage(kind: number, subject: number, delay: Micros, message: Message): void {
    this.messages[this.count] = message;
    this.wishEvent(kind, subject, 0, delay);
  }

  /** Whether all that is wished is that one event of the fast lane comes again. */
  isOnlyAgain(handler: number, target: number): boolean {
    const { columns } = this;
    return this.count === 1 && columns[0] === SCHEDULE && columns[SUBJECT] === target && columns[HANDLER] === handler;
  }

  kindAt(index: number): number {
    return this.columns[WIDTH * index] as number;
  }

  subjectAt(index: number): number {
    return this.columns[WIDTH * index + SUBJECT] as number;
  }

  handlerAt(index: number): number {
    return this.columns[WIDTH * index + HANDLER] as number;
  }

  delayAt(index: number): Micros {
    return this.delays[index] as number;
  }

  messageAt(index: number): Message {
    return this.messages[index] as Message;
  }

  drop(): void {
    this.count = 0;
    if (this.plain) return;
    this.plain = true;
    // To empty what is empty already is a call into the engine all the same.
    if (this.others.length > 0) this.others.length = 0;
    if (this.facts.length > 0) this.facts.length = 0;
    if (this.marks.length > 0) this.marks.length = 0;
    if (this.writes.length > 0) this.writes.length = 0;
  }

  private grow(): void {
    const columns = new Int32Array(2 * this.columns.length);
    columns.set(this.columns);
    this.columns = columns;
    const delays = new Float64Array(2 * this.delays.length);
    delays.set(this.delays);
    this.delays = delays;
  }
}
