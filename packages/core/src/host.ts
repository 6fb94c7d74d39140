import type { IntegerDomain } from './decision.ts';
import { createHostDisk } from './host-disk.ts';
import type { DiskOrder, HostDisk } from './host-disk.ts';
import type { LinkRule } from './link.ts';
import type { AnyProcessSpec, FactBody, Message } from './process.ts';
import type { ProcessEvent } from './queued-event.ts';
import type { Micros } from './time.ts';

/** A host to be: what runs on it after each boot, and how it may fail. */
export interface HostSpec {
  /** Unique in its world, without a slash. */
  readonly name: string;
  /** Started in this order at each boot. */
  readonly boot: readonly AnyProcessSpec[];
  /** Whether it is down at first, until somebody boots it. */
  readonly down?: boolean;
  /** Where given, the host may crash after each turn of each of its processes. */
  readonly crashPoints?: CrashPoints;
  /** Facts recorded when it goes down, whoever brings it down. */
  readonly onCrash?: (incarnation: number) => readonly FactBody[];
  /** Which unsynced writes a crash may lose; default `ordered`. */
  readonly disk?: DiskOrder;
  /** How far its clock is off; default not at all. */
  readonly clock?: ClockSkew;
}

/** The decisions that crash a host and bring it back. */
export interface CrashPoints {
  /** `crash/<address>:<message kind>`, asked after each turn: 0 no crash, v > 0 the host crashes v - 1 microseconds after it. */
  readonly delay: IntegerDomain;
  /** `restart/<host>`, asked with each such crash: microseconds until the host boots again. */
  readonly restartAfter: IntegerDomain;
}

/** A clock that is `offset` microseconds ahead of the world and gains `drift` microseconds a second (whole numbers, may be negative). */
export interface ClockSkew {
  readonly offset: Micros;
  readonly drift?: number;
}

/** A host as the world holds it. It comes into being when its name is first heard of; `spec` is set once it is added. */
export interface Host {
  readonly index: number;
  readonly name: string;
  spec: HostSpec | undefined;
  up: boolean;
  /** Whether it takes no turns for now, and what waits for it to go on. */
  paused: boolean;
  held: readonly ProcessEvent[];
  /** How often it was booted; its incarnation is one less. */
  boots: number;
  /** Replaced by a copy before it is changed, where a fork shares it. */
  disk: HostDisk;
  /** Cells of its living processes, in the order in which they were registered. */
  readonly living: Set<number>;
  /** Who wants to hear that it went down, by the instance of the process that asked: a later one at its address did not. */
  readonly monitors: Map<number, readonly Monitor[]>;
  /** Rules of messages from here, by the index of the receiving host. */
  links: Map<number, LinkRule> | undefined;
}

export interface Monitor {
  readonly cell: number;
  readonly message: Message;
}

export function createHost(index: number, name: string): Host {
  return {
    index,
    name,
    spec: undefined,
    up: false,
    paused: false,
    held: [],
    boots: 0,
    disk: createHostDisk(),
    living: new Set(),
    monitors: new Map(),
    links: undefined,
  };
}

/** A copy for a fork of the world. */
export function forkHost(host: Host): Host {
  host.disk.shared = true;
  return {
    ...host,
    living: new Set(host.living),
    monitors: new Map(host.monitors),
    links: host.links === undefined ? undefined : new Map(host.links),
  };
}

/** What the clock of a host shows at a time of the world. */
export function hostClock(skew: ClockSkew | undefined, now: Micros): Micros {
  if (skew === undefined) return now;
  const drift = skew.drift ?? 0;
  const seconds = Math.floor(now / 1_000_000);
  return now + skew.offset + seconds * drift + Math.trunc(((now - seconds * 1_000_000) * drift) / 1_000_000);
}
