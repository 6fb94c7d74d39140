import { cpuSeconds } from './cpu-time.ts';

// As it is when this module is loaded: a guest of a world is shown the time of its world.
const machineTime = performance.now.bind(performance);

/** Of how many units the order goes into the checksum. */
const CHECKED = 20_000;

/** Counts what a contestant does, and says when it is enough. */
export interface Meter {
  /** One more unit was done, by the process or timer `id`; false when the contestant is to stop. */
  tick(id: number): boolean;
  /** Checksum of the order of the first 20,000 units; undefined where there were not that many. */
  order(): number | undefined;
}

/** A meter that stops after so many units. */
export function countingMeter(limit: number): Meter {
  let count = 0;
  let checksum = 0;
  return {
    tick(id) {
      count += 1;
      if (count <= CHECKED) checksum = (Math.imul(checksum, 31) + id) | 0;
      return count < limit;
    },
    order: () => (count < CHECKED ? undefined : checksum),
  };
}

/** A meter that warms up, measures, and stops. */
export interface TimedMeter extends Meter {
  /** Units for each second of CPU time of the main thread, measured after the warming up. */
  rate(): number;
}

/** Times are wall-clock seconds; what is reported is by CPU time, which changes less when others use the machine. */
export function timedMeter(warmUpSeconds: number, seconds: number): TimedMeter {
  return new ClockedMeter(warmUpSeconds * 1_000, seconds * 1_000);
}

class ClockedMeter implements TimedMeter {
  readonly #warmUp: number;
  readonly #duration: number;
  #begin = machineTime();
  #count = 0;
  #checksum = 0;
  // The clock is looked at once in so many units: a power of two, less 1.
  #between = 63;
  #measuring = false;
  #countAtBegin = 0;
  #cpuAtBegin = 0;
  #rate = 0;

  constructor(warmUp: number, duration: number) {
    this.#warmUp = warmUp;
    this.#duration = duration;
  }

  tick(id: number): boolean {
    const count = ++this.#count;
    if (count <= CHECKED) this.#checksum = (Math.imul(this.#checksum, 31) + id) | 0;
    return (count & this.#between) !== 0 || this.#look();
  }

  order(): number | undefined {
    return this.#count < CHECKED ? undefined : this.#checksum;
  }

  rate(): number {
    return this.#rate;
  }

  #look(): boolean {
    const elapsed = machineTime() - this.#begin;
    if (!this.#measuring) {
      if (elapsed < this.#warmUp || (this.#count < CHECKED && elapsed < 20 * this.#warmUp)) return true;
      if (this.#count / elapsed > 500) this.#between = 4_095;
      this.#measuring = true;
      this.#begin = machineTime();
      this.#countAtBegin = this.#count;
      this.#cpuAtBegin = cpuSeconds();
      return true;
    }
    if (elapsed < this.#duration) return true;
    this.#rate = (this.#count - this.#countAtBegin) / (cpuSeconds() - this.#cpuAtBegin);
    return false;
  }
}
