import { parseAllDocuments } from 'yaml';
import { expect, test } from 'vitest';
import { yamlDialect } from './yaml-dialect.ts';

const valueOf = (text: string): unknown => {
  const [document] = parseAllDocuments(`- ${text}`, yamlDialect);
  const list: unknown = document !== undefined && 'toJS' in document ? document.toJS() : undefined;
  return Array.isArray(list) ? list[0] : undefined;
};

// Octal, `yes`, `on`, `y`, `1_000`, `0o10`, times and dates as a kubectl 1.32 client read them; the others follow from
// YAML 1.1, which its library implements.
for (const [written, read] of [
  ['0644', 420],
  ['0o10', 8],
  ['0x1F', 31],
  ['0b11', 3],
  ['1_000', 1_000],
  ['12:30:45', '12:30:45'],
  ['2001-12-14', '2001-12-14'],
  ['yes', true],
  ['on', true],
  ['y', true],
  ['n', false],
  ['Off', false],
  ['NO', false],
  ['TRUE', true],
  ['~', null],
  ['null', null],
  ['1e3', 1_000],
  ['.5', 0.5],
  ['"y"', 'y'],
  ["'1'", '1'],
  ['1.0.0', '1.0.0'],
] as const) {
  test(`${written} is read as ${JSON.stringify(read)}, as by kubectl`, () => {
    expect(valueOf(written)).toEqual(read);
  });
}
