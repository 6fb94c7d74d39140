import { copyCell } from './cell.ts';
import type { Cell } from './cell.ts';
import { checkAddress } from './check-spec.ts';
import type { Chooser } from './chooser.ts';
import { createDecisionLog } from './decision-log.ts';
import type { DecisionLog } from './decision-log.ts';
import { hashText } from './digest.ts';
import { assert, EngineError } from './engine-error.ts';
import { EventLog } from './event-log.ts';
import { EventQueue } from './event-queue.ts';
import { createFactLog } from './fact-log.ts';
import type { FactKeeping, FactLog, WorldFact } from './fact-log.ts';
import { ForkableMap } from './forkable-map.ts';
import { copyHost, createHost } from './host.ts';
import type { Host } from './host.ts';
import type { Address } from './process.ts';
import type { QueuedEvent } from './queued-event.ts';
import type { Micros } from './time.ts';

/** A process that was registered and has still to take its first turn. */
export interface PendingStart {
  readonly cell: number;
  readonly instance: number;
  readonly cause: number;
}

export interface KernelOptions {
  readonly chooser: Chooser | undefined;
  readonly facts: FactKeeping;
  readonly onFact: ((fact: WorldFact) => void) | undefined;
  readonly ties: boolean;
  readonly freeze: boolean;
  readonly recordAsked: boolean;
  /** How many events the trace keeps; 0 for none. */
  readonly trace: number;
  readonly limits: { readonly events: number; readonly time: Micros };
}

/** A kind of message. */
export interface Kind {
  readonly hash: number;
  readonly index: number;
}

/** Everything a world consists of. Functions of this package change it; a fork is a copy of it. */
export interface Kernel {
  readonly options: KernelOptions;
  now: Micros;
  /** Number of the next turn, crash or boot. */
  sequence: number;
  /** Events run so far. */
  events: number;
  /** Messages that found nobody or were lost on a link. */
  dropped: number;
  nextInstance: number;
  readonly queue: EventQueue;
  /** Events due now among which a decision has to choose; used where ties are decisions. */
  readonly ready: QueuedEvent[];
  readonly starts: PendingStart[];
  /** How many of `starts` are over already. */
  started: number;
  /** Stands for this world in the cells and hosts that no other world has. A new one with each fork. */
  owner: object;
  readonly hosts: Host[];
  readonly hostIndex: Map<string, number>;
  readonly cells: Cell[];
  readonly cellIndex: ForkableMap<Address, number>;
  /** The cells of living processes whose state is not immutable. */
  readonly unshared: Set<number>;
  readonly decisions: DecisionLog;
  readonly facts: FactLog;
  readonly marks: Map<string, number>;
  /** The message kinds met so far, by their text in the order in which they came. */
  readonly kinds: Map<string, Kind>;
  /** The latest events, and the digest over all. */
  readonly log: EventLog;
  /** Whether any rule of a link was ever set. */
  linked: boolean;
  /** Whether any host may crash after a turn. */
  crashing: boolean;
  /** Whether it was changed from outside since a copy of it was kept. */
  touched: boolean;
  /** How many hosts are paused. */
  paused: number;
  /** Set while a turn runs or is committed, when nothing may reach in from outside. */
  busy: boolean;
  failure: EngineError | undefined;
}

/** The cell of everything outside the world. */
export const OUTSIDE = 0;

export function createKernel(options: KernelOptions): Kernel {
  const kernel: Kernel = {
    options,
    now: 0,
    sequence: 0,
    events: 0,
    dropped: 0,
    nextInstance: 0,
    queue: new EventQueue(),
    ready: [],
    starts: [],
    started: 0,
    owner: {},
    hosts: [],
    hostIndex: new Map(),
    cells: [],
    cellIndex: new ForkableMap(),
    unshared: new Set(),
    decisions: createDecisionLog(options.chooser, options.recordAsked),
    facts: createFactLog(options.facts),
    marks: new Map(),
    kinds: new Map(),
    log: new EventLog(options.trace),
    linked: false,
    crashing: false,
    touched: false,
    paused: 0,
    busy: false,
    failure: undefined,
  };
  cellOf(kernel, '');
  return kernel;
}

/** The host of a name, known or not yet. */
export function hostOf(kernel: Kernel, name: string): Host {
  const index = kernel.hostIndex.get(name);
  if (index !== undefined) return hostAt(kernel, index);
  const host = createHost(kernel.hosts.length, name, kernel.owner);
  kernel.hosts.push(host);
  kernel.hostIndex.set(name, host.index);
  return host;
}

/** The cell of an address, known or not yet. A host without a path is the address that its own notices come from. */
export function cellOf(kernel: Kernel, address: Address): Cell {
  const index = kernel.cellIndex.get(address);
  if (index !== undefined) return cellAt(kernel, index);
  const slash = address.indexOf('/');
  const cell: Cell = {
    index: kernel.cells.length,
    owner: kernel.owner,
    address,
    hash: hashText(address),
    host: hostOf(kernel, slash < 0 ? address : address.slice(0, slash)).index,
    process: undefined,
    arrivals: undefined,
    turns: 0,
    receiver: kernel.cells.length,
    kind: '',
    kindHash: 0,
    kindIndex: 0,
    crashPoints: undefined,
  };
  kernel.cells.push(cell);
  kernel.cellIndex.set(address, cell.index);
  return cell;
}

/** The host of a name. @throws EngineError where the world has none of that name. */
export function knownHost(kernel: Kernel, name: string): Host {
  const index = kernel.hostIndex.get(name);
  assert(index !== undefined && kernel.hosts[index]?.spec !== undefined, `there is no host '${name}' in this world`);
  return hostAt(kernel, index);
}

export function hostAt(kernel: Kernel, index: number): Host {
  const host = kernel.hosts[index];
  // The text only where it is needed: this is asked several times in every turn.
  if (host === undefined) throw new EngineError(`no host ${index}`);
  return host.owner === kernel.owner ? host : adoptHost(kernel, host);
}

// What other worlds have too is copied when it is first reached for.
function adoptHost(kernel: Kernel, host: Host): Host {
  const copy = copyHost(host, kernel.owner);
  kernel.hosts[host.index] = copy;
  return copy;
}

export function cellAt(kernel: Kernel, index: number): Cell {
  const cell = kernel.cells[index];
  if (cell === undefined) throw new EngineError(`no cell ${index}`);
  return cell.owner === kernel.owner ? cell : adoptCell(kernel, cell);
}

function adoptCell(kernel: Kernel, cell: Cell): Cell {
  const copy = copyCell(cell, kernel.owner);
  kernel.cells[cell.index] = copy;
  return copy;
}

/** The cell of an address that is sent to. @throws EngineError where it is no address. */
export function addressee(kernel: Kernel, to: Address): Cell {
  const index = kernel.cellIndex.get(to);
  if (index === undefined) return cellOf(kernel, checkAddress(to));
  const cell = cellAt(kernel, index);
  // The notices of a host come from a cell that has its name alone; nobody lives there.
  if (to.length === kernel.hosts[cell.host]?.name.length) checkAddress(to);
  return cell;
}

/** The index of the cell that a cell sends to. */
export function receiverOf(kernel: Kernel, from: Cell, to: Address): number {
  if (cellAt(kernel, from.receiver).address !== to) from.receiver = addressee(kernel, to).index;
  return from.receiver;
}

/** Has a cell know the hash and the index of the kind of a message that came to it. */
export function meetKind(kernel: Kernel, cell: Cell, kind: string): void {
  if (cell.kind === kind) return;
  cell.kind = kind;
  const { hash, index } = kindOf(kernel, kind);
  cell.kindHash = hash;
  cell.kindIndex = index;
}

// Made once for each kind.
function kindOf(kernel: Kernel, kind: string): Kind {
  let known = kernel.kinds.get(kind);
  if (known === undefined) {
    known = { hash: hashText(kind), index: kernel.kinds.size };
    kernel.kinds.set(kind, known);
  }
  return known;
}
