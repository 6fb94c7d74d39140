import { expect, test } from 'vitest';
import type { Terminal } from '../terminal.ts';
import { codeFrame } from './code-frame.ts';

const TERMINAL: Terminal = { colour: false, unicode: true, width: 60 };
const LINES = ['lifecycle:', '  preStop:', '    exec: { command: [sh, -c, "sleep 60"] }'];
const lineText = (line: number): string | undefined => LINES[line - 1];

test('the place is underlined below its line, with the lines before it', () => {
  expect(codeFrame({ line: 3, column: 5, endColumn: 9 }, lineText, 'takes 60 s', TERMINAL)).toEqual([
    '     1 │ lifecycle:',
    '     2 │   preStop:',
    '     3 │     exec: { command: [sh, -c, "sleep 60"] }',
    '       │     ^^^^ takes 60 s',
  ]);
});

test('long lines are cut, and a place beyond the cut is still within the width', () => {
  const long = (): string => `key: ${'x'.repeat(200)}`;
  for (const column of [1, 40, 150]) {
    const frame = codeFrame({ line: 1, column, endColumn: column + 30 }, long, 'a word about it', TERMINAL);
    for (const line of frame) expect([...line].length).toBeLessThanOrEqual(TERMINAL.width);
    expect(frame.join('\n')).toContain('^');
  }
});

test('a place beyond the width is shown: the line is cut on the left too', () => {
  const lineText = (): string => `${'x'.repeat(120)} HERE ${'y'.repeat(40)}`;
  const [line = '', underline = ''] = codeFrame({ line: 1, column: 122, endColumn: 126 }, lineText, '', TERMINAL);
  expect(line).toContain('│ …x');
  expect(line.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe('HERE');
});

test('control characters of the input are not printed', () => {
  expect(codeFrame({ line: 1, column: 1 }, () => 'name: \u001B[31mred\u0007', '', TERMINAL).join('')).not.toMatch(
    /\p{Cc}/u,
  );
});
