import type { Steps } from '../check/steps.ts';
import type { RemedyKind } from './remedy.ts';
import type { Choice } from './search.ts';

type Test = (choice: Choice) => Steps<boolean>;

/** All remedies, with the largest numbers that are tried. */
export function largest(kinds: readonly RemedyKind[]): Choice {
  return kinds.map((kind) => ({ kind, value: kind.how === 'number' ? kind.most : 0 }));
}

/** The fewest remedies with which a test holds, and of each the smallest number. */
export function* smallest(kinds: readonly RemedyKind[], holds: Test): Steps<Choice | undefined> {
  const all = largest(kinds);
  if (all.length === 0 || !(yield* holds(all))) return undefined;
  let choice: Choice = all;
  // The last is let go first: what is built otherwise may do without a longer grace period.
  for (const one of all.toReversed()) {
    const fewer = choice.filter((other) => other !== one);
    if (fewer.length > 0 && (yield* holds(fewer))) choice = fewer;
  }
  for (const { kind } of choice) {
    if (kind.how !== 'number') continue;
    const withNumber = (value: number): Choice =>
      choice.map((other) => (other.kind === kind ? { kind, value } : other));
    choice = withNumber(yield* least(kind.current, kind.most, (value) => holds(withNumber(value))));
  }
  return choice;
}

/** The smallest number above `current` for which it holds, where it does for `most`. */
function* least(current: number, most: number, holds: (value: number) => Steps<boolean>): Steps<number> {
  let low = current;
  let high = Math.max(1, current);
  do high = Math.min(most, high * 2);
  while (high < most && !(yield* holds(high)));
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (yield* holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
