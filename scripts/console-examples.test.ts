import { expect, test } from 'vitest';
import { consoleExamples, matchesOutput } from './console-examples.ts';

test('commands and their outputs are read from blocks fenced as console, and from no others', () => {
  const page = [
    'text',
    '```sh',
    '$ npm run demo',
    '```',
    '```console',
    '$ a \\',
    '  b',
    'one',
    '',
    'two',
    '$ c',
    '```',
    '$ d',
  ];
  expect(consoleExamples(page.join('\n'))).toEqual([
    { line: 6, command: 'a \\\n  b', output: 'one\n\ntwo' },
    { line: 11, command: 'c', output: '' },
  ]);
});

test.each([
  ['a\nb', 'a\nb', true],
  ['a\nb', 'a\nc', false],
  ['a', 'a\nb', false],
  ['a\nb', 'b', false],
  ['', '', true],
  ['a\n…\nd', 'a\nb\nc\nd', true],
  ['a\n…\nd', 'a\nd', true],
  ['a\n…\nd', 'a\nb\nc', false],
  ['a\n…\nd', 'b\na\nd', false],
  ['…\nd', 'a\nd', true],
  ['a\n…', 'a\nb\nc', true],
  ['a\n…\nc\n…\ne', 'a\nb\nc\nd\ne', true],
  ['a\n…\nc\n…\ne', 'a\nb\nd\ne', false],
  ['a\n…\nb', 'a\nab', false],
])('expecting %j, the output %j matches: %j', (expected, actual, matches) => {
  expect(matchesOutput(expected, actual)).toBe(matches);
});
