import type { Io } from './io.ts';
import { cutMiddle, printable, signsOf } from './render/paint.ts';
import type { Terminal } from './terminal.ts';

/** Tells on the error stream how far a long job is. */
export interface Progress {
  /** Called often: `words` are only made where they are shown. */
  step(words: () => string): void;
  /** Takes the line away, so that something else can be printed. */
  clear(): void;
}

/** A shorter job needs no panel. */
const PATIENCE_MS = 500;
const BETWEEN_FRAMES_MS = 100;
const BETWEEN_LINES_MS = 5_000;

/** For a job that is told to be quiet. */
export const SILENT: Progress = {
  step() {
    // Nobody looks.
  },
  clear() {
    // Nothing is shown.
  },
};

/**
 * On a terminal a line that is written anew in its place; elsewhere a line of its own every 5 s, in words that a log keeps well.
 * `SIMLET_PROGRESS=never` is silent.
 */
export function progressOf(io: Io, name: string, terminal: Terminal): Progress {
  const { now } = io;
  if (now === undefined || io.env['SIMLET_PROGRESS'] === 'never') return SILENT;
  const inPlace = io.errIsTerminal === true && io.env['TERM'] !== 'dumb';
  return inPlace ? panel(io, now, terminal) : lines(io, now, name);
}

function panel(io: Io, now: () => number, terminal: Terminal): Progress {
  let next = now() + PATIENCE_MS;
  let shown = false;
  return {
    step(words) {
      if (now() < next) return;
      next = now() + BETWEEN_FRAMES_MS;
      shown = true;
      const text = cutMiddle(printable(` ${words()}`), terminal.width - 1, signsOf(terminal).ellipsis);
      io.err(`\r\u001B[2K${text}`);
    },
    clear() {
      if (shown) io.err('\r\u001B[2K');
      shown = false;
    },
  };
}

function lines(io: Io, now: () => number, name: string): Progress {
  const start = now();
  let next = start + BETWEEN_LINES_MS;
  return {
    step(words) {
      if (now() < next) return;
      const seconds = Math.round((now() - start) / 1_000);
      next = now() + BETWEEN_LINES_MS;
      io.err(`${name}: ${seconds}s, ${printable(words())}\n`);
    },
    clear: SILENT.clear,
  };
}
