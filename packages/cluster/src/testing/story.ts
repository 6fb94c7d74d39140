import type { Sketch } from './scenarios.ts';

/** A scenario that a reader would want to see played. */
export interface Story {
  /** A sentence; the file is named after it. */
  readonly title: string;
  /** What the scenario is, in one line. */
  readonly given: string;
  readonly sketch: Sketch;
}
