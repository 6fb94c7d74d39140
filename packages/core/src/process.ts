import type { Decide } from './decision.ts';
import type { Link } from './link.ts';
import type { Micros } from './time.ts';

/** The name of a process in its world, unique at any one time: `host/path`, e.g. `node-1.kubelet/pod/uid-web-0`. */
export type Address = string;

/** A pending timer of one process. Only good for `cancel` in a later turn of the same incarnation. */
export type TimerId = number;

/** What is sent between processes: immutable plain data with a `kind`. */
export interface Message {
  readonly kind: string;
}

/** Something that happened, as plain immutable data with a `kind`. The world adds time, process, incarnation and cause. */
export interface FactBody {
  readonly kind: string;
}

/**
 * A process as a pure state machine. `start` and `receive` may look at nothing but their arguments; what they want done
 * they say to the turn. The state is immutable plain data: return a new one, or the same reference where nothing changed.
 */
export interface Behaviour<Input, State, Incoming extends Message> {
  /** What kind of process this is; a stable name for digests and reports. */
  readonly kind: string;
  start(input: Input, turn: Turn<Incoming>): State;
  receive(state: State, message: Incoming, turn: Turn<Incoming>): State;
  /** The fast lane: takes the turn of an event that `turn.schedule` asked for. The README says when to use it. */
  fire?(state: State, handler: number, target: number, turn: Turn<Incoming>): State;
  /** What its handlers are called in names of decisions, traces and errors, by number; default `handler-0`, `handler-1`, … */
  readonly handlers?: readonly string[];
  /**
   * Its states, messages and facts are plain data for sure: only worlds with `freeze` look at them, and its tests run in
   * such worlds. Default false: the outermost fields are looked at always.
   */
  readonly trusted?: boolean;
  /** Only where a state is not immutable: a copy of it that goes on by itself, for forks. */
  fork?(state: State): State;
  /** Only where a state is not plain data: plain data that stands for it in state hashes. */
  plain?(state: State): unknown;
}

/** A process to be: where it lives on its host, what it does, with what input. */
export interface ProcessSpec<Input, State, Incoming extends Message> {
  /** The address below its host: `pod/uid-web-0`. */
  readonly path: string;
  readonly behaviour: Behaviour<Input, State, Incoming>;
  readonly input: Input;
}

/** A behaviour of whatever kind. */
export type AnyBehaviour = Behaviour<unknown, unknown, Message>;

/** A process of whatever kind. */
export type AnyProcessSpec = ProcessSpec<unknown, unknown, Message>;

export interface SendOptions {
  /** Time until the message arrives; default 0. Messages of one sender to one receiver never overtake each other. */
  readonly delay?: Micros;
}

/**
 * One step of one process at one instant. Everything asked for here is buffered and done after the step returned; a
 * step that throws leaves the world as it was.
 */
export interface Turn<Incoming extends Message> {
  /** World time of this turn. */
  readonly now: Micros;
  /** What the clock of the host shows: `now` where its clock is right. */
  readonly clock: Micros;
  readonly self: Address;
  readonly host: string;
  /** How often the host of this process was booted before: 0, 1, ... */
  readonly incarnation: number;
  readonly decide: Decide;
  readonly disk: Disk;
  send<Sent extends Message>(to: Address, message: Sent, options?: SendOptions): void;
  /** Sends `message` to the process itself, `delay` from now. Lost in a crash of its host. */
  after(delay: Micros, message: Incoming): TimerId;
  cancel(timer: TimerId): void;
  /**
   * Has `fire` of the process called, `delay` from now, with two numbers of its own: which handler (0 to 63), for which
   * target (0 to 2^26 - 1). For each pair one event is pending at most: asked for again, it moves.
   */
  schedule(delay: Micros, handler: number, target: number): void;
  /** Takes back what `schedule` asked for; nothing happens where it is not pending. */
  unschedule(handler: number, target: number): void;
  /** Starts a process on the same host, after this turn at the same instant. It dies with the host. */
  spawn<Input, State, Other extends Message>(spec: ProcessSpec<Input, State, Other>): Address;
  /** Ends a process of the same host in an orderly way (default: itself): its timers and what is sent to it later are dropped. */
  stop(address?: Address): void;
  /** Has `message` delivered to this process whenever `host` goes down, until `stop` of this process. */
  monitor(host: string, message: Incoming): void;
  /** Power over other hosts, for operators and fault scripts. A crash loses everything but the disk; a boot starts the host anew. */
  crash(host: string): void;
  boot(host: string): void;
  /** Has a host take no turns until it is resumed: what comes to it waits. Its clock goes on. */
  pause(host: string): void;
  resume(host: string): void;
  /** Changes what becomes of messages between hosts that are sent from the next turn on. */
  link(link: Link): void;
  record<Recorded extends FactBody>(fact: Recorded): void;
  /** Says that a situation worth reaching was reached. */
  reach(mark: string): void;
}

/** The disk of a host: what is written is visible at once, and survives a crash for sure only once it was synced. */
export interface Disk {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  remove(key: string): void;
  /** In the order in which they were first written. State hashes do not tell one order from another: sort where it matters. */
  keys(): readonly string[];
  sync(): void;
}
