import type { Chooser } from './chooser.ts';
import type { AskedDecision } from './decision-log.ts';
import type { Deviation } from './decision.ts';
import type { FactKeeping, WorldFact } from './fact-log.ts';
import type { HostSpec } from './host.ts';
import type { Link } from './link.ts';
import type { Address, FactBody, Message, SendOptions } from './process.ts';
import type { Micros } from './time.ts';
import type { TracedEvent } from './trace.ts';

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
  /** How many of the latest events `trace()` has; default 0, none. A whole number. */
  readonly trace?: number;
  /** How many events apart copies are kept for `at`; default none is. A whole number from 1 on, 1000 say. */
  readonly keepEvery?: number;
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
  /** Messages and timers that were put into the queue so far: each was run, was cancelled, or is pending. */
  readonly queued: number;
  /** Messages so far that found no process or were lost on a link. */
  readonly dropped: number;
  addHost(spec: HostSpec): void;
  /** A message from outside the world; each is on its own, so that a later one with a smaller delay is there earlier. */
  send<Sent extends Message>(to: Address, message: Sent, options?: SendOptions): void;
  setLink(link: Link): void;
  crash(host: string): void;
  boot(host: string): void;
  pause(host: string): void;
  resume(host: string): void;
  /**
   * Runs everything due up to and including an instant, and moves the clock there; without one, until nothing is pending.
   * Stopped by a limit, it leaves the clock where the last event was. It says `limit` where it has left something undone,
   * and not where a limit was met with the last of what was due.
   * @throws EngineError where a turn throws.
   */
  run(until?: Micros): RunEnd;
  /** Runs the next event due by `until` (default: whenever); false where there is none. @throws EngineError where a turn throws. */
  step(until?: Micros): boolean;
  facts(): readonly WorldFact<F>[];
  /** The latest events, oldest first, as many as the world was told to keep: turns, crashes and boots. */
  trace(): readonly TracedEvent[];
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
   * Keeps the world as it stands: what the snapshot forks to goes on from here, however far this world has gone since.
   * @throws EngineError as `fork` does.
   */
  snapshot(): Snapshot<F>;
  /**
   * The world as it was when everything due at a time had run, as a fork. Runs on from the nearest copy kept before.
   * @throws EngineError without `keepEvery`, or where the time lies ahead.
   */
  at(time: Micros): World<F>;
  /**
   * Sixteen hexadecimal digits over all that the future depends on, but for the chooser: processes, disks, links and
   * pending events with the time left to them. Not over the past: time, facts, digest, occurrences of decisions.
   */
  stateHash(): string;
}

/** A world as it stood at an instant. It holds what has changed since; the rest it shares with the world. */
export interface Snapshot<F extends FactBody = FactBody> {
  readonly now: Micros;
  /** Events run up to then. */
  readonly events: number;
  /** A world of its own that stands there; as often as wanted. */
  fork(options?: ForkOptions<F>): World<F>;
}

export interface ForkOptions<F extends FactBody = FactBody> {
  /** Where outcomes come from; default the chooser of the original, or its own fork of it. */
  readonly chooser?: Chooser;
  /** Sees the facts of the fork; default nobody. */
  readonly onFact?: (fact: WorldFact<F>) => void;
}
