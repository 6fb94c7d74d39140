import type { Place } from './event-queue.ts';
import type { TimerId } from './process.ts';

/** From here on looking through a list takes longer than asking a map, and a map takes much more memory below. */
const MANY = 12;

/**
 * The pending timers of one process, by their ids, with their places in the queue. A process is one of these itself, so that
 * its only timer, which most have, lies with the rest of it.
 */
export class PendingTimers {
  // One of them stands here, since most processes have no other: 0 for none, ids count from 1.
  private timer: TimerId = 0;
  private place: Place = 0;
  // Further ids and places in turns, while they are few.
  private few: number[] | undefined;
  private many: Map<TimerId, Place> | undefined;

  constructor(from?: PendingTimers) {
    this.timer = from?.timer ?? 0;
    this.place = from?.place ?? 0;
    this.few = from?.few?.slice();
    this.many = from?.many === undefined ? undefined : new Map(from.many);
  }

  addTimer(id: TimerId, place: Place): void {
    if (this.timer === 0) {
      this.timer = id;
      this.place = place;
    } else if (this.many !== undefined) this.many.set(id, place);
    else this.addToFew(id, place);
  }

  /** Removes a timer; its place, undefined where it is not pending. */
  takeTimer(id: TimerId): Place | undefined {
    if (this.timer === id) {
      this.timer = 0;
      return this.place;
    }
    if (this.many === undefined) return this.takeFromFew(id);
    const found = this.many.get(id);
    this.many.delete(id);
    return found;
  }

  hasTimer(id: TimerId): boolean {
    return this.timer === id || (this.many === undefined ? this.indexOf(id) >= 0 : this.many.has(id));
  }

  timerPlaces(): readonly Place[] {
    const others =
      this.many === undefined ? (this.few ?? []).filter((_, index) => index % 2 === 1) : this.many.values();
    return this.timer === 0 ? [...others] : [this.place, ...others];
  }

  private addToFew(id: TimerId, place: Place): void {
    this.few ??= [];
    this.few.push(id, place);
    if (this.few.length <= 2 * MANY) return;
    this.many = new Map();
    for (let index = 0; index < this.few.length; index += 2) {
      this.many.set(this.few[index] ?? 0, this.few[index + 1] ?? 0);
    }
    this.few = undefined;
  }

  private takeFromFew(id: TimerId): Place | undefined {
    const { few } = this;
    const index = this.indexOf(id);
    if (few === undefined || index < 0) return undefined;
    const place = few[index + 1];
    // The last one takes its place: their order says nothing.
    const lastPlace = few.pop() ?? 0;
    const lastId = few.pop() ?? 0;
    if (index < few.length) {
      few[index] = lastId;
      few[index + 1] = lastPlace;
    }
    return place;
  }

  private indexOf(id: TimerId): number {
    const { few } = this;
    if (few === undefined) return -1;
    for (let index = 0; index < few.length; index += 2) if (few[index] === id) return index;
    return -1;
  }
}
