import { EngineError } from '@simlet/core';
import type { Chooser, FactBody, World, WorldFact } from '@simlet/core';
import type { Breach, Execution, Experiment, ExperimentOptions } from './experiment.ts';
import type { Measure, Model } from './model.ts';
import { recordingChooser } from './recording-chooser.ts';
import type { Rule } from './rule.ts';

/** A rule was broken: `id` is that of the rule, or one of the two that every model has to keep. */
export interface RuleBreach extends Breach {
  readonly message: string;
}

export type ModelExecution = Execution<RuleBreach>;

/** The id of the breach of a run in which a turn throws. */
export const TURN_THROWS = 'no-turn-throws';
/** The id of the breach of a run that takes more events than its model allows. */
export const RUN_ENDLESS = 'every-run-ends';

const MANY_EVENTS = 1_000_000;

/** The model as something that can be run under any chooser and is judged by its rules. */
export function experimentOf<F extends FactBody>(model: Model<F>): Experiment<RuleBreach> {
  return (chooser, options = {}) => execute(model, chooser, options);
}

function execute<F extends FactBody>(model: Model<F>, chooser: Chooser, options: ExperimentOptions): ModelExecution {
  const recorded = recordingChooser(chooser, options.recordAsked === true);
  const watch = watchOf(model, options.recordStates === true);
  const world = model.world({
    chooser: recorded.chooser,
    facts: 'none',
    onFact: (fact) => watch.observe(fact),
    limits: { events: model.mostEvents ?? MANY_EVENTS },
  });
  const marks = new Map<string, number>();
  const noteMarks = (): void => {
    if (world.marks().size === marks.size) return;
    for (const mark of world.marks().keys()) if (!marks.has(mark)) marks.set(mark, recorded.asked());
  };
  const stateKey = (): string => `${world.now} ${world.stateHash()} ${watch.key()}`;
  const end = run(world, model, watch.breaches, () => {
    noteMarks();
    return options.onEvent?.(stateKey) ?? false;
  });
  if (end === 'ended') watch.finish();
  return {
    digest: world.digest(),
    deviations: recorded.deviations,
    asked: recorded.decisions,
    breaches: watch.breaches,
    marks,
    measures: watch.measures,
    ...(options.recordStates === true ? { states: watch.states } : {}),
    ...(end === 'stopped' ? { stopped: true } : {}),
  };
}

/** Runs a world event by event, and says how far it came. */
function run<F extends FactBody>(
  world: World<F>,
  { until, mostEvents = MANY_EVENTS }: Model<F>,
  breaches: RuleBreach[],
  stop: () => boolean,
): 'ended' | 'stopped' | 'failed' {
  try {
    while (world.step(until)) {
      if (stop()) return 'stopped';
      if (world.events < mostEvents) continue;
      const busiest = world.busiest(2).map(({ process, turns }) => `${process} (${turns} turns)`);
      breaches.push({ id: RUN_ENDLESS, message: `no end after ${world.events} events: ${busiest.join(', ')}` });
      return 'failed';
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    breaches.push({ id: TURN_THROWS, message: `${error.message}${cause}` });
    return 'failed';
  }
  if (until !== undefined) world.run(until);
  return 'ended';
}

/** What is seen of a run while it goes on. */
interface Watch<F extends FactBody> {
  readonly breaches: RuleBreach[];
  readonly measures: Map<string, number>;
  readonly states: Set<string>;
  observe(fact: WorldFact<F>): void;
  finish(): void;
  /** Equal only where all that the rules will still say is equal. */
  key(): string;
}

function watchOf<F extends FactBody>({ rules, measures = [], stateOf }: Model<F>, recordStates: boolean): Watch<F> {
  const breaches: RuleBreach[] = [];
  const values = new Map<string, number>();
  const states = new Set<string>();
  const dockets = rules.map((rule) => ({ rule, state: rule.start, broken: entry(rule, breaches) }));
  const before = new Map<string, string>();
  const usualState = ({ process, body: { kind } }: WorldFact<F>): string => {
    const last = before.get(process) ?? '';
    before.set(process, kind);
    return `${process} ${last} > ${kind}`;
  };
  return {
    breaches,
    measures: values,
    states,
    observe(fact) {
      for (const docket of dockets) docket.state = docket.rule.step(docket.state, fact, docket.broken);
      for (const measure of measures) climb(values, measure, fact);
      if (recordStates) states.add((stateOf ?? usualState)(fact));
    },
    finish() {
      for (const { rule, state, broken } of dockets) rule.finish?.(state, broken);
    },
    key: () => JSON.stringify(dockets.map(({ state }) => state)),
  };
}

function entry<F extends FactBody>({ id }: Rule<F>, breaches: RuleBreach[]): (message: string) => void {
  return (message) => breaches.push({ id, message });
}

function climb<F extends FactBody>(values: Map<string, number>, measure: Measure<F>, fact: WorldFact<F>): void {
  const value = measure.valueOf(fact);
  if (value !== undefined && value > (values.get(measure.name) ?? Number.NEGATIVE_INFINITY)) {
    values.set(measure.name, value);
  }
}
