import { calm } from '@simlet/core';
import type { Strategy } from './strategy.ts';

/** The one run in which every decision has its simplest outcome. */
export function calmStrategy(): Strategy {
  return {
    name: 'calm',
    plan: () => ({ attempts: [{ label: 'the calm run', chooser: calm }], leftOut: 0 }),
  };
}
