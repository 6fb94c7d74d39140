import type { TimerId } from './process.ts';
import type { EventId } from './queue.ts';

/** From here on looking through a list takes longer than asking a map, and a map takes much more memory below. */
const MANY = 12;

/** The pending timers of one process, by their ids, with their events in the queue. */
export class PendingTimers {
  // Ids and events in turns, while they are few.
  private few: number[];
  private many: Map<TimerId, EventId> | undefined;

  constructor(from?: PendingTimers) {
    this.few = from === undefined ? [] : from.few.slice();
    this.many = from?.many === undefined ? undefined : new Map(from.many);
  }

  add(id: TimerId, event: EventId): void {
    if (this.many !== undefined) {
      this.many.set(id, event);
      return;
    }
    this.few.push(id, event);
    if (this.few.length <= 2 * MANY) return;
    this.many = new Map();
    for (let index = 0; index < this.few.length; index += 2) {
      this.many.set(this.few[index] ?? 0, this.few[index + 1] ?? 0);
    }
    this.few = [];
  }

  /** Removes a timer; its event, undefined where it is not pending. */
  take(id: TimerId): EventId | undefined {
    if (this.many !== undefined) {
      const found = this.many.get(id);
      this.many.delete(id);
      return found;
    }
    const { few } = this;
    const index = this.indexOf(id);
    if (index < 0) return undefined;
    const event = few[index + 1];
    // The last one takes its place: their order says nothing.
    const lastEvent = few.pop() ?? 0;
    const lastId = few.pop() ?? 0;
    if (index < few.length) {
      few[index] = lastId;
      few[index + 1] = lastEvent;
    }
    return event;
  }

  has(id: TimerId): boolean {
    return this.many === undefined ? this.indexOf(id) >= 0 : this.many.has(id);
  }

  events(): readonly EventId[] {
    return this.many === undefined ? this.few.filter((_, index) => index % 2 === 1) : [...this.many.values()];
  }

  private indexOf(id: TimerId): number {
    for (let index = 0; index < this.few.length; index += 2) if (this.few[index] === id) return index;
    return -1;
  }
}
