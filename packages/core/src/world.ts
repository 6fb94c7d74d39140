import { ActiveTurn } from './active-turn.ts';
import type { Chooser } from './chooser.ts';
import type { AskedDecision } from './decision-log.ts';
import type { Deviation } from './decision.ts';
import { checkedDelay } from './delay.ts';
import { digestText } from './digest.ts';
import { assert } from './engine-error.ts';
import type { FactKeeping, WorldFact } from './fact-log.ts';
import { forkKernel } from './fork.ts';
import type { HostSpec } from './host.ts';
import { cellOf, createKernel, hostOf, OUTSIDE } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, crash } from './lifecycle.ts';
import type { Link } from './link.ts';
import { leaveTurn } from './plain.ts';
import type { Address, FactBody, Message, SendOptions } from './process.ts';
import { setLink } from './run-turn.ts';
import { stateHash } from './state-hash.ts';
import type { HashCache } from './state-hash.ts';
import { step } from './step.ts';
import type { Micros } from './time.ts';
import { transmit } from './transmit.ts';

export interface WorldOptions<F extends FactBody = FactBody> {
  /** Where the outcomes of decisions come from; default calm. */
  readonly chooser?: Chooser;
  /** Which facts `facts()` has; default `keep`. The digest covers all of them either way. */
  readonly facts?: FactKeeping;
  /** Sees each fact when its turn is committed, to judge while the run goes on. It may not reach into the world. */
  readonly onFact?: (fact: WorldFact<F>) => void;
  /** Where a run is stopped that would go on for ever; default 100 million events, and no limit of time. */
  readonly limits?: { readonly events?: number; readonly time?: Micros };
  /** Whether the order of events due at the same instant is a decision (`tie/...`) too; default false: first come first served. */
  readonly ties?: boolean;
  /** Whether states, messages, facts and what is on disks are frozen and looked at to their depth; default false. For tests. */
  readonly freeze?: boolean;
  /** Whether `asked()` lists every decision; default false. */
  readonly recordAsked?: boolean;
}

/** Why a run ended: `until` the instant asked for, with more to come; `idle`, nothing is pending; `limit`, it was stopped. */
export type RunEnd = 'until' | 'idle' | 'limit';

/** A process and how many turns its address has taken. */
export interface Busy {
  readonly process: Address;
  readonly turns: number;
}

/** Hosts with processes, links between them, one virtual clock, and a record of what happened. */
export interface World<F extends FactBody = FactBody> {
  readonly now: Micros;
  /** Events run so far. */
  readonly events: number;
  /** Messages so far that found no process or were lost on a link. */
  readonly dropped: number;
  addHost(spec: HostSpec): void;
  /** A message from outside the world; each is on its own, so that a later one with a smaller delay is there earlier. */
  send<Sent extends Message>(to: Address, message: Sent, options?: SendOptions): void;
  setLink(link: Link): void;
  crash(host: string): void;
  boot(host: string): void;
  /**
   * Runs everything due up to and including an instant, and moves the clock there; without one, until nothing is pending.
   * @throws EngineError where a turn throws.
   */
  run(until?: Micros): RunEnd;
  /** Runs one event; false where nothing is pending. @throws EngineError where a turn throws. */
  step(): boolean;
  facts(): readonly WorldFact<F>[];
  /** Sixteen hexadecimal digits over every event so far: its time, process and kind, and all facts. */
  digest(): string;
  deviations(): readonly Deviation[];
  /** Every decision asked for so far, in order; empty without `recordAsked`. */
  asked(): readonly AskedDecision[];
  /** How often each mark was reached. */
  marks(): ReadonlyMap<string, number>;
  /** The state of the process at an address, undefined where there is none. */
  stateOf(address: Address): unknown;
  /** What a read of a host's disk would see, synced or not. */
  diskOf(host: string): ReadonlyMap<string, unknown>;
  /** The addresses with a process, in the order in which they were first heard of. */
  processes(): readonly Address[];
  /** Whether a host is up. */
  isUp(host: string): boolean;
  /** The addresses with the most turns, most first. */
  busiest(count: number): readonly Busy[];
  /**
   * A world of its own that stands where this one stands, and goes on exactly as this one would unless told otherwise.
   * @throws EngineError where the run has failed, or a script has had too many turns to be run anew.
   */
  fork(options?: ForkOptions<F>): World<F>;
  /**
   * Sixteen hexadecimal digits over all that the future depends on, but for the chooser: processes, disks, links and
   * pending events with the time left to them. Not over the past: time, facts, digest, occurrences of decisions.
   */
  stateHash(): string;
}

export interface ForkOptions<F extends FactBody = FactBody> {
  /** Where outcomes come from; default the chooser of the original, or its own fork of it. */
  readonly chooser?: Chooser;
  /** Sees the facts of the fork; default nobody. */
  readonly onFact?: (fact: WorldFact<F>) => void;
}

const MANY_EVENTS = 100_000_000;

/** An empty world at time 0. */
export function createWorld<F extends FactBody = FactBody>(options: WorldOptions<F> = {}): World<F> {
  return worldOf<F>(
    createKernel({
      chooser: options.chooser,
      facts: options.facts ?? 'keep',
      onFact: listener(options.onFact),
      ties: options.ties ?? false,
      freeze: options.freeze ?? false,
      recordAsked: options.recordAsked ?? false,
      limits: {
        events: options.limits?.events ?? MANY_EVENTS,
        time: options.limits?.time ?? Number.MAX_SAFE_INTEGER,
      },
    }),
  );
}

// What facts the models of a world record is known by its type alone.
function listener<F extends FactBody>(
  onFact: ((fact: WorldFact<F>) => void) | undefined,
): ((fact: WorldFact) => void) | undefined {
  return onFact === undefined ? undefined : (fact) => onFact(fact as WorldFact<F>);
}

function worldOf<F extends FactBody>(kernel: Kernel, hashes: HashCache = new WeakMap()): World<F> {
  const turn = new ActiveTurn(kernel);
  return {
    get now() {
      return kernel.now;
    },
    get events() {
      return kernel.events;
    },
    get dropped() {
      return kernel.dropped;
    },
    addHost: (spec) => addHost(kernel, spec),
    send(to, message, options) {
      fromOutside(kernel);
      leaveTurn(message, 'a message', kernel.options.freeze);
      const delivery = { type: 'delivery', to: cellOf(kernel, to).index, from: OUTSIDE, message, cause: -1 } as const;
      transmit(kernel, delivery, checkedDelay(options?.delay ?? 0));
    },
    setLink(link) {
      fromOutside(kernel);
      setLink(kernel, link);
    },
    crash(host) {
      fromOutside(kernel);
      crash(kernel, hostOf(kernel, host), -1);
    },
    boot(host) {
      fromOutside(kernel);
      boot(kernel, hostOf(kernel, host), -1);
    },
    run: (until) => run(kernel, turn, until),
    step() {
      fromOutside(kernel);
      return step(kernel, turn, Number.MAX_SAFE_INTEGER);
    },
    facts: () => kernel.facts.all() as readonly WorldFact<F>[],
    digest: () => digestText(kernel.digest),
    deviations: () => kernel.decisions.deviations,
    asked: () => kernel.decisions.asked,
    marks: () => kernel.marks,
    stateOf: (address) => kernel.cells[kernel.cellIndex.get(address) ?? -1]?.process?.state,
    diskOf: (host) => hostOf(kernel, host).disk.visible,
    processes: () => kernel.cells.filter((cell) => cell.process !== undefined).map((cell) => cell.address),
    isUp: (host) => kernel.hosts[kernel.hostIndex.get(host) ?? -1]?.up ?? false,
    busiest: (count) => busiest(kernel, count),
    fork(options = {}) {
      fromOutside(kernel);
      const { chooser = kernel.options.chooser?.fork?.() ?? kernel.options.chooser } = options;
      return worldOf<F>(forkKernel(kernel, { chooser, onFact: listener(options.onFact) }), hashes);
    },
    stateHash: () => stateHash(kernel, hashes),
  };
}

function addHost(kernel: Kernel, spec: HostSpec): void {
  fromOutside(kernel);
  assert(spec.name !== '' && !spec.name.includes('/'), `'${spec.name}' is no name of a host: not empty, no slash`);
  const host = hostOf(kernel, spec.name);
  assert(host.spec === undefined, `the host ${spec.name} is there already`);
  host.spec = spec;
  if (spec.down !== true) boot(kernel, host, -1);
}

function run(kernel: Kernel, turn: ActiveTurn, until: Micros | undefined): RunEnd {
  fromOutside(kernel);
  const { limits } = kernel.options;
  const last = until ?? Number.MAX_SAFE_INTEGER;
  assert(Number.isSafeInteger(last) && last >= kernel.now, `a run until ${last} cannot start at ${kernel.now}`);
  const end = Math.min(last, limits.time);
  for (;;) {
    if (kernel.events >= limits.events && pending(kernel)) return 'limit';
    if (!step(kernel, turn, end)) break;
  }
  const more = pending(kernel);
  if (more && last > limits.time) return 'limit';
  if (until !== undefined) kernel.now = until;
  return more ? 'until' : 'idle';
}

function pending(kernel: Kernel): boolean {
  return kernel.starts.length > 0 || kernel.ready.length > 0 || kernel.queue.size > 0;
}

function busiest(kernel: Kernel, count: number): readonly Busy[] {
  return kernel.cells
    .filter((cell) => cell.turns > 0)
    .toSorted((one, other) => other.turns - one.turns || one.index - other.index)
    .slice(0, count)
    .map((cell) => ({ process: cell.address, turns: cell.turns }));
}

function fromOutside(kernel: Kernel): void {
  assert(!kernel.busy, 'a world cannot be reached from within its own run: say it to the turn');
  if (kernel.failure !== undefined) throw kernel.failure;
}
