import type { Io } from '../io.ts';
import { millisecondsOf } from './model-flags.ts';

/** `--timeout`: after this time of the clock a command ends as if it were interrupted. */
export interface TimeLimit {
  /** The surroundings, in which the end of the time is an interruption. */
  readonly io: Io;
  readonly isOver: () => boolean;
  /** What is said about an interruption, with its cause. */
  readonly words: (interrupted: string) => string;
}

export function timeLimit(text: string | undefined, io: Io): TimeLimit {
  const milliseconds = millisecondsOf('--timeout', text);
  const { now } = io;
  if (milliseconds === undefined || now === undefined) return { io, isOver: () => false, words: (told) => told };
  const end = now() + milliseconds;
  let over = false;
  return {
    io: {
      ...io,
      async isInterrupted() {
        over ||= now() >= end;
        return over || (await io.isInterrupted?.()) === true;
      },
    },
    isOver: () => over,
    words: (told) => (over ? `--timeout ${text} is over: ${told}` : told),
  };
}
