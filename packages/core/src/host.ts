import type { IntegerDomain } from './decision.ts';
import { checkSpec } from './check-spec.ts';
import { checkDelays } from './domain.ts';
import { assert } from './engine-error.ts';
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

/** A clock that is `offset` microseconds ahead of the world and gains `drift` microseconds a second: whole numbers, may be negative, default 0. */
export interface ClockSkew {
  readonly offset?: Micros;
  readonly drift?: number;
}

/** @throws EngineError where a host to be contradicts itself: here, and not when it crashes for the first time. */
export function checkHost(spec: HostSpec): void {
  assert(typeof spec === 'object' && spec !== null, 'a host is added as { name, boot }');
  const { name, boot, crashPoints, clock, onCrash, disk = 'ordered' } = spec;
  const isName = typeof name === 'string' && name !== '' && !name.includes('/');
  assert(isName, `'${String(name)}' is no name of a host: a text that is not empty, without a slash`);
  const isList: boolean = Array.isArray(boot);
  assert(isList, `the boot of ${name} is a list of processes`);
  for (const process of boot) checkSpec(name, process);
  assert(onCrash === undefined || typeof onCrash === 'function', `onCrash of ${name} is a function that gives facts`);
  assert(disk === 'ordered' || disk === 'unordered', `the disk of ${name} is 'ordered' or 'unordered'`);
  const paths = new Set(boot.map(({ path }) => path));
  assert(paths.size === boot.length, `two processes of the host ${name} have one path`);
  if (crashPoints !== undefined) {
    const isWhole = crashPoints?.delay !== undefined && crashPoints.restartAfter !== undefined;
    assert(isWhole, `crash points of ${name}: a delay and a restartAfter`);
    checkDelays(`a crash of ${name}`, crashPoints.delay);
    checkDelays(`a restart of ${name}`, crashPoints.restartAfter);
  }
  if (clock === undefined) return;
  const { offset = 0, drift = 0 } = clock ?? { offset: Number.NaN };
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(drift);
  assert(whole, `the clock of ${name} is off by ${offset} and drifts by ${drift}: whole numbers`);
}

/** A host as the world holds it. It comes into being when its name is first heard of; `spec` is set once it is added. */
export interface Host {
  readonly index: number;
  /** The world that may change it, among those that have it: `Kernel.owner`. */
  readonly owner: object;
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
  living: Set<number>;
  /** Who wants to hear that it went down, by the instance of the process that asked: a later one at its address did not. */
  monitors: Map<number, readonly Monitor[]>;
  /** Rules of messages from here, by the index of the receiving host. */
  links: Map<number, LinkRule> | undefined;
  /** Whether another world has these three too, so that they are copied before they are changed. */
  shared: boolean;
}

export interface Monitor {
  readonly cell: number;
  readonly message: Message;
}

export function createHost(index: number, name: string, owner: object): Host {
  return {
    index,
    owner,
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
    shared: false,
  };
}

/** A copy for one of the worlds that have it. Its tables and its disk are shared until one of them changes them. */
export function copyHost(host: Host, owner: object): Host {
  host.disk.shared = true;
  host.shared = true;
  return { ...host, owner };
}

/** Has the tables of a host be its own, so that they can be changed. */
export function ownTables(host: Host): void {
  if (!host.shared) return;
  host.living = new Set(host.living);
  host.monitors = new Map(host.monitors);
  host.links = host.links === undefined ? undefined : new Map(host.links);
  host.shared = false;
}

/** What the clock of a host shows at a time of the world. */
export function hostClock(skew: ClockSkew | undefined, now: Micros): Micros {
  if (skew === undefined) return now;
  const { offset = 0, drift = 0 } = skew;
  const seconds = Math.floor(now / 1_000_000);
  return now + offset + seconds * drift + Math.trunc(((now - seconds * 1_000_000) * drift) / 1_000_000);
}
