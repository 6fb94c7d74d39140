import { formatDeviations } from '../deviation-text.ts';
import type { Breach, Execution } from '../experiment.ts';

/** A run broke a rule. The message tells which, how, what was out of the ordinary, and the digest. */
export class SimulationFailure<B extends Breach = Breach> extends Error {
  override readonly name = 'SimulationFailure';
  readonly breach: B;
  readonly execution: Execution<B>;

  constructor(breach: B, execution: Execution<B>) {
    const { deviations, digest } = execution;
    const count = deviations.length;
    const needs =
      count === 0
        ? 'Needs nothing out of the ordinary: it breaks in the calm run.'
        : `Needs ${count} ${count === 1 ? 'deviation' : 'deviations'}: ${formatDeviations(deviations)}`;
    super(
      [`${breach.id}${breach.message === undefined ? '' : `: ${breach.message}`}`, needs, `Digest ${digest}`].join(
        '\n',
      ),
    );
    this.breach = breach;
    this.execution = execution;
  }
}

/** A run that was made twice came out differently: the model looks at something that is not its business. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';

  constructor(first: Execution, second: Execution) {
    const line = formatDeviations(first.deviations);
    super(
      `not a function of its decisions: made twice, the run came out as ${first.digest} and as ${second.digest}` +
        ` (${line === '' ? 'calm' : line}). Models must not read clocks, random numbers or anything that outlives a run.`,
    );
  }
}
