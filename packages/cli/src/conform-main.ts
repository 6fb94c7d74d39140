import { parseArgs } from 'node:util';
import { conform } from './commands/conform.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, diff: { type: 'string' }, list: { type: 'boolean' } },
});
process.exitCode = await conform(
  { files: positionals, ...values },
  {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    ...(process.stderr.isTTY ? { terminalWidth: process.stderr.columns } : {}),
    cpuMicros: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
  },
);
