import type { Experiment } from '../experiment.ts';
import { TURN_THROWS } from '../model-experiment.ts';
import { recordingChooser } from '../recording-chooser.ts';

/** The experiment, where a run that throws is a breach of `no-turn-throws` like any other, with the deviations that led to it. */
export function guarded(experiment: Experiment): Experiment {
  return (chooser, options) => {
    const recorded = recordingChooser(chooser, options?.recordAsked === true);
    try {
      return experiment(recorded.chooser, options);
    } catch (error) {
      const message = messageOf(error);
      const { deviations, decisions: asked } = recorded;
      return { digest: `threw ${message}`, deviations, asked, breaches: [{ id: TURN_THROWS, message }] };
    }
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
