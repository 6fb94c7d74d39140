import type { Decide } from './decision.ts';

/** What was asked of a disk in one turn, in order. */
export type DiskOperation =
  | { readonly kind: 'write'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'sync' };

/** Whether a crash loses the latest unsynced writes only (`ordered`) or any of them (`unordered`). */
export type DiskOrder = 'ordered' | 'unordered';

/** A disk as its host holds it: what was synced, and the writes and removals since. */
export interface HostDisk {
  /** What a crash cannot take. */
  readonly synced: Map<string, unknown>;
  /** What a read sees. */
  readonly visible: Map<string, unknown>;
  readonly unsynced: DiskOperation[];
  /** Whether a fork of the world has it too, so that neither may change it. */
  shared: boolean;
}

export function createHostDisk(): HostDisk {
  return { synced: new Map(), visible: new Map(), unsynced: [], shared: false };
}

/** A disk with the same contents that may be changed: the same one where nobody else has it. */
export function ownDisk(disk: HostDisk): HostDisk {
  if (!disk.shared) return disk;
  const { synced, visible, unsynced } = disk;
  return { synced: new Map(synced), visible: new Map(visible), unsynced: [...unsynced], shared: false };
}

export function applyToDisk(disk: HostDisk, operation: DiskOperation): void {
  if (operation.kind === 'sync') {
    for (const earlier of disk.unsynced) applyToMap(disk.synced, earlier);
    disk.unsynced.length = 0;
  } else {
    applyToMap(disk.visible, operation);
    disk.unsynced.push(operation);
  }
}

export function applyToMap(map: Map<string, unknown>, operation: DiskOperation): void {
  if (operation.kind === 'write') map.set(operation.key, operation.value);
  else if (operation.kind === 'remove') map.delete(operation.key);
}

/**
 * Leaves on the disk what survives a crash, all of it synced from then on. An ordered disk asks `disk.lost/<host>` how
 * many of the latest unsynced writes are gone; an unordered one asks `disk.lost/<host>/<key>` for each write. In a calm
 * world every write survives, as it does when a process dies and its machine does not.
 */
export function crashDisk(disk: HostDisk, host: string, order: DiskOrder, decide: Decide): void {
  const count = disk.unsynced.length;
  if (count === 0) return;
  const survivors =
    order === 'ordered'
      ? disk.unsynced.slice(0, count - decide.integer(`disk.lost/${host}`, { simplest: 0, min: 0, max: count }))
      : disk.unsynced.filter(
          (operation) => operation.kind === 'sync' || !decide.boolean(`disk.lost/${host}/${operation.key}`),
        );
  for (const operation of survivors) applyToMap(disk.synced, operation);
  disk.unsynced.length = 0;
  disk.visible.clear();
  for (const [key, value] of disk.synced) disk.visible.set(key, value);
}
