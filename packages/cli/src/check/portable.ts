import type { Workload } from '@simlet/manifest';
import type { Invariant } from '@simlet/properties';
import type { Answer } from './answer.ts';
import type { Examination, PropertyResult } from './examination.ts';

type PortableResult = Omit<PropertyResult, 'property'> & { readonly property: string };

/** An examination as plain data, which can go from one thread to another: without the workload, properties by their ids. */
export interface Portable extends Omit<Examination, 'workload' | 'properties' | 'answers'> {
  readonly properties: readonly PortableResult[];
  readonly answers: readonly (Omit<Answer, 'results'> & { readonly results: readonly string[] })[];
}

export function toPortable({ workload: _workload, properties, answers, ...rest }: Examination): Portable {
  return {
    ...rest,
    properties: properties.map((result) => ({ ...result, property: result.property.id })),
    answers: answers.map((answer) => ({ ...answer, results: answer.results.map(({ property }) => property.id) })),
  };
}

/** `known`: the properties that it may name. */
export function fromPortable(
  { properties, answers, ...rest }: Portable,
  workload: Workload,
  known: readonly Invariant[],
): Examination {
  const results = properties.flatMap((result): readonly PropertyResult[] => {
    const property = known.find(({ id }) => id === result.property);
    return property === undefined ? [] : [{ ...result, property }];
  });
  const named = (id: string): readonly PropertyResult[] => results.filter(({ property }) => property.id === id);
  return {
    ...rest,
    workload,
    properties: results,
    answers: answers.map((answer) => ({ ...answer, results: answer.results.flatMap(named) })),
  };
}
