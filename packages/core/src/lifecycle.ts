import { Process } from './cell.ts';
import type { Cell } from './cell.ts';
import { hashText } from './digest.ts';
import { EngineError } from './engine-error.ts';
import { crashDisk, ownDisk } from './host-disk.ts';
import { BOOTED, CRASHED } from './event-log.ts';
import { ownTables } from './host.ts';
import type { Host } from './host.ts';
import { cellAt, cellOf, hostAt, hostOf } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import type { AnyProcessSpec, FactBody, Message } from './process.ts';
import { dropHeld } from './pause.ts';
import { leaveTurn } from './plain.ts';
import { record } from './record.ts';
import type { Micros } from './time.ts';
import { highWord, lowWord } from './time-words.ts';

const CRASH = hashText('crash');
const BOOT = hashText('boot');

/** Gives an address a process; its first turn comes before anything else that is due. */
export function register(kernel: Kernel, cell: Cell, spec: AnyProcessSpec, cause: number): void {
  if (cell.process !== undefined) {
    throw new EngineError(`${cell.address} was started twice: stop the process there first`);
  }
  const instance = kernel.nextInstance++;
  cell.process = new Process(instance, spec.behaviour, spec.input);
  const host = hostAt(kernel, cell.host);
  ownTables(host);
  host.living.add(cell.index);
  if (spec.behaviour.fork !== undefined) kernel.unshared.add(cell.index);
  kernel.starts.push({ cell: cell.index, instance, cause });
}

/** Ends a process, if there is one: its timers will not fire, and what is sent to it finds nobody. */
export function end(kernel: Kernel, cell: Cell): void {
  const { process } = cell;
  if (process === undefined) return;
  cell.process = undefined;
  const own = hostAt(kernel, cell.host);
  ownTables(own);
  own.living.delete(cell.index);
  kernel.unshared.delete(cell.index);
  for (const place of process.timerPlaces()) kernel.queue.cancel(place);
  if (process.lane !== undefined) for (const place of process.lane.places()) kernel.queue.cancel(place);
  for (const index of process.monitored) {
    const host = hostAt(kernel, index);
    ownTables(host);
    host.monitors.delete(process.instance);
  }
}

/** Has a message delivered to a process whenever a host goes down. */
export function monitor(kernel: Kernel, cell: Cell, process: Process, hostName: string, message: Message): void {
  const host = hostOf(kernel, hostName);
  ownTables(host);
  const before = host.monitors.get(process.instance) ?? [];
  host.monitors.set(process.instance, [...before, { cell: cell.index, message }]);
  process.monitored = process.monitored.concat(host.index);
}

/** Takes a host down; nothing happens where it is down already. */
export function crash(kernel: Kernel, host: Host, cause: number): void {
  if (!host.up || host.spec === undefined) return;
  const sequence = beginHostEvent(kernel, host, CRASHED, CRASH, cause);
  host.up = false;
  dropHeld(kernel, host);
  for (const index of host.living) end(kernel, cellAt(kernel, index));
  host.disk = ownDisk(host.disk);
  crashDisk(host.disk, host.name, host.spec.disk ?? 'ordered', kernel.decisions);
  const incarnation = host.boots - 1;
  const bodies: readonly FactBody[] = host.spec.onCrash?.(incarnation) ?? [];
  for (const body of bodies) {
    leaveTurn(body, `a fact of the crash of ${host.name}`, kernel.options.freeze);
    record(kernel, { time: kernel.now, process: host.name, host: host.name, incarnation, sequence, cause, body });
  }
  // From the host itself, behind everything that its processes have sent to arrive at this instant.
  const from = cellOf(kernel, host.name).index;
  for (const monitors of host.monitors.values())
    for (const { cell, message } of monitors) kernel.queue.pushDelivery(kernel.now, cell, from, message, sequence);
}

/** Boots a host; nothing happens where it is up already. Its processes start in their order, before anything else due. */
export function boot(kernel: Kernel, host: Host, cause: number): void {
  const { spec } = host;
  if (host.up || spec === undefined) return;
  beginHostEvent(kernel, host, BOOTED, BOOT, cause);
  host.up = true;
  host.boots += 1;
  for (const process of spec.boot) register(kernel, cellOf(kernel, `${host.name}/${process.path}`), process, cause);
}

/** Crashes a host some time after the turn that is being committed, and boots it again. */
export function scheduleCrash(kernel: Kernel, host: Host, delay: Micros, restartAfter: Micros, cause: number): void {
  const { boots } = host;
  if (delay > 0) {
    kernel.queue.pushHostEvent(kernel.now + delay, { type: 'crash', host: host.index, boots, restartAfter, cause });
    return;
  }
  crash(kernel, host, cause);
  kernel.queue.pushHostEvent(kernel.now + restartAfter, { type: 'boot', host: host.index, boots, cause });
}

function beginHostEvent(kernel: Kernel, host: Host, what: number, hash: number, cause: number): number {
  const cell = cellOf(kernel, host.name);
  kernel.log.add(lowWord(kernel.now), highWord(kernel.now), cell.index, what, 0, cause, hash, cell.hash);
  return kernel.sequence++;
}
