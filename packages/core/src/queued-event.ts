import type { Message, TimerId } from './process.ts';

/**
 * What waits, as an object: only where it waits outside of the queue (a tie, a paused host) or is looked at. Immutable and
 * free of references to its world, so that forks share it. Cells and hosts are given by their index.
 */
export type QueuedEvent = ProcessEvent | HostEvent;

/** What a process reacts to. */
export type ProcessEvent = Delivery | Timer | Scheduled;

/** What happens to a host. */
export type HostEvent = HostCrash | HostBoot;

export interface Delivery {
  readonly type: 'delivery';
  /** The receiving cell. */
  readonly to: number;
  readonly from: number;
  readonly message: Message;
  /** Number of the turn that sent it, -1 for none. */
  readonly cause: number;
}

export interface Timer {
  readonly type: 'timer';
  readonly to: number;
  /** The process that set it; no other gets to see it. */
  readonly instance: number;
  readonly id: TimerId;
  readonly message: Message;
  readonly cause: number;
}

/** An event of the fast lane. */
export interface Scheduled {
  readonly type: 'scheduled';
  readonly to: number;
  readonly instance: number;
  readonly handler: number;
  readonly target: number;
  readonly cause: number;
}

/** Takes down the incarnation that it speaks of, and no later one. */
export interface HostCrash {
  readonly type: 'crash';
  readonly host: number;
  readonly boots: number;
  readonly restartAfter: number;
  readonly cause: number;
}

/** Boots a host that has been down since the incarnation that it speaks of. */
export interface HostBoot {
  readonly type: 'boot';
  readonly host: number;
  readonly boots: number;
  readonly cause: number;
}
