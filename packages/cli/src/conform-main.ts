import { parseArgs } from 'node:util';
import { conform } from './commands/conform.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    diff: { type: 'string' },
    context: { type: 'string' },
    list: { type: 'boolean' },
  },
});
const { context, ...rest } = values;
process.exitCode = await conform(
  {
    files: positionals,
    progress: process.stderr.isTTY,
    ...rest,
    ...(context === undefined ? {} : { context: Number(context) }),
  },
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: process.stdout.columns,
  },
);
