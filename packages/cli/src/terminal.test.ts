import { expect, test } from 'vitest';
import type { Io } from './io.ts';
import { terminalOf } from './terminal.ts';

function io(env: Io['env'], outIsTerminal = true, columns?: number): Io {
  return {
    out: () => undefined,
    err: () => undefined,
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd: '/',
    env,
    outIsTerminal,
    columns,
  };
}

test('a terminal gets colour, a pipe does not', () => {
  expect(terminalOf(io({}), {}).colour).toBe(true);
  expect(terminalOf(io({}, false), {}).colour).toBe(false);
});

test('NO_COLOR comes before FORCE_COLOR, and the flag before both', () => {
  expect(terminalOf(io({ NO_COLOR: '1', FORCE_COLOR: '1' }), {}).colour).toBe(false);
  expect(terminalOf(io({ FORCE_COLOR: '1' }, false), {}).colour).toBe(true);
  expect(terminalOf(io({ NO_COLOR: '1' }), { color: 'always' }).colour).toBe(true);
  expect(terminalOf(io({}), { color: 'never' }).colour).toBe(false);
  expect(terminalOf(io({ TERM: 'dumb' }), {}).colour).toBe(false);
});

test('a locale other than UTF-8 and --ascii keep the output to ASCII', () => {
  expect(terminalOf(io({ LANG: 'en_US.UTF-8' }), {}).unicode).toBe(true);
  expect(terminalOf(io({ LANG: 'C' }), {}).unicode).toBe(false);
  expect(terminalOf(io({ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }), {}).unicode).toBe(false);
  expect(terminalOf(io({}), { ascii: true }).unicode).toBe(false);
});

test('the width is that of the terminal, 80 where unknown, and never below 40', () => {
  expect(terminalOf(io({}, true, 132), {}).width).toBe(132);
  expect(terminalOf(io({}, false), {}).width).toBe(80);
  expect(terminalOf(io({ COLUMNS: '100' }, false), {}).width).toBe(100);
  expect(terminalOf(io({}, true, 12), {}).width).toBe(40);
});
