import type { Scenario } from '@simlet/cluster';
import type { MutantId } from '@simlet/kubelet';

/** A small run in which a mutant breaks an invariant. */
export interface MutantStory {
  readonly mutant: MutantId;
  readonly invariant: string;
  readonly message: string;
  readonly scenario: Scenario;
}

/** The stories of a file with one JSON text a line, in the order of the mutants. */
export function storiesOf(lines: string): readonly MutantStory[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MutantStory);
}
