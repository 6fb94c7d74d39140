import { Lane } from './lane.ts';
import { PendingTimers } from './pending-timers.ts';
import type { Address, AnyBehaviour, TimerId } from './process.ts';
import type { Micros } from './time.ts';

/** An address as the world holds it, with the process that lives there, if any. Cells are never removed. */
export interface Cell {
  readonly index: number;
  /** The world that may change it, among those that have it: `Kernel.owner`. */
  owner: object;
  readonly address: Address;
  readonly hash: number;
  /** Index of the host. */
  readonly host: number;
  process: Process | undefined;
  /** When the latest message from here arrives, by receiving cell; kept only where that lies ahead. */
  arrivals: Map<number, Micros> | undefined;
  /** Turns taken at this address. */
  turns: number;
  /** The cell that was sent to last, and the kind of what came last with its hash and index: most often it is the same again. */
  receiver: number;
  kind: string;
  kindHash: number;
  kindIndex: number;
  /** Names of the crash points after a turn, by kind of message. */
  crashPoints: Map<string, string> | undefined;
}

/** A living process. `instance` is its number in the world: no two processes share one. */
export class Process extends PendingTimers {
  readonly instance: number;
  readonly behaviour: AnyBehaviour;
  /** Whether only worlds with `freeze` look at what it says and keeps. */
  readonly trusted: boolean;
  state: unknown;
  /** Number of its next timer; counted for each process, so that no process sees what others do. */
  nextTimer: TimerId;
  /** Its pending events of the fast lane. */
  lane: Lane | undefined;
  /** What its first turn starts from; let go of after it. */
  input: unknown;
  /** Indices of the hosts that it monitors. */
  monitored: readonly number[];

  constructor(instance: number, behaviour: AnyBehaviour, input: unknown, from?: Process) {
    super(from);
    this.instance = instance;
    this.behaviour = behaviour;
    this.trusted = behaviour.trusted === true;
    this.state = undefined;
    this.nextTimer = from?.nextTimer ?? 1;
    this.lane = from?.lane === undefined ? undefined : new Lane(from.lane);
    this.input = input;
    this.monitored = from?.monitored ?? NOBODY;
  }
}

const NOBODY: readonly number[] = [];

/** A copy for one of the worlds that have it. What is immutable is shared. */
export function copyCell(cell: Cell, owner: object): Cell {
  const { process } = cell;
  return {
    ...cell,
    owner,
    process: process === undefined ? undefined : copyProcess(process),
    arrivals: cell.arrivals === undefined ? undefined : new Map(cell.arrivals),
  };
}

function copyProcess(process: Process): Process {
  const { state, behaviour } = process;
  const copy = new Process(process.instance, behaviour, process.input, process);
  // There is no state before the first turn.
  copy.state = state === undefined || behaviour.fork === undefined ? state : behaviour.fork(state);
  return copy;
}
