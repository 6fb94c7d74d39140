import { scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { formatDeviations } from '../deviation-text.ts';
import type { Attempts, Strategy } from './strategy.ts';

/** What failed before, from its deviations. */
export function corpusStrategy(recorded: readonly (readonly Deviation[])[]): Strategy {
  return { name: 'corpus', plan: () => ({ attempts: attempts(recorded), leftOut: 0 }) };
}

function* attempts(recorded: readonly (readonly Deviation[])[]): Attempts {
  for (const deviations of recorded) {
    yield { label: formatDeviations(deviations), chooser: () => scripted(deviations) };
  }
}
