import { expect, test } from 'vitest';
import { tabColumns } from './tab-columns.ts';

test('neighbouring lines share the width of a column, two spaces wider than the widest', () => {
  expect(tabColumns(['a\tb\tc', 'aaa\tbb\tc'])).toEqual(['a    b   c', 'aaa  bb  c']);
});

test('a line without a tab ends the column', () => {
  expect(tabColumns(['Name:\tx', 'Containers:', '  Container ID:\ty'])).toEqual([
    'Name:  x',
    'Containers:',
    '  Container ID:  y',
  ]);
});

test('empty columns keep their width, and no line ends in spaces', () => {
  expect(tabColumns(['head\thead\tend', '\t\tx', 'a\tb\t'])).toEqual(['head  head  end', '            x', 'a     b']);
});
