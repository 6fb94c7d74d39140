import type { Workload } from '@simlet/manifest';
import { containersOf } from '../check/placed-container.ts';
import type { PlacedContainer } from '../check/placed-container.ts';
import { setNumber } from './edit.ts';
import type { Edit } from './edit.ts';
import type { RemedyKind } from './remedy.ts';

const MENDS: readonly string[] = ['prestop-completes', 'exits-before-sigkill', 'sidecar-outlives-app', 'hooks-succeed'];

/** A PreStop hook that sleeps for less: for where the grace period must not grow. The number searched for is what is taken off. */
export function shorterSleeps(workload: Workload): readonly RemedyKind[] {
  const taken = new Set<number>();
  return containersOf(workload.pod).flatMap((placed) => {
    const seconds = sleepOf(placed);
    if (seconds === undefined || seconds < 2) return [];
    // Behind a YAML anchor two containers have one hook.
    const start = workload.written([...placed.path, 'lifecycle', 'preStop'])?.value.start ?? -1;
    if (taken.has(start)) return [];
    taken.add(start);
    return [
      {
        how: 'number' as const,
        mends: MENDS,
        current: 0,
        most: seconds - 1,
        with(changed: Workload, less: number) {
          const edits = less === 0 ? [] : editsOf(changed, placed, seconds - less);
          const { name } = placed.container;
          const words = `PreStop of ${name} sleeps for ${seconds - less} s, not ${seconds} (if its traffic is gone by then)`;
          return edits === undefined ? undefined : { words, edits };
        },
      },
    ];
  });
}

/** Of a `sleep` in a command, `sleep 20`, `sleep 20s`. */
const SLEEP = /(\bsleep[\s"',]+)(\d{1,6})(?=s?(?:["'\s;&|\],]|$))/gu;

/** The whole seconds that its PreStop hook sleeps for, where it does so once. */
function sleepOf({ container: { lifecycle } }: PlacedContainer): number | undefined {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep !== undefined) return sleep.seconds;
  const [found, other] = [...(exec?.command ?? []).join(' ').matchAll(SLEEP)];
  return found === undefined || other !== undefined ? undefined : Number(found[2]);
}

function editsOf(workload: Workload, { container, path }: PlacedContainer, value: number): readonly Edit[] | undefined {
  const hook = [...path, 'lifecycle', 'preStop'];
  if (container.lifecycle?.preStop?.sleep !== undefined)
    return setNumber(workload, [...hook, 'sleep', 'seconds'], value);
  const written = workload.written([...hook, 'exec', 'command']);
  if (written === undefined) return undefined;
  const text = workload.fileText.slice(written.value.start, written.value.end);
  // A list in lines has dashes between its items.
  const [found, other] = [...text.matchAll(/(\bsleep(?:\s|["',]|-\s)+)(\d{1,6})/gu)];
  if (found?.[1] === undefined || found[2] === undefined || other !== undefined) return undefined;
  const start = written.value.start + found.index + found[1].length;
  return [{ start, end: start + found[2].length, text: String(value) }];
}
