import type { Message } from './process.ts';

/** The message of the timers of scripts: the end of a wait. */
export const WAKE: Message = Object.freeze({ kind: 'script.wake' });
