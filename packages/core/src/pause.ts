import type { Cell } from './cell.ts';
import { cellAt, hostAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { Host } from './host.ts';
import type { Delivery, Timer } from './queued-event.ts';

/** Holds up whatever comes to a host, as if it had no processor, until it is resumed. Its clock goes on. */
export function pause(kernel: Kernel, host: Host): void {
  if (!host.up || host.paused) return;
  host.paused = true;
  kernel.paused += 1;
}

/** Has all that was held up arrive now, in the order in which it came. */
export function resume(kernel: Kernel, host: Host): void {
  if (!host.paused) return;
  const { held } = host;
  unpause(kernel, host);
  for (const event of held) {
    if (event.type === 'delivery') {
      kernel.queue.push(kernel.now, event);
      continue;
    }
    const { process } = cellAt(kernel, event.to);
    if (process?.instance !== event.instance || process.timers?.take(event.id) === undefined) continue;
    process.timers.add(event.id, kernel.queue.push(kernel.now, event));
  }
}

/** Ends the pause of a host that goes down: what was held up finds nobody. */
export function dropHeld(kernel: Kernel, host: Host): void {
  if (!host.paused) return;
  kernel.dropped += host.held.filter(({ type }) => type === 'delivery').length;
  unpause(kernel, host);
}

/** Whether an event has to wait for the host of its receiver to be resumed; it is held up then. */
export function holdUp(kernel: Kernel, cell: Cell, event: Delivery | Timer): boolean {
  if (kernel.paused === 0) return false;
  const host = hostAt(kernel, cell.host);
  if (host.paused) host.held = [...host.held, event];
  return host.paused;
}

function unpause(kernel: Kernel, host: Host): void {
  host.paused = false;
  host.held = [];
  kernel.paused -= 1;
}
