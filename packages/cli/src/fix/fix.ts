import type { Edit } from './edit.ts';

/** A change of a manifest with which what broke holds. */
export interface Fix {
  /** Each change in words. */
  readonly changes: readonly string[];
  /** In the text of the file. */
  readonly edits: readonly Edit[];
  /** The properties that hold with it, and in how many runs that was tried. */
  readonly properties: readonly string[];
  readonly runs: number;
  /** Those of them that a restart of the kubelet at the wrong moment breaks still. */
  readonly leaves: readonly string[];
  /** What no change mends, and why; absent: nothing. */
  readonly stays?: NoFix;
}

/** Why no change of the manifest mends what broke. */
export interface NoFix {
  readonly none: string;
  readonly properties: readonly string[];
}
