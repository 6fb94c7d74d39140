import type { Message, TimerId } from './process.ts';

/**
 * What waits in the queue of a world. Immutable and free of references to its world, so that forks share it. Cells and
 * hosts are given by their index.
 */
export type QueuedEvent = Delivery | Timer | HostCrash | HostBoot;

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
