import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNumberQueue, type NumberQueue } from './number-queue.ts';
import { createQueue, type EventId, type Queue } from './queue.ts';

/** How many operations the queue is held against the sorted list for. `QUEUE_OPERATIONS=1000000 npx vitest …` for a long run. */
const OPERATIONS = Number(process.env['QUEUE_OPERATIONS'] ?? 20_000);
const OPERATIONS_A_RUN = 500;

type Operation =
  | { readonly kind: 'push'; readonly delay: number }
  | { readonly kind: 'burst'; readonly delay: number; readonly count: number }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'pop' }
  | { readonly kind: 'pop until'; readonly ahead: number }
  | { readonly kind: 'clone' };

/** Delays of every order of magnitude, and many equal ones. */
const delay = fc.oneof(
  { arbitrary: fc.nat(3), weight: 3 },
  { arbitrary: fc.nat(5_000), weight: 3 },
  { arbitrary: fc.constantFrom(2_047, 2_048, 2_049, 4_194_303, 4_194_304, 4_294_967_295, 4_294_967_296), weight: 1 },
  {
    arbitrary: fc.tuple(fc.nat(40), fc.nat(4_095)).map(([doublings, factor]) => factor * 2 ** doublings),
    weight: 3,
  },
  { arbitrary: fc.maxSafeNat(), weight: 1 },
);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('push' as const), delay }), weight: 10 },
  { arbitrary: fc.record({ kind: fc.constant('burst' as const), delay, count: fc.nat(40) }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat() }), weight: 5 },
  { arbitrary: fc.constant({ kind: 'pop' as const }), weight: 8 },
  { arbitrary: fc.record({ kind: fc.constant('pop until' as const), ahead: delay }), weight: 5 },
  { arbitrary: fc.constant({ kind: 'clone' as const }), weight: 1 },
);

interface Entry {
  readonly time: number;
  readonly value: number;
  readonly id: EventId;
}

/** The queue as it is meant: a list sorted by time, in which what comes later stands behind its equals. */
class SortedList {
  now = 0;
  pushed = 0;
  entries: Entry[] = [];

  insert(entry: Entry): void {
    let from = 0;
    let to = this.entries.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.entries[middle]?.time ?? 0) <= entry.time) from = middle + 1;
      else to = middle;
    }
    this.entries.splice(from, 0, entry);
  }
}

function push(queue: Queue<number>, model: SortedList, wanted: number): void {
  const time = model.now + Math.min(wanted, Number.MAX_SAFE_INTEGER - model.now);
  const value = model.pushed++;
  model.insert({ time, value, id: queue.push(time, value) });
}

function popUntil(queue: Queue<number>, model: SortedList, until: number | undefined): EventId | undefined {
  const first = model.entries[0];
  const due = first !== undefined && (until === undefined || first.time <= until) ? first : undefined;
  if (until !== undefined && until % 2 === 0) expect(queue.peekTime()).toBe(first?.time);
  expect(queue.pop(until)).toBe(due?.value);
  if (due === undefined) return undefined;
  model.entries.shift();
  model.now = due.time;
  return due.id;
}

function cancel(queue: Queue<number>, model: SortedList, pick: number, dead: EventId[]): void {
  const entry = model.entries[pick % Math.max(model.entries.length, 1)];
  if (entry !== undefined) {
    expect(queue.cancel(entry.id)).toBe(true);
    expect(queue.cancel(entry.id)).toBe(false);
    model.entries.splice(model.entries.indexOf(entry), 1);
    dead.push(entry.id);
  }
  const stale = dead[pick % Math.max(dead.length, 1)];
  if (stale !== undefined) expect(queue.cancel(stale)).toBe(false);
}

function compare(operations: readonly Operation[], empty: () => Queue<number>): void {
  let queue = empty();
  const model = new SortedList();
  const dead: EventId[] = [];
  for (const next of operations) {
    switch (next.kind) {
      case 'push':
        push(queue, model, next.delay);
        break;
      case 'burst':
        for (let count = 0; count < next.count; count += 1) push(queue, model, next.delay + (count % 3));
        break;
      case 'cancel':
        cancel(queue, model, next.pick, dead);
        break;
      case 'pop':
      case 'pop until': {
        const until = next.kind === 'pop' ? undefined : Math.min(model.now + next.ahead, Number.MAX_SAFE_INTEGER);
        const popped = popUntil(queue, model, until);
        if (popped !== undefined) dead.push(popped);
        break;
      }
      case 'clone': {
        const original = queue;
        queue = original.clone();
        original.push(original.now, model.pushed);
        original.pop();
        break;
      }
    }
    expect([queue.size, queue.now]).toEqual([model.entries.length, model.now]);
  }
  while (model.entries.length > 0) popUntil(queue, model, undefined);
  expect([queue.pop(), queue.peekTime(), queue.size]).toEqual([undefined, undefined, 0]);
}

/** A queue of numbers in the shape of a queue of values: each value is its own id. */
function valued(queue: NumberQueue): Queue<number> {
  return {
    get size() {
      return queue.size;
    },
    get now() {
      return queue.now;
    },
    push(time, value) {
      queue.push(time, value);
      return value;
    },
    cancel: (id) => queue.cancel(id),
    peekTime: () => queue.peekTime(),
    pop(until) {
      const id = queue.pop(until);
      return id < 0 ? undefined : id;
    },
    clone: () => valued(queue.clone()),
  };
}

describe('the event queue', () => {
  it.each([
    ['of values', () => createQueue<number>()],
    ['of numbers', () => valued(createNumberQueue())],
  ])(
    '%s does what a sorted list does, whatever is pushed, cancelled and popped',
    (_kind, empty) => {
      const runs = fc.array(operation, { minLength: OPERATIONS_A_RUN, maxLength: OPERATIONS_A_RUN, size: 'max' });
      fc.assert(
        fc.property(runs, (operations) => compare(operations, empty)),
        { numRuns: Math.ceil(OPERATIONS / OPERATIONS_A_RUN) },
      );
    },
    600_000,
  );

  it('pops the events of one instant in the order in which they were pushed, from near and far', () => {
    const queue = createQueue<string>();
    const due = 5_000_000_000;
    queue.push(due, 'pushed from far away');
    queue.push(due - 3, 'stepping stone');
    expect(queue.pop()).toBe('stepping stone');
    queue.push(due, 'pushed from three microseconds away');
    queue.push(due - 1, 'last step');
    expect(queue.pop()).toBe('last step');
    queue.push(due, 'pushed from one microsecond away');
    expect([queue.pop(), queue.pop(), queue.pop()]).toEqual([
      'pushed from far away',
      'pushed from three microseconds away',
      'pushed from one microsecond away',
    ]);
  });

  it('lets an event be pushed between now and a time that it was asked to run until in vain', () => {
    const queue = createQueue<string>();
    queue.push(10_000_000, 'late');
    expect(queue.pop(9_999_999)).toBeUndefined();
    expect(queue.peekTime()).toBe(10_000_000);
    queue.push(3, 'early');
    expect([queue.pop(), queue.now, queue.pop(), queue.now]).toEqual(['early', 3, 'late', 10_000_000]);
  });

  it('holds every whole microsecond from now to 2^53 - 1 and refuses any other time', () => {
    const queue = createQueue<string>();
    queue.push(Number.MAX_SAFE_INTEGER, 'the end');
    queue.push(7, 'now');
    queue.pop();
    for (const time of [6, -1, 7.5, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 1, 2 ** 60]) {
      expect(() => queue.push(time, 'never')).toThrow(RangeError);
    }
    expect([queue.size, queue.pop(), queue.pop()]).toEqual([1, 'the end', undefined]);
  });

  it('grows from nothing to 100,000 pending events and empties again in order', () => {
    const queue = createQueue<number>();
    for (let count = 0; count < 100_000; count += 1) queue.push((count * 7_919) % 100_003, count);
    const times: number[] = [];
    for (let value = queue.pop(); value !== undefined; value = queue.pop()) times.push((value * 7_919) % 100_003);
    expect(times).toHaveLength(100_000);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? time))).toBe(true);
  });

  it('does not take the id of a popped event for the event that uses its place now', () => {
    const queue = createQueue<string>();
    const first = queue.push(1, 'first');
    queue.pop();
    const second = queue.push(2, 'second');
    expect(queue.cancel(first)).toBe(false);
    expect(second).not.toBe(first);
    expect([queue.size, queue.pop()]).toEqual([1, 'second']);
    for (const id of [-1, 0, 0.5, NaN, 10_000, 2 ** 52]) expect(queue.cancel(id)).toBe(false);
  });

  it('lets a clone and its original go their own ways', () => {
    const queue = createQueue<string>();
    const doomed = queue.push(4_000, 'doomed in the clone');
    queue.push(9_000_000, 'kept in both');
    const clone = queue.clone();
    expect(clone.cancel(doomed)).toBe(true);
    clone.push(1, 'only in the clone');
    expect([queue.pop(), queue.pop(), queue.pop()]).toEqual(['doomed in the clone', 'kept in both', undefined]);
    expect([clone.pop(), clone.pop(), clone.pop()]).toEqual(['only in the clone', 'kept in both', undefined]);
  });

  it('of numbers takes each number once at a time, and only whole ones from 0', () => {
    const queue = createNumberQueue();
    queue.push(5, 70_000);
    expect([queue.isPending(70_000), queue.isPending(69_999), queue.isPending(1e9)]).toEqual([true, false, false]);
    for (const id of [70_000, -1, 0.5, -0.25, NaN, 2 ** 26]) expect(() => queue.push(6, id)).toThrow(RangeError);
    expect([queue.pop(4), queue.pop(5), queue.pop(), queue.size]).toEqual([-1, 70_000, -1, 0]);
    queue.push(6, 70_000);
    expect([queue.cancel(70_000), queue.cancel(70_000), queue.cancel(-1)]).toEqual([true, false, false]);
  });
});
