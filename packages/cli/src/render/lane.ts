import type { Micros } from '@simlet/core';

/** What a part of a lane shows. */
export type Shade = 'running' | 'stopping' | 'down' | 'hook' | 'abandoned' | 'budget';

export interface Span {
  readonly from: Micros;
  readonly to: Micros;
  readonly shade: Shade;
}

/** A single character at one instant: a number (the run of a hook) or a sign. */
export interface Mark {
  readonly at: Micros;
  readonly sign: 'cut' | 'end' | 'start' | number;
}

/** One row of a time-line. */
export interface Lane {
  readonly label: string;
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
}
