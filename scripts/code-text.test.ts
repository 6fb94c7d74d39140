import { expect, test } from 'vitest';
import { codeText } from './code-text.ts';

test.each([
  ['a line comment', 'let a; // Date\nlet b;', 'let a;        \nlet b;'],
  ['a block comment', 'a /* Date\n */ b', 'a        \n    b'],
  ['a text', `a('Da\\'te', "x") + b`, 'a(        ,    ) + b'],
  ['the text of a template', 'a(`Date ${b} Date`)', 'a(        b       )'],
  ['a template in a template', 'a(`x${`y${b}`}z`)', 'a(       b    )'],
  ['a regular expression', 'a.test(/Date["`]/g)', 'a.test(          g)'],
])('%s is blanked out', (_, source, code) => {
  expect(codeText(source).replaceAll(/ +/g, ' ')).toBe(code.replaceAll(/ +/g, ' '));
  expect(codeText(source)).toHaveLength(source.length);
});

test('braces inside a substitution do not end it', () => {
  expect(codeText('`x${f({ a: 1 })}y` + Date').replaceAll(/ +/g, ' ').trim()).toBe('f({ a: 1 }) + Date');
});

test('a division is no regular expression', () => {
  expect(codeText('(a + b) / Date / c')).toBe('(a + b) / Date / c');
});
