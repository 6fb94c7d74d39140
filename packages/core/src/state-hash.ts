import type { Cell } from './cell.ts';
import { createDigest, digestText, hashText, mix, mixValue } from './digest.ts';
import type { Digest } from './digest.ts';
import { NOTHING_DUE } from './event-queue.ts';
import type { Host } from './host.ts';
import { cellAt, hostAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { tooDeep } from './plain.ts';
import type { Micros } from './time.ts';
import { eventAt, isStale } from './waiting.ts';

/** Hashes of frozen data met before, so that a second look costs what has changed. */
export interface HashCache {
  known?: WeakMap<object, Readonly<Digest>>;
}

/**
 * Sixteen hexadecimal digits over all that the future of a world depends on: processes and their states, disks, links,
 * monitors, and pending events with the time that is left to them. What has been (time, facts, digest, occurrences of
 * decisions) does not count, nor in which order fields and processes came about.
 */
export function stateHash(kernel: Kernel, cache: HashCache): string {
  try {
    return hashOfWorld(kernel, cache);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep('a state or a message') : error;
  }
}

function hashOfWorld(kernel: Kernel, cache: HashCache): string {
  const parts = {
    hosts: kernel.hosts.filter((host) => host.spec !== undefined).map((host) => [host.name, hostState(kernel, host)]),
    processes: kernel.cells
      .filter((cell) => cell.process !== undefined)
      .map((cell) => [cell.address, processState(cell)]),
    arrivals: kernel.cells.flatMap((cell) => arrivalsAhead(kernel, cell)),
    links: kernel.hosts.flatMap((host) =>
      [...(host.links ?? [])].map(([to, rule]) => [host.name, hostAt(kernel, to).name, rule]),
    ),
    starts: kernel.starts.slice(kernel.started).map(({ cell }) => {
      const { address, process } = cellAt(kernel, cell);
      return [address, process?.input];
    }),
    pending: pendingEvents(kernel),
  };
  const digest = createDigest();
  mixHash(digest, unordered(parts.hosts, cache));
  mixHash(digest, unordered(parts.processes, cache));
  mixHash(digest, unordered(parts.arrivals, cache));
  mixHash(digest, unordered(parts.links, cache));
  mixHash(digest, hashOf(parts.starts, cache));
  if (kernel.options.ties) {
    mixHash(digest, unordered(inOrderOf(parts.pending, 'receiver'), cache));
    mixHash(digest, unordered(inOrderOf(parts.pending, 'connection'), cache));
  } else {
    mixHash(digest, hashOf(parts.pending, cache));
  }
  return digestText(digest);
}

function hostState(kernel: Kernel, host: Host): unknown {
  const monitors = [...host.monitors.values()]
    .flat()
    .map(({ cell, message }) => [cellAt(kernel, cell).address, message]);
  return [host.up, host.paused, host.boots, host.disk.synced, host.disk.visible, host.disk.unsynced, monitors];
}

function processState({ process }: Cell): unknown {
  if (process === undefined) return undefined;
  const { state, behaviour } = process;
  return [behaviour.kind, state === undefined || behaviour.plain === undefined ? state : behaviour.plain(state)];
}

function arrivalsAhead(kernel: Kernel, cell: Cell): readonly unknown[] {
  return [...(cell.arrivals ?? [])]
    .filter(([, time]) => time > kernel.now)
    .map(([to, time]) => [cell.address, cellAt(kernel, to).address, time - kernel.now]);
}

interface Pending {
  readonly receiver: string;
  /** What a process has sent to another host, as far as it is a message between hosts. */
  readonly connection?: string;
  readonly what: readonly [left: Micros, ...what: readonly unknown[]];
}

function pendingEvents(kernel: Kernel): readonly Pending[] {
  const queue = kernel.queue.clone();
  const pending: Pending[] = [];
  const list = (event: Kernel['ready'][number], time: Micros): void => {
    // What a paused host holds up has no time.
    const left = time < 0 ? time : time - kernel.now;
    if (event.type === 'crash' || event.type === 'boot') {
      const host = hostAt(kernel, event.host);
      const age = host.boots - event.boots;
      const restartAfter = event.type === 'crash' ? event.restartAfter : 0;
      pending.push({ receiver: host.name, what: [left, event.type, age, restartAfter] });
      return;
    }
    const { address: receiver, host } = cellAt(kernel, event.to);
    if (event.type === 'delivery') {
      const from = cellAt(kernel, event.from);
      const what = [left, event.type, from.address, event.message] as const;
      const connection = `${from.address} ${hostAt(kernel, host).name}`;
      pending.push(from.host === host ? { receiver, what } : { receiver, connection, what });
    } else if (isStale(kernel, event)) {
      return;
    } else if (event.type === 'timer') {
      pending.push({ receiver, what: [left, event.type, event.id, event.message] });
    } else {
      pending.push({ receiver, what: [left, event.type, event.handler, event.target] });
    }
  };
  for (const host of kernel.hosts) for (const event of host.held) list(event, -1);
  for (const event of kernel.ready) list(event, queue.now);
  for (let place = queue.pop(); place !== NOTHING_DUE; place = queue.pop())
    list(eventAt(kernel, queue, place), queue.now);
  return pending;
}

// Where ties are decisions, only what comes to one receiver has an order, and what one process sent to another host.
function inOrderOf(pending: readonly Pending[], key: 'receiver' | 'connection'): readonly unknown[] {
  const queues = new Map<string, unknown[]>();
  for (const event of pending) {
    const name = event[key];
    if (name === undefined) continue;
    const seen = [event.receiver, ...event.what];
    const queue = queues.get(name);
    if (queue === undefined) queues.set(name, [seen]);
    else queue.push(seen);
  }
  return [...queues];
}

function unordered(values: readonly unknown[], cache: HashCache): Readonly<Digest> {
  const sum = { high: values.length, low: 0 };
  for (const value of values) add(sum, hashOf(value, cache));
  return sum;
}

function hashOf(value: unknown, cache: HashCache): Readonly<Digest> {
  if (typeof value !== 'object' || value === null) {
    const digest = createDigest();
    mixValue(digest, value);
    return digest;
  }
  const known = cache.known?.get(value);
  if (known !== undefined) return known;
  const digest = hashObject(value, cache);
  if (Object.isFrozen(value)) {
    // A weak map costs a world more than all the rest of it: only who asks has one.
    cache.known ??= new WeakMap();
    cache.known.set(value, digest);
  }
  return digest;
}

function hashObject(value: object, cache: HashCache): Readonly<Digest> {
  const digest = createDigest();
  if (Array.isArray(value)) {
    mix(digest, value.length);
    for (const element of value as readonly unknown[]) mixHash(digest, hashOf(element, cache));
  } else if (value instanceof Map || value instanceof Set) {
    mixHash(digest, unordered([...(value as Iterable<unknown>)], cache));
  } else {
    const sum = { high: 1, low: 1 };
    for (const key of Object.keys(value)) {
      const field = (value as Readonly<Record<string, unknown>>)[key];
      if (field === undefined) continue;
      const pair = createDigest();
      mix(pair, hashText(key));
      mixHash(pair, hashOf(field, cache));
      add(sum, pair);
    }
    mixHash(digest, sum);
  }
  return digest;
}

function mixHash(digest: Digest, hash: Readonly<Digest>): void {
  mix(digest, hash.high);
  mix(digest, hash.low);
}

function add(sum: Digest, hash: Readonly<Digest>): void {
  sum.high = (sum.high + hash.high) | 0;
  sum.low = (sum.low + hash.low) | 0;
}
