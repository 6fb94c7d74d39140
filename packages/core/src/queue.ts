import type { Micros } from './time.ts';

/** Names one pushed event of one queue; never used again for another event of that queue. */
export type EventId = number;

/**
 * The pending events of a world, earliest first, and first in first out within an instant. Times are whole
 * microseconds from 0 to 2^53 - 1 and never before `now`.
 */
export interface Queue<T> {
  /** Number of pending events. */
  readonly size: number;
  /** Time of the event popped last; 0 at first. Nothing can be pushed before it. */
  readonly now: Micros;
  /** @throws RangeError where `time` is not a whole number from `now` to 2^53 - 1. */
  push(time: Micros, value: T): EventId;
  /** Removes a pending event; false where it was popped or cancelled before. */
  cancel(id: EventId): boolean;
  /** Time of the earliest event, without moving `now`; undefined where nothing is pending. */
  peekTime(): Micros | undefined;
  /** Removes the earliest event and moves `now` to its time; undefined, and nothing changes, where none is due by `until`. */
  pop(until?: Micros): T | undefined;
  /** A queue of its own with the same pending events under the same ids. The values are shared, not copied. */
  clone(): Queue<T>;
}

interface Entry<T> {
  readonly time: Micros;
  readonly id: EventId;
  readonly value: T;
}

/** An empty queue. */
export function createQueue<T>(): Queue<T> {
  return heapQueue<T>([], new Set(), 0, 0);
}

function heapQueue<T>(heap: Entry<T>[], live: Set<EventId>, startNow: Micros, startId: EventId): Queue<T> {
  let now = startNow;
  let nextId = startId;

  function dropCancelled(): Entry<T> | undefined {
    let first = heap[0];
    while (first !== undefined && !live.has(first.id)) {
      removeFirst(heap);
      first = heap[0];
    }
    return first;
  }

  return {
    get size() {
      return live.size;
    },
    get now() {
      return now;
    },
    push(time, value) {
      if (!Number.isSafeInteger(time) || time < now) {
        throw new RangeError(`an event at ${time} cannot be pushed at ${now}: whole microseconds from now on only`);
      }
      const id = nextId++;
      live.add(id);
      insert(heap, { time, id, value });
      return id;
    },
    cancel: (id) => live.delete(id),
    peekTime: () => dropCancelled()?.time,
    pop(until = Number.MAX_SAFE_INTEGER) {
      const first = dropCancelled();
      if (first === undefined || first.time > until) return undefined;
      removeFirst(heap);
      live.delete(first.id);
      now = first.time;
      return first.value;
    },
    clone: () => heapQueue([...heap], new Set(live), now, nextId),
  };
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.time < b.time || (a.time === b.time && a.id < b.id);
}

function insert<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let hole = heap.length;
  heap.push(entry);
  while (hole > 0) {
    const above = (hole - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !before(entry, parent)) break;
    heap[hole] = parent;
    hole = above;
  }
  heap[hole] = entry;
}

function removeFirst<T>(heap: Entry<T>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    let below = 2 * hole + 1;
    let child = heap[below];
    if (child === undefined) break;
    const right = heap[below + 1];
    if (right !== undefined && before(right, child)) {
      child = right;
      below += 1;
    }
    if (!before(child, last)) break;
    heap[hole] = child;
    hole = below;
  }
  heap[hole] = last;
}
