import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** From `packages/cli/dist/commands`, and from `src/commands` as well. */
const BENCHES = fileURLToPath(new URL('../../../benches/dist/main.js', import.meta.url));

/** `simlet bench`: the benches of the repository, with the words as they are. They are not part of what is published. */
export async function bench(words: readonly string[], io: Io): Promise<ExitCode> {
  if (!existsSync(BENCHES)) {
    throw new UsageError('bench runs in the repository of simlet, after npm run bench has built it there');
  }
  const child = spawn(process.execPath, [BENCHES, ...words], { cwd: io.cwd, stdio: ['inherit', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    io.out(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    io.err(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 0) return EXIT.held;
  return code === EXIT.usage ? EXIT.usage : EXIT.broken;
}
