import { EXIT } from './exit-code.ts';
import type { Io } from './io.ts';
import { runProgram } from './program.ts';

const io: Io = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
  async readStandardInput() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  },
  cwd: process.cwd(),
  env: process.env,
  outIsTerminal: process.stdout.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
};

// A reader that has seen enough (`simlet check | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.held);
});

try {
  process.exitCode = await runProgram(process.argv.slice(2), io);
} catch (error) {
  const words = process.argv.slice(2).map((word) => (/^[\w./:=-]+$/u.test(word) ? word : `'${word}'`));
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `simlet: internal error, please report it with this command line:\n  npx simlet ${words.join(' ')}\n${detail}\n`,
  );
  process.exitCode = EXIT.internal;
}
