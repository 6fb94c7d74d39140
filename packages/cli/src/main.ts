import { EXIT } from './exit-code.ts';
import type { Io } from './io.ts';
import { runProgram } from './program.ts';
import { printable } from './render/paint.ts';
import { quote } from './render/quote.ts';

/** The streams whose readers have gone. */
const closed = new Set<NodeJS.WriteStream>();
let interrupted: boolean | undefined;

const io: Io = {
  out: (text) => {
    write(process.stdout, text);
  },
  err: (text) => {
    write(process.stderr, text);
  },
  async readStandardInput() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  },
  cwd: process.cwd(),
  env: process.env,
  outIsTerminal: process.stdout.isTTY,
  errIsTerminal: process.stderr.isTTY,
  now: () => performance.now(),
  ...(process.stdin.isTTY && process.stderr.isTTY ? { listenToKeys } : {}),
  async isInterrupted() {
    if (interrupted === undefined) listen();
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    return interrupted === true;
  },
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
};

/** From now on the first signal is taken note of; the second ends the process at once. */
function listen(): void {
  interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted === true) process.exit(EXIT.interrupted);
      interrupted = true;
    });
  }
}

/** Ctrl-C comes as a key then, and goes on as the signal that it stands for. */
function listenToKeys(pressed: (key: string) => void): () => void {
  const { stdin } = process;
  const onKeys = (bytes: Buffer): void => {
    for (const key of bytes.toString('utf8')) {
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else pressed(key);
    }
  };
  stdin.setRawMode(true);
  stdin.on('data', onKeys);
  stdin.resume();
  return () => {
    stdin.off('data', onKeys);
    stdin.setRawMode(false);
    stdin.pause();
  };
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (!closed.has(stream)) stream.write(text);
}

// A reader that has seen enough (`simlet check | head`) is no error, and does not change how the command ends.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed.add(stream);
  });
}

try {
  process.exitCode = await runProgram(process.argv.slice(2), io);
} catch (error) {
  const words = process.argv.slice(2).map((word) => printable(quote(word)));
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const detail = text.split('\n').map(printable).join('\n');
  process.stderr.write(
    `simlet: internal error, please report it with this command line:\n  npx simlet ${words.join(' ')}\n${detail}\n`,
  );
  process.exitCode = EXIT.internal;
}
