import { parseArgs } from 'node:util';
import { conform } from './commands/conform.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, diff: { type: 'string' }, list: { type: 'boolean' } },
});
process.exitCode = await conform(
  { files: positionals, progress: process.stderr.isTTY, ...values },
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stdout.columns,
  },
);
