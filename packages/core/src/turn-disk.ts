import { assert } from './engine-error.ts';
import { applyToMap } from './host-disk.ts';
import type { DiskOperation, HostDisk } from './host-disk.ts';
import { leaveTurn } from './plain.ts';
import type { Disk } from './process.ts';
import type { Wishes } from './wishes.ts';

/** The disk as a turn sees it: its own writes are visible to it at once, and reach the host when the turn is committed. */
export function turnDisk(hostDisk: () => HostDisk, wishes: Wishes, freeze: boolean): Disk {
  const operations = wishes.writes;

  function wish(operation: DiskOperation): void {
    if (operation.kind !== 'sync') assert(typeof operation.key === 'string', 'what is on a disk has a text as its key');
    wishes.plain = false;
    operations.push(operation);
  }

  function visible(): ReadonlyMap<string, unknown> {
    const disk = hostDisk();
    if (operations.length === 0) return disk.visible;
    const overlaid = new Map(disk.visible);
    for (const operation of operations) applyToMap(overlaid, operation);
    return overlaid;
  }

  return {
    read(key) {
      for (let index = operations.length - 1; index >= 0; index -= 1) {
        const operation = operations[index];
        if (operation === undefined || operation.kind === 'sync' || operation.key !== key) continue;
        return operation.kind === 'write' ? operation.value : undefined;
      }
      return hostDisk().visible.get(key);
    },
    write(key, value) {
      hostDisk();
      leaveTurn(value, `what is written to ${String(key)}`, freeze);
      wish({ kind: 'write', key, value });
    },
    remove(key) {
      hostDisk();
      wish({ kind: 'remove', key });
    },
    keys: () => [...visible().keys()],
    sync() {
      hostDisk();
      wish({ kind: 'sync' });
    },
  };
}
