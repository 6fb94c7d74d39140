import type { Io } from '../io.ts';
import { runProgram } from '../program.ts';

/** What a command line printed and how it ended. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with a standard input and an environment of its own. */
export async function runCaptured(
  words: readonly string[],
  options: {
    readonly cwd: string;
    readonly input?: string;
    readonly env?: Io['env'];
    readonly columns?: number;
    readonly isInterrupted?: () => Promise<boolean>;
    readonly listenToKeys?: Io['listenToKeys'];
  },
): Promise<Captured> {
  let out = '';
  let err = '';
  const code = await runProgram(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readStandardInput: () => Promise.resolve(new TextEncoder().encode(options.input ?? '')),
    cwd: options.cwd,
    env: options.env ?? {},
    outIsTerminal: false,
    columns: options.columns,
    ...(options.listenToKeys === undefined ? {} : { listenToKeys: options.listenToKeys }),
    ...(options.isInterrupted === undefined ? {} : { isInterrupted: options.isInterrupted }),
  });
  return { code, out, err };
}
