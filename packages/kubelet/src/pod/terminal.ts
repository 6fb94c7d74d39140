import type { Phase } from '../facts.ts';

/** Whether a pod in this phase never runs again. */
export const isPodTerminal = (phase: Phase): boolean => phase === 'Failed' || phase === 'Succeeded';
