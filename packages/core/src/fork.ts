import { forkCell } from './cell.ts';
import { forkHost } from './host.ts';
import type { Kernel, KernelOptions } from './kernel.ts';

/** What a fork does otherwise than its original. */
export type ForkChanges = Pick<KernelOptions, 'chooser' | 'onFact'>;

/**
 * A copy of a kernel that goes on by itself. States, messages, facts and pending events are immutable and shared; the
 * cost is that of the tables: processes, pending events, names of decisions.
 */
export function forkKernel(kernel: Kernel, changes: ForkChanges): Kernel {
  return {
    ...kernel,
    options: { ...kernel.options, ...changes },
    queue: kernel.queue.clone(),
    ready: [...kernel.ready],
    starts: [...kernel.starts],
    hosts: kernel.hosts.map(forkHost),
    hostIndex: new Map(kernel.hostIndex),
    cells: kernel.cells.map(forkCell),
    cellIndex: new Map(kernel.cellIndex),
    decisions: kernel.decisions.clone(changes.chooser),
    facts: kernel.facts.clone(),
    digest: { ...kernel.digest },
    marks: new Map(kernel.marks),
    kinds: new Map(kernel.kinds),
    trace: kernel.trace?.clone(),
  };
}
