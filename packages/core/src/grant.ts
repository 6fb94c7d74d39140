import type { Cell, Process } from './cell.ts';
import { unreachable } from './engine-error.ts';
import { ownTables } from './host.ts';
import type { CrashPoints, Host } from './host.ts';
import { cellOf, hostAt, hostOf, knownHost } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { boot, crash, end, monitor, register, scheduleCrash } from './lifecycle.ts';
import { linkPairs } from './link.ts';
import type { Link } from './link.ts';
import { pause, resume } from './pause.ts';
import type { HostWish, PowerWish, Wish } from './wishes.ts';

/** Whether an incarnation of a host is up. */
export function isAlive(host: Host, incarnation: number): boolean {
  return host.up && host.boots - 1 === incarnation;
}

/** Does what a turn asked for. What was to be done on its own host is done only while that incarnation is up. */
export function grant(
  kernel: Kernel,
  cell: Cell,
  process: Process,
  incarnation: number,
  wish: Wish,
  sequence: number,
): void {
  if (wish.scope === 'power') grantPower(kernel, wish, sequence);
  else if (isAlive(hostAt(kernel, cell.host), incarnation)) grantOnHost(kernel, cell, process, wish, sequence);
}

function grantOnHost(kernel: Kernel, cell: Cell, process: Process, wish: HostWish, sequence: number): void {
  switch (wish.kind) {
    case 'spawn':
      return register(kernel, cellOf(kernel, wish.address), wish.spec, sequence);
    case 'stop':
      return end(kernel, cellOf(kernel, wish.address));
    case 'monitor':
      // Not where it has stopped itself before.
      if (cell.process === process) monitor(kernel, cell, process, wish.host, wish.message);
      return;
    default:
      return unreachable(wish);
  }
}

function grantPower(kernel: Kernel, wish: PowerWish, sequence: number): void {
  switch (wish.kind) {
    case 'crash':
      return crash(kernel, knownHost(kernel, wish.host), sequence);
    case 'boot':
      return boot(kernel, knownHost(kernel, wish.host), sequence);
    case 'pause':
      return pause(kernel, knownHost(kernel, wish.host));
    case 'resume':
      return resume(kernel, knownHost(kernel, wish.host));
    case 'link':
      return setLink(kernel, wish.link);
    default:
      return unreachable(wish);
  }
}

/** Sets a rule for each pair of hosts that a link names. */
export function setLink(kernel: Kernel, link: Link): void {
  kernel.linked = true;
  for (const [from, to] of linkPairs(link)) {
    const host = hostOf(kernel, from);
    ownTables(host);
    host.links ??= new Map();
    host.links.set(hostOf(kernel, to).index, link.rule);
  }
}

/** Asks whether a host crashes because of a turn that was just taken on it, and for how long. */
export function askCrashPoint(
  kernel: Kernel,
  cell: Cell,
  host: Host,
  { delay, restartAfter }: CrashPoints,
  kind: string,
  sequence: number,
): void {
  const outcome = kernel.decisions.integer(crashPointName(cell, kind), delay);
  if (outcome === 0) return;
  const down = kernel.decisions.integer(`restart/${host.name}`, restartAfter);
  scheduleCrash(kernel, host, outcome - 1, down, sequence);
}

function crashPointName(cell: Cell, kind: string): string {
  cell.crashPoints ??= new Map();
  let name = cell.crashPoints.get(kind);
  if (name === undefined) {
    name = `crash/${cell.address}:${kind}`;
    cell.crashPoints.set(kind, name);
  }
  return name;
}
