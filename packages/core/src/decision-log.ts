import type { Chooser } from './chooser.ts';
import { assert, EngineError } from './engine-error.ts';
import type { Decide, Deviation, IntegerDomain } from './decision.ts';

/** A decision that a run asked for, whatever its outcome was. */
export interface AskedDecision {
  readonly name: string;
  readonly occurrence: number;
  readonly domain: IntegerDomain;
}

/** Counts occurrences, asks the chooser, and stores what deviates from the simplest. */
export interface DecisionLog extends Decide {
  readonly deviations: readonly Deviation[];
  readonly asked: readonly AskedDecision[];
  /** Whether anything was asked since `begin`. */
  readonly isOpen: boolean;
  /** From here on decisions can be taken out of the record by `rollback`. Occurrences stay counted: nothing comes after. */
  begin(): void;
  rollback(): void;
  clone(chooser: Chooser | undefined): DecisionLog;
}

interface DecisionLogState {
  readonly occurrences: Map<string, number>;
  readonly deviations: Deviation[];
  readonly asked: AskedDecision[];
}

const USUAL_ODDS: readonly [number, number] = [1, 10];
const USUAL_BOOLEAN: IntegerDomain = {
  simplest: 0,
  min: 0,
  max: 1,
  distribution: { kind: 'table', rows: [[1, 1]], odds: USUAL_ODDS },
};

export function createDecisionLog(
  chooser: Chooser | undefined,
  recordAsked: boolean,
  state: DecisionLogState = { occurrences: new Map(), deviations: [], asked: [] },
): DecisionLog {
  const { occurrences, deviations, asked } = state;
  let openDeviations = 0;
  let openAsked = 0;

  function integer(name: string, domain: IntegerDomain): number {
    checkDomain(name, domain);
    log.isOpen = true;
    const occurrence = occurrences.get(name) ?? 0;
    occurrences.set(name, occurrence + 1);
    if (recordAsked) asked.push({ name, occurrence, domain });
    if (chooser === undefined) return domain.simplest;
    const outcome = chooser.choose(name, occurrence, domain);
    if (!Number.isSafeInteger(outcome) || outcome < domain.min || outcome > domain.max) {
      const { min, max } = domain;
      throw new EngineError(
        `the chooser answered ${outcome} to ${name}, which is no whole number from ${min} to ${max}`,
      );
    }
    if (outcome !== domain.simplest) deviations.push({ name, occurrence, outcome });
    return outcome;
  }

  const log: DecisionLog & { isOpen: boolean } = {
    deviations,
    asked,
    isOpen: false,
    integer,
    boolean: (name, odds = USUAL_ODDS) => integer(name, choiceDomain(2, odds)) === 1,
    oneOf(name, options, odds = USUAL_ODDS) {
      const option = options[integer(name, choiceDomain(options.length, odds))];
      assert(option !== undefined, `${name} has no options`);
      return option;
    },
    begin() {
      log.isOpen = false;
      openDeviations = deviations.length;
      openAsked = asked.length;
    },
    rollback() {
      deviations.length = openDeviations;
      asked.length = openAsked;
    },
    clone: (other) =>
      createDecisionLog(other, recordAsked, {
        occurrences: new Map(occurrences),
        deviations: [...deviations],
        asked: [...asked],
      }),
  };
  log.begin();
  return log;
}

// Whatever deviates is drawn from all options but the simplest, so that `odds` are those of a deviation.
function choiceDomain(count: number, odds: readonly [number, number]): IntegerDomain {
  if (count === 2 && odds === USUAL_ODDS) return USUAL_BOOLEAN;
  const rows = Array.from({ length: Math.max(count - 1, 0) }, (_, index): readonly [number, number] => [index + 1, 1]);
  return { simplest: 0, min: 0, max: Math.max(count - 1, 0), distribution: { kind: 'table', rows, odds } };
}

function checkDomain(name: string, { simplest, min, max }: IntegerDomain): void {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || !Number.isSafeInteger(simplest)) {
    throw new EngineError(`the domain of ${name} is not of whole numbers: ${min}, ${simplest}, ${max}`);
  }
  if (simplest < min || simplest > max) {
    throw new EngineError(`the simplest outcome of ${name}, ${simplest}, is not from ${min} to ${max}`);
  }
}
