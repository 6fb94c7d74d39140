import { calm } from '@simlet/core';
import type { Attempts, Strategy } from './strategy.ts';

/** The one run in which every decision has its simplest outcome. */
export function calmStrategy(): Strategy {
  return { name: 'calm', plan: () => ({ attempts: attempts(), leftOut: 0 }) };
}

function* attempts(): Attempts {
  yield { label: 'the calm run', chooser: calm };
}
