import { copyCell } from './cell.ts';
import { cellAt } from './kernel.ts';
import type { Kernel, KernelOptions } from './kernel.ts';

/** What a fork does otherwise than its original. */
export type ForkChanges = Pick<KernelOptions, 'chooser' | 'onFact'>;

/**
 * A copy of a kernel that goes on by itself. Processes, hosts, states, messages, facts and names are shared until one of the
 * two changes them; what is copied at once is flat: 48 bytes for each pending event and 8 for each address. A script or another
 * state that is not immutable is copied at once too.
 */
export function forkKernel(kernel: Kernel, changes: ForkChanges): Kernel {
  const owner = {};
  // First what may throw: a script may have seen too much.
  const unshared = [...kernel.unshared].map((index) => cellAt(kernel, index));
  const copies = unshared.map((cell) => copyCell(cell, owner));
  // From here on neither owns what both have, but for these: to copy one for the original would run its script anew.
  kernel.owner = {};
  for (const cell of unshared) cell.owner = kernel.owner;
  const cells = kernel.cells.slice();
  for (const copy of copies) cells[copy.index] = copy;
  return {
    ...kernel,
    owner,
    options: { ...kernel.options, ...changes },
    queue: kernel.queue.clone(),
    ready: [...kernel.ready],
    starts: [...kernel.starts],
    hosts: kernel.hosts.slice(),
    hostIndex: new Map(kernel.hostIndex),
    cells,
    cellIndex: kernel.cellIndex.fork(),
    unshared: new Set(kernel.unshared),
    decisions: kernel.decisions.clone(changes.chooser),
    facts: kernel.facts.clone(),
    marks: new Map(kernel.marks),
    kinds: new Map(kernel.kinds),
    log: kernel.log.clone(),
  };
}
