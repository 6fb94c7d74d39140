/** Several measurements of one thing. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Their median and their ends. @throws Error where there are none. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const [least, most, median] = [sorted[0], sorted.at(-1), sorted[Math.floor(sorted.length / 2)]];
  if (least === undefined || most === undefined || median === undefined) throw new Error('nothing was measured');
  return { median, least, most };
}

/** Half of what the ends are apart, as a share of the median. */
export const noiseOf = ({ median, least, most }: Spread): number => (most - least) / 2 / median;
