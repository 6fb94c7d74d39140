import { KILLING_MUTANTS } from './mutants/killing.ts';
import { OBSERVING_MUTANTS } from './mutants/observing.ts';
import { STATIC_MUTANTS } from './mutants/static.ts';

export type MutantId =
  | (typeof KILLING_MUTANTS)[number]['id']
  | (typeof OBSERVING_MUTANTS)[number]['id']
  | (typeof STATIC_MUTANTS)[number]['id'];

/**
 * Historical bugs of the kubelet, of the container runtime and of the API server that can be put back into the model,
 * and naive readings of the documentation: the suite of properties is as good as the share of them that it finds.
 * `bug` names issues and pull requests of kubernetes/kubernetes where no other project is named; `killedBy` is the
 * invariant that has to see it.
 */
export interface Mutant {
  readonly id: MutantId;
  readonly sentence: string;
  readonly bug: string;
  readonly killedBy: string;
  /** The version in which the model does not have it by itself, where that is not the default. */
  readonly kubernetesVersion?: string;
}

/** Every mutant: a bug that the model can have on purpose. */
export const MUTANTS: readonly Mutant[] = [...KILLING_MUTANTS, ...OBSERVING_MUTANTS, ...STATIC_MUTANTS];

/** Which mutants a world has: plain data, and cheap to ask. */
export type Mutants = Readonly<Partial<Record<MutantId, true>>>;

/** The model as it is. */
export const NO_MUTANTS: Mutants = {};

/** The mutants that are named, as switches. */
export const mutantsOf = (ids: readonly MutantId[] | undefined): Mutants => {
  if (ids === undefined || ids.length === 0) return NO_MUTANTS;
  const mutants: Partial<Record<MutantId, true>> = {};
  for (const id of ids) mutants[id] = true;
  return mutants;
};
