import type { Io } from '../io.ts';
import { millisecondsOf } from './model-flags.ts';

/** `--timeout`: after this time of the clock a command ends as if it were interrupted. */
export interface TimeLimit {
  /** The surroundings, in which the end of the time is an interruption. */
  readonly io: Io;
  readonly isOver: () => boolean;
  /** What is said about an interruption, with its cause. */
  readonly words: (interrupted: string) => string;
  /** What is said at the beginning about a limit that nobody asked for. */
  readonly notice?: string;
}

/** More workloads than these are a mistake more often than a wish: at some seconds for each they would take hours. */
const MANY_WORKLOADS = 1_000;
const USUAL_LIMIT = '30m';

/** Without the flag there is a limit only where so many workloads are to be looked at that it would take hours. */
export function timeLimit(text: string | undefined, workloads: number, io: Io): TimeLimit {
  const told = text ?? (workloads > MANY_WORKLOADS ? USUAL_LIMIT : undefined);
  const milliseconds = millisecondsOf('--timeout', told);
  const { now } = io;
  if (milliseconds === undefined || now === undefined) return { io, isOver: () => false, words: (words) => words };
  const end = now() + milliseconds;
  let over = false;
  const notice = `${workloads} workloads: what is known after ${told} is told (--timeout says otherwise); --shard 1/8, --changed, --kind or --selector look at fewer, --runs 10 makes each quicker`;
  return {
    io: {
      ...io,
      async isInterrupted() {
        over ||= now() >= end;
        return over || (await io.isInterrupted?.()) === true;
      },
    },
    isOver: () => over,
    words: (words) => (over ? `--timeout ${told} is over: ${words}` : words),
    ...(text === undefined ? { notice } : {}),
  };
}
