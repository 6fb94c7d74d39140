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

const NO_MESSAGE: Message = { kind: '' };

/** What one turn asked for, each kind in the order in which it was asked. */
export class Wishes {
  /** How many wishes there are about events. Their columns are never emptied: that would cost more than all the rest. */
  count = 0;
  readonly kinds: number[] = [];
  /** The receiving cell of a message, the number of a timer, the target in the fast lane. */
  readonly subjects: number[] = [];
  readonly handlers: number[] = [];
  readonly delays: Micros[] = [];
  readonly messages: Message[] = [];
  readonly others: Wish[] = [];
  readonly facts: FactBody[] = [];
  readonly marks: string[] = [];
  readonly disk: DiskOperation[] = [];

  /** One more wish about an event. */
  event(kind: number, subject: number, handler: number, delay: Micros, message: Message = NO_MESSAGE): void {
    const index = this.count++;
    this.kinds[index] = kind;
    this.subjects[index] = subject;
    this.handlers[index] = handler;
    this.delays[index] = delay;
    this.messages[index] = message;
  }

  drop(): void {
    this.count = 0;
    if (this.others.length > 0) this.others.length = 0;
    if (this.facts.length > 0) this.facts.length = 0;
    if (this.marks.length > 0) this.marks.length = 0;
    if (this.disk.length > 0) this.disk.length = 0;
  }
}
