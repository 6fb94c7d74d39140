import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import { runProgram } from '../program.ts';

// Real manifests with bytes changed, through the whole command: `npm run -s fuzz` makes 10,000 of them.
const runs = Number(process.env['FUZZ_RUNS'] ?? 100);
const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const texts = readdirSync(samples).map((name) => readFileSync(join(samples, name)));

// Split at blanks: what a manifest is made of, and what it should not be made of.
const words =
  '--- : - ? [ ] { } &a *a <<: | > " \' # !!binary ~ -1 0 1e999 99999999999 true null __proto__: containers: preStop: sleep: exec: 30s ' +
  '\u0000 \u001B[31m \\e[2J \u009B \u202E \uFEFF ::error:: <b> {{.Values}}';
const pieces = [...words.split(' '), '\n', '\t', '  ', '\n---\n'].map((text) => Buffer.from(text));
const bytes = fc.oneof(
  fc.constantFrom(...pieces),
  fc.uint8Array({ maxLength: 6 }).map((array) => Buffer.from(array)),
);
const edits = fc.array(
  fc.record({ at: fc.nat(1_999), drop: fc.oneof(fc.constant(0), fc.nat(6), fc.nat(600)), bytes }),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const mutated = fc.tuple(fc.constantFrom(...texts), edits).map(([text, changes]) =>
  changes.reduce((whole, { at, drop, bytes: inserted }) => {
    const start = Math.floor((at * whole.length) / 2_000);
    return Buffer.concat([whole.subarray(0, start), inserted, whole.subarray(start + drop)]);
  }, text),
);

test('whatever became of a manifest, the command ends with a code of its own and prints nothing that steers a terminal', async () => {
  const codes: readonly number[] = [EXIT.held, EXIT.broken, EXIT.input, EXIT.nothingChecked];
  await fc.assert(
    fc.asyncProperty(mutated, fc.constantFrom(...REPORTER_NAMES), fc.nat(19), async (input, reporter, die) => {
      let text = '';
      const write = (part: string): void => {
        text += part;
      };
      const line = ['check', '-', '--runs', '0', '--sweep-limit', '2', '--reporter', reporter];
      // All questions, the stop table and the search for a fix take their time: one in twenty.
      const asked = die === 19 ? [] : ['--property', 'prestop-completes'];
      const code = await runProgram([...line, ...asked], {
        out: write,
        err: write,
        readStandardInput: () => Promise.resolve(input),
        cwd: samples,
        env: {},
        outIsTerminal: false,
        columns: undefined,
      });
      expect(codes).toContain(code);
      expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\n +at \S+ \(/u);
    }),
    { numRuns: runs },
  );
});
