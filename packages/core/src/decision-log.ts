import type { Chooser } from './chooser.ts';
import { assert, EngineError } from './engine-error.ts';
import type { Decide, Deviation, IntegerDomain } from './decision.ts';
import { checkDomain, checkOdds } from './domain.ts';
import { ForkableList } from './forkable-list.ts';
import { ForkableMap } from './forkable-map.ts';

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
  readonly occurrences: ForkableMap<string, number>;
  readonly deviations: ForkableList<Deviation>;
  readonly asked: ForkableList<AskedDecision>;
}

const USUAL_ODDS: readonly [number, number] = [1, 10];
const USUAL_BOOLEAN: IntegerDomain = {
  simplest: 0,
  min: 0,
  max: 1,
  distribution: { kind: 'table', rows: [[1, 1]], odds: USUAL_ODDS },
};

export function createDecisionLog(chooser: Chooser | undefined, recordAsked: boolean): DecisionLog {
  return new RecordedDecisions(chooser, recordAsked, {
    occurrences: new ForkableMap(),
    deviations: new ForkableList(),
    asked: new ForkableList(),
  });
}

class RecordedDecisions implements DecisionLog {
  isOpen = false;
  private readonly chooser: Chooser | undefined;
  private readonly recordAsked: boolean;
  private readonly state: DecisionLogState;
  private openDeviations = 0;
  private openAsked = 0;

  constructor(chooser: Chooser | undefined, recordAsked: boolean, state: DecisionLogState) {
    this.chooser = chooser;
    this.recordAsked = recordAsked;
    this.state = state;
    this.begin();
  }

  get deviations(): readonly Deviation[] {
    return this.state.deviations.all();
  }

  get asked(): readonly AskedDecision[] {
    return this.state.asked.all();
  }

  integer(name: string, domain: IntegerDomain): number {
    assert(typeof name === 'string' && name !== '', 'a decision is asked for by a name, a text: site/actor/subject');
    checkDomain(name, domain);
    const { occurrences, deviations, asked } = this.state;
    this.isOpen = true;
    const occurrence = occurrences.get(name) ?? 0;
    occurrences.set(name, occurrence + 1);
    if (this.recordAsked) asked.push({ name, occurrence, domain });
    if (this.chooser === undefined) return domain.simplest;
    const outcome = this.chooser.choose(name, occurrence, domain);
    if (!Number.isSafeInteger(outcome) || outcome < domain.min || outcome > domain.max) {
      const { min, max } = domain;
      throw new EngineError(
        `the chooser answered ${outcome} to ${name}, which is no whole number from ${min} to ${max}`,
      );
    }
    if (outcome !== domain.simplest) deviations.push({ name, occurrence, outcome });
    return outcome;
  }

  boolean(name: string, odds: readonly [number, number] = USUAL_ODDS): boolean {
    return this.integer(name, choiceDomain(name, 2, odds)) === 1;
  }

  oneOf<Option extends string>(
    name: string,
    options: readonly Option[],
    odds: readonly [number, number] = USUAL_ODDS,
  ): Option {
    const option = options[this.integer(name, choiceDomain(name, options.length, odds))];
    assert(option !== undefined, `${name} has no options`);
    return option;
  }

  begin(): void {
    this.isOpen = false;
    this.openDeviations = this.state.deviations.length;
    this.openAsked = this.state.asked.length;
  }

  rollback(): void {
    this.state.deviations.truncate(this.openDeviations);
    this.state.asked.truncate(this.openAsked);
  }

  clone(chooser: Chooser | undefined): DecisionLog {
    const { occurrences, deviations, asked } = this.state;
    return new RecordedDecisions(chooser, this.recordAsked, {
      occurrences: occurrences.fork(),
      deviations: deviations.fork(),
      asked: asked.fork(),
    });
  }
}

// Whatever deviates is drawn from all options but the simplest, so that `odds` are those of a deviation.
function choiceDomain(name: string, count: number, odds: readonly [number, number]): IntegerDomain {
  if (count === 2 && odds === USUAL_ODDS) return USUAL_BOOLEAN;
  checkOdds(name, odds);
  const rows = Array.from({ length: Math.max(count - 1, 0) }, (_, index): readonly [number, number] => [index + 1, 1]);
  return { simplest: 0, min: 0, max: Math.max(count - 1, 0), distribution: { kind: 'table', rows, odds } };
}
