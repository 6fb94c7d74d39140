import type { DiskOperation } from './host-disk.ts';
import type { Link } from './link.ts';
import type { Address, AnyProcessSpec, FactBody, Message, TimerId } from './process.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { Micros } from './time.ts';

/** What a turn asks of its own host. Done only while that is up. */
export type HostWish =
  | { readonly scope: 'host'; readonly kind: 'cancel'; readonly timer: TimerId }
  | { readonly scope: 'host'; readonly kind: 'spawn'; readonly address: Address; readonly spec: AnyProcessSpec }
  | { readonly scope: 'host'; readonly kind: 'stop'; readonly address: Address }
  | { readonly scope: 'host'; readonly kind: 'monitor'; readonly host: string; readonly message: Message };

/** Power over any host and link. */
export type PowerWish =
  | { readonly scope: 'power'; readonly kind: 'crash' | 'boot' | 'pause' | 'resume'; readonly host: string }
  | { readonly scope: 'power'; readonly kind: 'link'; readonly link: Link };

/** A wish of a turn that is neither a message, a timer, a fact nor a write. */
export type Wish = HostWish | PowerWish;

/** What one turn asked for, each kind in the order in which it was asked. */
export interface Wishes {
  /** How many messages and timers. Their arrays are never emptied: that would cost more than all the rest. */
  count: number;
  /** Messages and timers, and how far ahead of the turn each of them lies. */
  readonly events: QueuedEvent[];
  readonly delays: Micros[];
  readonly others: Wish[];
  readonly facts: FactBody[];
  readonly marks: string[];
  readonly disk: DiskOperation[];
}

export function noWishes(): Wishes {
  return { count: 0, events: [], delays: [], others: [], facts: [], marks: [], disk: [] };
}

export function dropWishes(wishes: Wishes): void {
  wishes.count = 0;
  if (wishes.others.length > 0) wishes.others.length = 0;
  if (wishes.facts.length > 0) wishes.facts.length = 0;
  if (wishes.marks.length > 0) wishes.marks.length = 0;
  if (wishes.disk.length > 0) wishes.disk.length = 0;
}
