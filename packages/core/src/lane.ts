import type { Place } from './event-queue.ts';

/** Where a pair of handler and target has no event. */
export const NO_PLACE: Place = 0;

/** The pending events of the fast lane of one process: the place of each in the queue, by handler and target. */
export class Lane {
  private readonly handlers: Int32Array[];

  constructor(from?: Lane) {
    this.handlers = from === undefined ? [] : from.handlers.map((places) => places.slice());
  }

  set(handler: number, target: number, place: Place): void {
    let places = this.handlers[handler];
    if (places === undefined || target >= places.length) places = this.grow(handler, target);
    places[target] = place;
  }

  clear(handler: number, target: number): void {
    const places = this.handlers[handler];
    if (places !== undefined && target < places.length) places[target] = NO_PLACE;
  }

  /** The place of an event, `OUTSIDE_OF_QUEUE` where it waits elsewhere, `NO_PLACE` where there is none. */
  placeOf(handler: number, target: number): Place {
    const places = this.handlers[handler];
    return places === undefined || target >= places.length ? NO_PLACE : (places[target] as Place);
  }

  /** Those that are in the queue. */
  places(): readonly Place[] {
    return this.handlers.flatMap((places) => Array.from(places).filter((place) => place > NO_PLACE));
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
