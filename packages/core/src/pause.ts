import type { Cell } from './cell.ts';
import { hostAt } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { Host } from './host.ts';
import type { ProcessEvent } from './queued-event.ts';
import { isStale, putBack } from './waiting.ts';

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
  for (const event of held) if (!isStale(kernel, event)) putBack(kernel, event);
}

/** Ends the pause of a host that goes down: what was held up finds nobody. */
export function dropHeld(kernel: Kernel, host: Host): void {
  if (!host.paused) return;
  kernel.dropped += host.held.filter(({ type }) => type === 'delivery').length;
  unpause(kernel, host);
}

/** Whether what comes to a cell has to wait for its host to be resumed. */
export function isHeldUp(kernel: Kernel, cell: Cell): boolean {
  return kernel.paused > 0 && hostAt(kernel, cell.host).paused;
}

/** Has an event wait for a host to be resumed. */
export function holdUp(kernel: Kernel, cell: Cell, event: ProcessEvent): void {
  const host = hostAt(kernel, cell.host);
  host.held = [...host.held, event];
}

function unpause(kernel: Kernel, host: Host): void {
  host.paused = false;
  host.held = [];
  kernel.paused -= 1;
}
