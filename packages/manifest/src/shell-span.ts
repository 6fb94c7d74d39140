/** How long something takes, in milliseconds; `max` is infinite where no bound is known, `min` where it never ends. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/**
 * How a piece of a script goes on: `go` when it reaches its end, `leave` when it ends the script, `stop` when it ends the loop
 * around it. Absent: it never does.
 */
export interface Outcome {
  readonly go?: Span;
  readonly leave?: Span;
  readonly stop?: Span;
}

export const instant: Outcome = { go: { min: 0, max: 0 } };
export const unknownSpan: Span = { min: 0, max: Number.POSITIVE_INFINITY };

export const exactly = (milliseconds: number): Span => ({ min: milliseconds, max: milliseconds });

/** One after the other. */
export function followedBy(first: Outcome, second: Outcome): Outcome {
  const { go } = first;
  if (go === undefined) return first;
  return outcome(
    plus(go, second.go),
    either(first.leave, plus(go, second.leave)),
    either(first.stop, plus(go, second.stop)),
  );
}

/** One or the other. */
export function or(first: Outcome, second: Outcome): Outcome {
  return outcome(either(first.go, second.go), either(first.leave, second.leave), either(first.stop, second.stop));
}

/** Side by side, ending with the one that ends last. */
export function beside(first: Outcome, second: Outcome): Outcome {
  const [left, right] = [ends(first), ends(second)];
  return { go: { min: Math.max(left.min, right.min), max: Math.max(left.max, right.max) } };
}

/** A loop of at least `least` and at most `most` rounds. */
export function repeated(round: Outcome, least: number, most: number): Outcome {
  const { go, leave, stop } = round;
  if (most === 0) return instant;
  const before: Span = go === undefined ? { min: 0, max: 0 } : { min: 0, max: times(go.max, most - 1) };
  const through: Span | undefined =
    go === undefined
      ? least === 0
        ? { min: 0, max: 0 }
        : undefined
      : { min: times(go.min, least), max: times(go.max, most) };
  return outcome(either(through, plus(before, stop)), plus(before, leave), undefined);
}

/** When it is over, however it ended; never, where it has no end. */
export function ends({ go, leave, stop }: Outcome): Span {
  return either(either(go, leave), stop) ?? exactly(Number.POSITIVE_INFINITY);
}

// Nothing, however often, stays nothing.
const times = (value: number, count: number): number => (value === 0 || count === 0 ? 0 : value * count);

function plus(first: Span, second: Span | undefined): Span | undefined {
  return second === undefined ? undefined : { min: first.min + second.min, max: first.max + second.max };
}

function either(first: Span | undefined, second: Span | undefined): Span | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return { min: Math.min(first.min, second.min), max: Math.max(first.max, second.max) };
}

function outcome(go: Span | undefined, leave: Span | undefined, stop: Span | undefined): Outcome {
  return {
    ...(go === undefined ? {} : { go }),
    ...(leave === undefined ? {} : { leave }),
    ...(stop === undefined ? {} : { stop }),
  };
}
