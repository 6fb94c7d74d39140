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

test('a check is interrupted while it looks for a fix and while it makes the stop table as well', async () => {
  let asked = 0;
  const after = (most: number) => (): Promise<boolean> => {
    asked += 1;
    return Promise.resolve(asked > most);
  };
  const words = ['check', 'samples/memcached.yaml', '--runs', '1', '--sweep-limit', '1', '--no-faults'];
  const countOf = async (...more: readonly string[]): Promise<number> => {
    asked = 0;
    await runCaptured([...words, ...more], { cwd, isInterrupted: after(Number.POSITIVE_INFINITY) });
    return asked;
  };
  const codeAfter = async (most: number, ...more: readonly string[]): Promise<number> => {
    asked = 0;
    return (await runCaptured([...words, ...more], { cwd, isInterrupted: after(most) })).code;
  };
  const only = ['--property', 'prestop-completes'];
  // With that much time nothing breaks, and there is no fix to be looked for.
  const withoutFix = await countOf(...only, '--grace-period', '100');
  expect(await countOf(...only)).toBeGreaterThan(withoutFix + 1);
  expect(await codeAfter(withoutFix + 1, ...only)).toBe(EXIT.interrupted);
  const whole = await countOf();
  expect(await codeAfter(whole - 1)).toBe(EXIT.interrupted);
});
