import fc from 'fast-check';
import type { Breach, Execution, Experiment } from '../experiment.ts';
import { SAMPLERS } from '../strategies/samplers.ts';
import { FIRST } from './candidate.ts';
import type { Candidate, Progress } from './candidate.ts';
import { passes } from './passes.ts';
import { chooserOf, runAgain } from './runs-of.ts';
import { drawnSchedule, toldSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { DivergenceError, SimulationFailure } from './simulation-failure.ts';

type Inputs = readonly unknown[];
type Values = readonly [...Inputs, Schedule];

/** What a value of fast-check carries along: its inputs with the context of their arbitraries, and how far shrinking came. */
interface Context {
  readonly inputs: fc.Value<Inputs>;
  readonly progress: Progress;
}

/** Every so many passing runs one is made twice. */
const RECHECKED = 50;

/** See `simulation`. Implements what fast-check asks of a property, since its own kinds cannot see a run while they shrink. */
export class SimulationProperty<B extends Breach> implements fc.IRawProperty<Values, false> {
  private runs = 0;
  private readonly inputs: fc.Arbitrary<Inputs>;
  private readonly build: (inputs: Inputs) => Experiment<B>;
  /** What failed, by its schedule: fast-check asks to shrink what it has just run. */
  private readonly failed = new WeakMap<Schedule, Execution<B>>();

  constructor(inputs: fc.Arbitrary<Inputs>, build: (inputs: Inputs) => Experiment<B>) {
    this.inputs = inputs;
    this.build = build;
  }

  isAsync(): false {
    return false;
  }

  runBeforeEach(): void {}

  runAfterEach(): void {}

  /** The first run is calm, then the samplers take turns; where runs have inputs of their own, calm runs take turns with them. */
  generate(random: fc.Random, runId?: number): fc.Value<Values> {
    const inputs = this.inputs.generate(random, runId === undefined ? undefined : biasOf(runId));
    const seed = String(random.nextInt(0, 0x7f_ff_ff_ff));
    const turn = runId ?? random.nextInt(1, SAMPLERS.length);
    const among = inputs.value_.length === 0 ? SAMPLERS.length : SAMPLERS.length + 1;
    const sampler = SAMPLERS[(turn + among - 1) % among];
    const schedule = turn === 0 || sampler === undefined ? toldSchedule([]) : drawnSchedule(sampler.name, seed);
    return valueOf(inputs, schedule, FIRST);
  }

  /** @throws DivergenceError where a run does not repeat. */
  run(values: Values): fc.PreconditionFailure | fc.PropertyFailure | null {
    this.runs += 1;
    const [inputs, schedule] = apart(values);
    try {
      const experiment = this.build(inputs);
      const execution = experiment(chooserOf(schedule, experiment));
      const breach = breachOf(execution, schedule.breachId);
      if (breach === undefined) {
        if (this.runs % RECHECKED === 0) runAgain(experiment, execution);
        // Of a run that was given up nothing is known: it counts as skipped, not as passed.
        return execution.endless !== undefined && schedule.breachId === undefined ? new fc.PreconditionFailure() : null;
      }
      const again = runAgain(experiment, execution);
      this.failed.set(schedule, again);
      return { error: new SimulationFailure(breach, again) };
    } catch (error) {
      if (fc.PreconditionFailure.isFailure(error)) return error;
      if (error instanceof DivergenceError) throw error;
      // What is thrown while a failure shrinks is another failure.
      return schedule.breachId === undefined ? { error } : null;
    }
  }

  shrink(value: fc.Value<Values>): fc.Stream<fc.Value<Values>> {
    return fc.stream(this.simpler(value));
  }

  private *simpler({ value_: values, context }: fc.Value<Values>): IterableIterator<fc.Value<Values>> {
    const [inputs, schedule] = apart(values);
    const known = this.failed.get(schedule) ?? this.runForShrinking(inputs, schedule);
    const breachId = schedule.breachId ?? known?.breaches[0]?.id;
    if (known === undefined || breachId === undefined) return;
    const { progress, inputs: drawn } = isContext(context)
      ? context
      : { progress: FIRST, inputs: new fc.Value(inputs, undefined) };
    const told = (one: fc.Value<Inputs>, { deviations, progress: next }: Candidate): fc.Value<Values> =>
      valueOf(one, toldSchedule(deviations, breachId), next);
    // As deviations, and without those that no decision of the run asked for, it is the same run.
    if (schedule.drawn !== undefined || known.deviations.length < schedule.deviations.length) {
      yield told(drawn, { deviations: known.deviations, progress });
    }
    for (const step of passes(known, progress)) {
      if (step !== 'inputs') yield told(drawn, step);
      else {
        for (const one of this.inputs.shrink(drawn.value_, drawn.context)) {
          yield told(one, { deviations: known.deviations, progress: { pass: 'inputs', round: progress.round } });
        }
      }
    }
  }

  /** fast-check walks along a path without running anything: then the run is made here. */
  private runForShrinking(inputs: Inputs, schedule: Schedule): Execution<B> | undefined {
    try {
      const experiment = this.build(inputs);
      const execution = experiment(chooserOf(schedule, experiment));
      return breachOf(execution, schedule.breachId) === undefined ? undefined : runAgain(experiment, execution);
    } catch (error) {
      if (error instanceof DivergenceError) throw error;
      return undefined;
    }
  }
}

function breachOf<B extends Breach>({ breaches }: Execution<B>, id: string | undefined): B | undefined {
  return id === undefined ? breaches[0] : breaches.find((breach) => breach.id === id);
}

function valueOf(inputs: fc.Value<Inputs>, schedule: Schedule, progress: Progress): fc.Value<Values> {
  const context: Context = { inputs, progress };
  return new fc.Value<Values>([...inputs.value_, schedule], context);
}

function isContext(context: unknown): context is Context {
  return typeof context === 'object' && context !== null && 'progress' in context;
}

function apart(values: Values): readonly [inputs: Inputs, schedule: Schedule] {
  return [values.slice(0, -1), values.at(-1) as Schedule];
}

/** How much fast-check favours small values: as its own properties do, much at first and less and less. */
function biasOf(runId: number): number {
  return 1 + String(runId + 1).length;
}
