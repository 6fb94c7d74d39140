import { OUTSIDE_OF_QUEUE, type Place } from './event-queue.ts';

// What is kept of a place, so that 0 stands for nothing.
const SHIFT = 2;

/** The pending events of the fast lane of one process: the place of each in the queue, by handler and target. */
export class Lane {
  private readonly handlers: Int32Array[];

  constructor(from?: Lane) {
    this.handlers = from === undefined ? [] : from.handlers.map((places) => places.slice());
  }

  set(handler: number, target: number, place: Place): void {
    let places = this.handlers[handler];
    if (places === undefined || target >= places.length) places = this.grow(handler, target);
    places[target] = place + SHIFT;
  }

  /** Takes an event off the list; its place, undefined where it is not pending. */
  take(handler: number, target: number): Place | undefined {
    const places = this.handlers[handler];
    const kept = places?.[target] ?? 0;
    if (places === undefined || kept === 0) return undefined;
    places[target] = 0;
    return kept - SHIFT;
  }

  /** Those that are in the queue. */
  places(): readonly Place[] {
    const found: Place[] = [];
    for (const places of this.handlers) {
      for (const kept of places) if (kept > OUTSIDE_OF_QUEUE + SHIFT) found.push(kept - SHIFT);
    }
    return found;
  }

  private grow(handler: number, target: number): Int32Array {
    while (this.handlers.length <= handler) this.handlers.push(new Int32Array(0));
    const old = this.handlers[handler] ?? new Int32Array(0);
    let length = Math.max(old.length, 4);
    while (length <= target) length *= 2;
    const places = new Int32Array(length);
    places.set(old);
    this.handlers[handler] = places;
    return places;
  }
}
