/** The properties that a run broke. */
export type Broken = readonly string[];

/** Work that pauses after each run, and tells what that one broke, so that its caller can do something else in between. */
export type Steps<Result> = Generator<Broken, Result, undefined>;

/** What a pause tells where nobody asks what the run before it broke. */
export const UNTOLD: Broken = [];

/** Does the work without a pause. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
