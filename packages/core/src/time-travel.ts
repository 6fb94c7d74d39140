import { assert } from './engine-error.ts';
import { forkKernel } from './fork.ts';
import type { Kernel } from './kernel.ts';
import type { Micros } from './time.ts';

/** Keeps copies of a kernel as it was: every so many events, and whenever it was changed from outside. */
export class TimeTravel {
  private readonly every: number;
  private readonly kept: Kernel[] = [];

  /** @throws EngineError where `every` is no whole number from 1 on. */
  constructor(every: number) {
    assert(Number.isSafeInteger(every) && every > 0, `snapshots every ${every} events: a whole number from 1 on`);
    this.every = every;
  }

  /** To be called before an event. @returns how many may run before it is to be called again. */
  keep(kernel: Kernel): number {
    const last = this.kept.at(-1);
    const since = last === undefined || kernel.touched ? this.every : kernel.events - last.events;
    if (since < this.every) return this.every - since;
    kernel.touched = false;
    this.kept.push(copyOf(kernel));
    return this.every;
  }

  /** A kernel from which the state at a time can be reached by running on, without anything from outside. */
  before(kernel: Kernel, time: Micros): Kernel {
    assert(
      Number.isSafeInteger(time) && time >= 0 && time <= kernel.now,
      `a world that has come to ${kernel.now} us was never at ${time}`,
    );
    // A world that has failed has nothing new to keep, and is looked at most of all.
    if (kernel.failure === undefined) this.keep(kernel);
    const nearest = this.kept.findLast((copy) => copy.now <= time);
    assert(nearest !== undefined, `nothing was kept from before ${time}`);
    return copyOf(nearest);
  }
}

function copyOf(kernel: Kernel): Kernel {
  const { chooser } = kernel.options;
  return forkKernel(kernel, { chooser: chooser?.fork?.() ?? chooser, onFact: undefined });
}
