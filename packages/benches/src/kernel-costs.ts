import { execFileSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

/** What the kernel takes for one thing, of which less is better. */
export interface Cost {
  /** What is measured, as `--only` finds it: a word and a size, like the text of a job. */
  readonly name: string;
  readonly unit: string;
  readonly atMost: number;
}

/** A cost and what was measured. */
export interface MeasuredCost extends Cost {
  readonly value: number;
}

/** Those costs that have a goal of their own, not beside a peer, by what `costs-main.js` calls them. */
const costs: Readonly<Record<'pending' | 'setUp', Cost>> = {
  pending: { name: 'pending 1000000 simlet-numbers', unit: 'bytes a pending timer', atMost: 24 },
  setUp: { name: 'set-up 1 simlet-world', unit: 'µs of CPU time for a world, a process and its run', atMost: 20 },
};

const MEASURE = fileURLToPath(new URL('costs-main.js', import.meta.url));

/** Measures the costs that the pattern finds, each in a new process. */
export function kernelCosts(only: RegExp): readonly MeasuredCost[] {
  return Object.entries(costs)
    .filter(([, { name }]) => only.test(name))
    .map(([key, cost]) => {
      const text = execFileSync(execPath, ['--no-warnings', '--expose-gc', MEASURE, key], { encoding: 'utf8' });
      return { ...cost, value: Number(text) };
    });
}
