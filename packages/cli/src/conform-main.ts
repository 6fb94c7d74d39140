import { parseArgs } from 'node:util';
import { conform } from './commands/conform.ts';

const {
  values: { context, ...values, ...(context === undefined ? {} : { context: Number(context) }) },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, diff: { type: 'string' }, list: { type: 'boolean' }, context: { type: 'string' } },
});
process.exitCode = await conform(
  { files: positionals, progress: process.stderr.isTTY, ...values, ...(context === undefined ? {} : { context: Number(context) }) },
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stdout.columns,
  },
);
