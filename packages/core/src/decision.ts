/**
 * A decision is a place where the world could go more than one way. It is asked for by name; the n-th time the same
 * name is asked is its occurrence n (from 0). Names read `site/actor/subject`, e.g. `cri.pull-delay/node-1/web-0`.
 */
export interface IntegerDomain {
  /** The outcome of a calm world. Within [min, max]. */
  readonly simplest: number;
  readonly min: number;
  readonly max: number;
  /** Outcomes that a sweep of single deviations tries in place of the simplest. Default: min and max where they differ. */
  readonly interesting?: readonly number[];
  /** How a seeded chooser draws. Default: `{ kind: 'uniform' }` with odds of 1. */
  readonly distribution?: Distribution;
  /** Where the decision is who goes first: who each outcome from `min` on lets go, as `actor:what`. */
  readonly contenders?: readonly string[];
}

/**
 * How a seeded chooser draws an integer, without floating point. `odds` is `[n, m]`: the simplest outcome is left in n
 * of m cases, and only then the shape is drawn from; default `[1, 1]`.
 */
export type Distribution =
  | { readonly kind: 'uniform'; readonly odds?: readonly [number, number] }
  | { readonly kind: 'triangular'; readonly mode: number; readonly odds?: readonly [number, number] }
  /** In steps of `unit`, default 1: what lies nearer to the simplest outcome than that is not worth drawing. */
  | { readonly kind: 'heavy-tailed'; readonly unit?: number; readonly odds?: readonly [number, number] }
  | {
      readonly kind: 'table';
      readonly rows: readonly (readonly [value: number, weight: number])[];
      readonly odds?: readonly [number, number];
    };

/** What a process of a world asks. Each call is one occurrence of the name. */
export interface Decide {
  /** A whole number within the domain. */
  integer(name: string, domain: IntegerDomain): number;
  /** Whether something out of the ordinary happens; calm worlds answer false. `odds` `[n, m]`: n in m when seeded, default `[1, 10]`. */
  boolean(name: string, odds?: readonly [number, number]): boolean;
  /** One of the options; the first is the simplest. `odds` as for `boolean`. */
  oneOf<Option extends string>(name: string, options: readonly Option[], odds?: readonly [number, number]): Option;
}

/** A decision of a run whose outcome was not the simplest. Booleans are 0 and 1, `oneOf` the index of the option. */
export interface Deviation {
  readonly name: string;
  readonly occurrence: number;
  readonly outcome: number;
}
