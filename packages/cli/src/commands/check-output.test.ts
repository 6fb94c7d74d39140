import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';

// What a check prints, whatever it finds.
const cwd = fileURLToPath(new URL('../..', import.meta.url));
const FEW = ['--runs', '6'] as const;

test('the same command line prints the same text', async () => {
  const words = ['check', 'samples/linkerd-proxy.yaml', '--sweep-limit', '20', ...FEW];
  expect(await runCaptured(words, { cwd })).toEqual(await runCaptured(words, { cwd }));
});

test('at 40 columns in ASCII no line is broken but those that are to be pasted', async () => {
  const { out } = await runCaptured(['check', 'samples', '--ascii', '--sweep-limit', '15', ...FEW], {
    cwd,
    columns: 40,
  });
  expect(out).toMatch(/^[\x20-\x7e\n]*$/u);
  const pasted = /^ {3}(?:Replay|More) /u;
  const wide = out.split('\n').filter((line) => line.length > 40 && !pasted.test(line));
  expect(wide).toEqual([]);
});

test('a check that is interrupted says in one line what it has found and ends with 130', async () => {
  let asked = 0;
  const isInterrupted = (): Promise<boolean> => {
    asked += 1;
    return Promise.resolve(asked > 5);
  };
  const { code, err } = await runCaptured(['check', 'samples/memcached.yaml'], { cwd, isInterrupted });
  expect(code).toBe(EXIT.interrupted);
  expect(err).toMatch(/^ interrupted after 20 runs in StatefulSet\/memcached, .*prestop-completes.*\n$/u);
});

test.each([
  [['list', 'properties']],
  [['list', 'causes']],
  [['explain', 'prestop-once']],
  [['diff', 'samples/vault.yaml', 'samples/memcached.yaml']],
  [['check', 'samples/vault.yaml', '--reporter', 'dots', '--property', 'prestop-completes', '--no-faults', ...FEW]],
])('at 40 columns %j breaks no line', async (words) => {
  const { out } = await runCaptured([...words, '--ascii'], { cwd, columns: 40 });
  expect(out.split('\n').filter((line) => line.length > 40)).toEqual([]);
  expect(out).toMatch(/^[\x20-\x7e\n]*$/u);
});
