import type { Phase } from '../facts.ts';

export const isPodTerminal = (phase: Phase): boolean => phase === 'Failed' || phase === 'Succeeded';
