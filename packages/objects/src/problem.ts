/** What kind of mistake a problem is. */
export type ProblemCode =
  | 'missing-field'
  | 'invalid-value'
  | 'two-handlers'
  | 'no-handler'
  | 'negative-number'
  | 'duplicate-name'
  | 'not-allowed-here';

/** Something that is wrong with an object whose fields have the right names and types. */
export interface Problem {
  /** The API server refuses an error; a warning it takes, and does something else than what is written. */
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** One sentence without a full stop. What is quoted in it may hold any character of the manifest. */
  readonly message: string;
  /** From the object to the field. */
  readonly path: readonly (string | number)[];
}

export type ProblemPath = Problem['path'];

export function problemAt(path: ProblemPath, code: ProblemCode, message: string): Problem {
  return { severity: 'error', code, message, path };
}

export function unless(condition: boolean, problem: () => Problem): readonly Problem[] {
  return condition ? [] : [problem()];
}
